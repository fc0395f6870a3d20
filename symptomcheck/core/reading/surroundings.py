"""What stands around a phrase: words, other phrases and marks, laid out so that each question is a short
walk.

Holds places and flags; what they mean for a symptom is decided in negation.py and over.py.
"""

from collections.abc import Iterator, Sequence

from symptomcheck.core.reading.lexicon import (
    ADJECTIVE,
    AND,
    COMMA,
    DENIAL,
    FILLER,
    LINK,
    NO,
    NOT,
    OR,
    PAST,
    STOP,
    THEY,
    TURN,
    WE,
    Entry,
    Means,
)  # fmt: skip
from symptomcheck.core.reading.phrases import Word

FARTHEST = 14
LONGEST_SUPPOSED = 60  # words: a cap, so that "what if what if…" cannot cost the square of its length


class Hit:
    """A phrase of the vocabulary found in a text: its entry and the places of its words."""

    __slots__ = ("entry", "first", "last", "places")

    def __init__(self, entry: Entry, places: tuple[int, ...]) -> None:
        self.entry, self.places = entry, places
        self.first, self.last = places[0], places[-1]


class Surroundings:
    """One text's words with their flags, and the phrases and marks found in it."""

    __slots__ = ("_is_supposed", "flags", "hit_at", "mark_at", "supposed", "words")

    def __init__(self, words: Sequence[Word | None], hits: Sequence[Hit], marks: Sequence[Hit]) -> None:
        self.words = words
        self.flags = [word.flags if word is not None else 0 for word in words]
        self.hit_at: dict[int, Hit] = {}
        for hit in hits:
            for place in range(hit.first, hit.last + 1):
                self.hit_at.setdefault(place, hit)
        self.mark_at = {place: mark for mark in marks for place in mark.places}
        self.supposed = [
            (mark.first, self._end_of_supposing(mark))
            for mark in marks
            if mark.entry.means in (Means.SUPPOSED, Means.SUPPOSED_CLAUSE)
        ]
        self._is_supposed = {place for start, end in self.supposed for place in range(start, end)}

    def means(self, place: int) -> Means | None:
        """What the mark at this place does, if there is one."""
        mark = self.mark_at.get(place)
        return mark.entry.means if mark is not None else None

    def text(self, place: int) -> str:
        """The word as the vocabulary knows it; nothing for a word it does not know."""
        word = self.words[place]
        return word.text if word is not None else ""

    def is_noun(self, hit: Hit) -> bool:
        """A thing one has, so that one "no" can deny a list of them: "fever" is, "confused" is not."""
        return hit.entry.noun and not self.flags[hit.first] & ADJECTIVE

    def before(self, hit: Hit, stops: int) -> Iterator[int]:
        """The places to the left of a phrase, nearest first, up to a word with one of the flags `stops`."""
        for place in range(hit.first - 1, max(-1, hit.first - 1 - FARTHEST), -1):
            if self.flags[place] & stops:
                return
            yield place

    def after(self, hit: Hit, stops: int) -> Iterator[int]:
        """The places to the right of a phrase, up to a word with one of the flags `stops`."""
        for place in range(hit.last + 1, min(len(self.words), hit.last + 1 + FARTHEST)):
            if self.flags[place] & stops:
                return
            yield place

    def is_supposed(self, place: int) -> bool:
        """Does this place lie in a stretch that is only supposed?"""
        return place in self._is_supposed

    def list_goes_on(self, place: int) -> bool:
        """From here on, does a list of things end in an "or", or in an "and" with one more thing known?"""
        for later in range(place + 1, min(place + 1 + FARTHEST, len(self.words))):
            flag = self.flags[later]
            if flag & OR or (flag & AND and later + 1 in self.hit_at):
                return True
            if flag & (STOP | TURN | WE | THEY | NOT | NO):
                return False
        return False

    def only_small_words(self, first: int, end: int) -> bool:
        """Are there nothing but links and fillers between these places?"""
        # In Spanish "y" is a link too, but "bajó la fiebre y le duele el pecho" says two things.
        return all(
            self.flags[place] & (LINK | FILLER | PAST) and not self.flags[place] & AND
            for place in range(first, end)
        )

    def is_denied_before(self, place: int) -> bool:
        """Does a "no" stand before this place, with nothing but fillers in between?"""
        for earlier in range(place - 1, max(-1, place - 5), -1):
            if self.flags[earlier] & DENIAL:
                return True
            if not self.flags[earlier] & FILLER:
                return False
        return False

    def is_past(self, hit: Hit) -> bool:
        """Is the phrase said in the past tense: "had a fever", "was unconscious", "fainted"?"""
        return any(self.flags[place] & PAST for place in range(max(0, hit.first - 5), hit.last + 1))

    def subject(self, places: range) -> int:
        """Who is spoken of nearest in these places: WE (the writer), THEY, or 0 when nobody is named."""
        for place in places:
            flag = self.flags[place]
            if flag & STOP:
                return 0
            if flag & (WE | THEY):
                return flag & (WE | THEY)
        return 0

    def _end_of_supposing(self, mark: Hit) -> int:
        """Where what is supposed ends: the sentence, or for a plain "if" its clause.

        "if I lie down I can't breathe": the second subject begins what is so, not what is supposed.
        """
        clause = mark.entry.means is Means.SUPPOSED_CLAUSE
        subjects = 0
        end = min(len(self.words), mark.last + 1 + LONGEST_SUPPOSED)
        for place in range(mark.last + 1, end):
            flag = self.flags[place]
            if flag & (STOP | TURN) or (clause and flag & COMMA and not self.list_goes_on(place)):
                return place
            subjects += bool(flag & (WE | THEY))
            if clause and subjects == 2:
                return place
        return end
