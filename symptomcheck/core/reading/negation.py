"""Whether a phrase that was found is affirmed, denied, over, only supposed, or somebody else's.

Scopes after NegEx (Chapman 2001), by clause. Looks at most a dozen words to either side, so that time stays linear.
When page and notice are both possible, page: every rule here must be sure before it takes a symptom away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from symptomcheck.core.answers import Key
from symptomcheck.core.reading.lexicon import (
    AND, BREAK, COMMA, DENIAL, FILLER, I, LINK, MY, NO, NOT, OR, PAST, STOP, THEY, TURN, Entry, Kind, Means,
)  # fmt: skip
from symptomcheck.core.reading.meaning import Mention
from symptomcheck.core.reading.phrases import Word

FARTHEST = 14
MOST_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the vocabulary found in a text: its entry and the places of its words."""

    entry: Entry
    places: tuple[int, ...]

    @property
    def first(self) -> int:
        return self.places[0]

    @property
    def last(self) -> int:
        return self.places[-1]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a mention is meant, why, and the place of the "no" that denied it (-1: none did)."""

    mention: Mention | None
    why: str
    denied_by: int = -1


class Surroundings:
    """One text's words, phrases and marks, laid out so that each question about a phrase is a short walk."""

    def __init__(self, words: Sequence[Word | None], hits: Sequence[Hit], marks: Sequence[Hit]) -> None:
        self.words = words
        self.flags = [word.flags if word is not None else 0 for word in words]
        self.hit_at: dict[int, Hit] = {}
        for hit in hits:
            for place in range(hit.first, hit.last + 1):
                self.hit_at.setdefault(place, hit)
        self.mark_at: dict[int, Hit] = {}
        for mark in marks:
            for place in mark.places:
                self.mark_at[place] = mark
        self.supposed = self._supposed(marks)

    def _means(self, place: int) -> Means | None:
        mark = self.mark_at.get(place)
        return mark.entry.means if mark is not None else None

    def _supposed(self, marks: Sequence[Hit]) -> list[tuple[int, int]]:
        """The stretches of words that are only supposed: from "what if" to the end of its clause."""
        stretches = []
        for mark in marks:
            if mark.entry.means is not Means.HYPOTHETICAL:
                continue
            whole_sentence = not mark.entry.id.endswith(".clause")
            subjects = 0
            place = mark.last + 1
            while place < len(self.words):
                flag = self.flags[place]
                if flag & STOP or (flag & TURN):
                    break
                if not whole_sentence:
                    # "if I lie down I can't breathe": the second subject begins what is so, not what is supposed.
                    if flag & COMMA and not self._list_goes_on(place):
                        break
                    if flag & (I | THEY):
                        subjects += 1
                        if subjects == 2:
                            break
                place += 1
            stretches.append((mark.first, place))
        return stretches

    def is_supposed(self, place: int) -> bool:
        return any(start < place < end for start, end in self.supposed)

    def _list_goes_on(self, comma: int) -> bool:
        """After this comma, does the list of things end in an "or" or "and"?"""
        for place in range(comma + 1, min(comma + 1 + FARTHEST, len(self.words))):
            flag = self.flags[place]
            if flag & (OR | AND):
                return True
            if flag & (STOP | TURN | I | THEY | NOT | NO):
                return False
        return False

    def verdict(self, hit: Hit) -> Verdict:
        """How this phrase is meant."""
        if any(self._means(place) is Means.ELSEWHERE for place in self._sentence_before(hit)):
            return Verdict(None, "it is about something or somebody else")
        if hit.entry.kind is Kind.DENIAL:
            return self._of_denial(hit)
        if self.is_supposed(hit.first):
            return Verdict(Mention.HYPOTHETICAL, "it is only supposed")
        denied_by = self._denied_inside(hit)
        if denied_by < 0:
            denied_by = self._denied_before(hit)
        if denied_by >= 0:
            return Verdict(Mention.NO, f'"{self._text(denied_by)}" denies it', denied_by)
        after = self._after(hit)
        if after is Means.NO_AFTER:
            return Verdict(Mention.NO, 'the "no" after it denies it')
        if after is Means.OVER_AFTER:
            return Verdict(Mention.RESOLVED, "it is over")
        return self._when_affirmed(hit)

    def _of_denial(self, hit: Hit) -> Verdict:
        denied_by = self._denied_before(hit)
        if self.is_supposed(hit.first):
            return Verdict(None, "it is only supposed")
        if denied_by >= 0:
            return Verdict(None, "that it is absent is itself denied", denied_by)
        return Verdict(Mention.NO, "the phrase says that it is absent")

    def _when_affirmed(self, hit: Hit) -> Verdict:
        before = {self._means(place) for place in self._sentence_before(hit)}
        sentence = before | {self._means(place) for place in self._sentence_after(hit)}
        still = Means.STILL in sentence
        if Means.OVER_BEFORE in {self._means(place) for place in self._clause_before(hit)} and not still:
            return Verdict(Mention.RESOLVED, "it is over")
        if Means.LONG_AGO in sentence and not still:
            return Verdict(Mention.RESOLVED, "it was long ago")
        if self._over_later(hit):
            return Verdict(Mention.RESOLVED, "a later clause says it is over")
        if Means.NOT_SURE in {self._means(place) for place in self._clause_before(hit)}:
            return Verdict(Mention.NOT_SURE, "said with doubt")
        return Verdict(Mention.YES, "said as so")

    def _text(self, place: int) -> str:
        word = self.words[place]
        return word.text if word is not None else ""

    def _sentence_before(self, hit: Hit) -> list[int]:
        places = []
        for place in range(hit.first - 1, max(-1, hit.first - 1 - FARTHEST), -1):
            if self.flags[place] & (STOP | TURN):
                break
            places.append(place)
        return places

    def _clause_before(self, hit: Hit) -> list[int]:
        places = []
        for place in self._sentence_before(hit):
            if self.flags[place] & COMMA:
                break
            places.append(place)
        return places

    def _sentence_after(self, hit: Hit) -> list[int]:
        places = []
        for place in range(hit.last + 1, min(len(self.words), hit.last + 1 + FARTHEST)):
            if self.flags[place] & STOP:
                break
            places.append(place)
        return places

    def _denied_inside(self, hit: Hit) -> int:
        """ "my chest does not hurt": a denial that the phrase itself has no use for."""
        for place in range(hit.first, hit.last):
            if self.flags[place] & DENIAL and place not in hit.places:
                if self._means(place) is not Means.NOT_A_DENIAL:
                    return place
        return -1

    def _denied_before(self, hit: Hit) -> int:
        """Walk left from the phrase to the "no" that holds for it, if one does."""
        place, unknown, commas, items, subject = hit.first - 1, 0, 0, 0, False
        alternatives = False
        seen: Hit | None = None
        while place >= 0 and hit.first - place <= FARTHEST:
            flag, means = self.flags[place], self._means(place)
            if means is Means.DENIES and not subject:
                return place if not commas or self._is_list(hit, items, alternatives, True) else -1
            if means is Means.NOT_A_DENIAL:
                return -1
            inner = self.hit_at.get(place)
            if inner is not None and inner.last < hit.first and inner.entry.kind is not Kind.NOT_SYMPTOM:
                if inner is not seen:
                    seen, items = inner, items + 1
                    if not inner.entry.noun and not alternatives:
                        return -1
                # The "no" inside "no energy" is that phrase's own.
                place = inner.first - 1
                continue
            if flag & NO and not subject:
                if commas and place + 1 < len(self.words) and self.flags[place + 1] & BREAK:
                    return -1
                if not commas or self._is_list(hit, items, alternatives, False):
                    return place
                return -1
            if flag & NOT and not unknown and (not commas or (items and self._is_list(hit, items, alternatives, False))):
                return place
            if flag & STOP or flag & TURN or flag & NOT:
                return -1
            if flag & COMMA:
                commas += 1
                subject = False
            elif flag & OR:
                alternatives = True
            elif flag & AND:
                if not hit.entry.noun or not items and self.hit_at.get(place - 1) is None:
                    unknown += 1
            elif flag & (I | THEY):
                subject = True
            elif flag & MY and place and self.flags[place - 1] & NO:
                return -1
            elif subject and not flag & (LINK | FILLER):
                return -1
            elif not flag & (LINK | FILLER | MY):
                unknown += 1
                if unknown > MOST_UNKNOWN:
                    return -1
            place -= 1
        return -1

    def _is_list(self, hit: Hit, items: int, alternatives: bool, formal: bool) -> bool:
        """Does "no" reach over the commas: "no fever, chills or cough", but not "no fever, chest pain"?"""
        if not hit.entry.noun and not alternatives:
            return False
        if alternatives or formal or items >= 2:
            return True
        return self._list_goes_on(hit.last)

    def _after(self, hit: Hit) -> Means | None:
        """What is said of the phrase right after it: "fever is gone", "fever: no"."""
        for place in range(hit.last + 1, min(len(self.words), hit.last + 7)):
            means = self._means(place)
            if means in (Means.NOT_A_DENIAL, Means.STILL, Means.YES_AFTER):
                return None
            if means in (Means.OVER_AFTER, Means.NO_AFTER):
                if means is Means.NO_AFTER and not self._ends_after(place):
                    return None
                return means
            flag = self.flags[place]
            if not flag & (LINK | FILLER | PAST) and self._text(place) not in ("-", ":", "?", "=", "("):
                return None
        return None

    def _ends_after(self, place: int) -> bool:
        """ "fever no, chest pain yes": the "no" belongs to what stands before it."""
        return place + 1 >= len(self.words) or bool(self.flags[place + 1] & (BREAK | AND | TURN | I | THEY))

    def _over_later(self, hit: Hit) -> bool:
        """ "had a fever last night, gone now", "he was unconscious but is awake now"."""
        third = self._subject(range(hit.first, max(-1, hit.first - FARTHEST), -1)) or self._subject(
            range(hit.first, hit.last)
        )
        past = any(self.flags[place] & PAST for place in range(max(0, hit.first - 6), hit.last + 1))
        stops = 0
        for place in range(hit.last + 1, min(len(self.words), hit.last + 1 + FARTHEST)):
            flag, means = self.flags[place], self._means(place)
            if means in (Means.STILL, Means.NOT_A_DENIAL):
                return False
            stops += bool(flag & STOP)
            inner = self.hit_at.get(place)
            if stops > 1 or (
                inner is not None and inner.entry.kind is Kind.SYMPTOM and inner.first > hit.last
            ):
                return False
            mark = self.mark_at.get(place)
            if mark is None or mark.first != place or self.is_supposed(place):
                continue
            if means is Means.OVER_AFTER:
                return True
            about = self._subject(range(place, hit.last, -1))
            same = not about or not third or about == third
            if means is Means.AWAKE_NOW and same and hit.entry.key in (Key.FAINTING, Key.SLEEPINESS):
                return past
            # A faint is an event: being fine again does not undo it.
            if means is Means.FINE_NOW and same and past and hit.entry.key is not Key.FAINTING:
                return True
        return False

    def _subject(self, places: range) -> int:
        """Who is spoken of nearest in these places: I, somebody else, or (0) nobody named."""
        for place in places:
            flag = self.flags[place]
            if flag & STOP and place != places.start:
                return 0
            if flag & THEY:
                return THEY
            if flag & (I | MY):
                return I
        return 0
