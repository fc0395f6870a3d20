"""Every phrase of one vocabulary in one text, and how each is meant.

Finds and weighs phrases; knows nothing of questions, numbers or keywords.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from symptomcheck.core.reading.lexicon import BREAK, Kind, Means, Vocabulary
from symptomcheck.core.reading.meaning import Mention
from symptomcheck.core.reading.negation import Verdict, verdict
from symptomcheck.core.reading.phrases import IN_OTHERS, IN_SYMPTOMS, Found, Word, walk
from symptomcheck.core.reading.surroundings import Hit, Surroundings


@dataclass(frozen=True, slots=True)
class Weighed:
    """A phrase found, and how it is meant; `mention` None means it does not count at all."""

    hit: Hit
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Mentions:
    """What one vocabulary sees in one text."""

    weighed: tuple[Weighed, ...]
    supposed: tuple[tuple[int, int], ...] | None = None

    def without(self, home: "Mentions") -> "Mentions":
        """What the person's own language did not see: it alone knows how its words are meant."""
        seen = {place for weighed in home.weighed for place in weighed.hit.places}
        return Mentions(tuple(weighed for weighed in self.weighed if seen.isdisjoint(weighed.hit.places)))


NOTHING = Mentions(())
LONGEST_WHOLE = 6


def find(words: Sequence[Word | None], vocabulary: Vocabulary, *, at_home: bool) -> Mentions:
    """The phrases in `words`; in another language only those that could be no word."""
    whole = _whole(words, vocabulary)
    if whole is not None:
        return whole
    keys = [word.unlocks for word in words if word is not None and word.unlocks]
    if not keys:
        return NOTHING
    unlocked = keys[0].union(*keys[1:])
    found: list[Found] = []
    for place, word in enumerate(words):
        if word is not None and word.starts:
            for node in word.starts:
                if node in unlocked:
                    walk(node, words, place + 1, (place,), found, IN_SYMPTOMS)
    if not found:
        return NOTHING
    hits = _hits(words, [Hit(vocabulary.entries[entry], places) for entry, places in found])
    if not at_home:
        hits = [hit for hit in hits if not hit.entry.only_at_home]
    if not hits:
        return NOTHING
    idioms = _longest_at(_walk(words, vocabulary, "idioms"))
    around = Surroundings(words, hits, _longest_apart(_walk(words, vocabulary, "marks")))
    weighed = [
        Weighed(hit, _IDIOM if _is_idiom(hit, idioms, words) else verdict(around, hit)) for hit in hits
    ]
    return Mentions(tuple(weighed), tuple(around.supposed))


def _whole(words: Sequence[Word | None], vocabulary: Vocabulary) -> Mentions | None:
    """A text that is nothing but a short phrase, which would mean nothing among other words: "very hot"."""
    if len(words) > LONGEST_WHOLE or None in words:
        return None
    entry = vocabulary.whole.get(
        " ".join(word.text for word in words if word is not None and not word.flags & BREAK)
    )
    if entry is None:
        return None
    hit = Hit(vocabulary.entries[entry], tuple(range(len(words))))
    return Mentions((Weighed(hit, Verdict(Mention.YES, "the whole text says it")),))


_IDIOM = Verdict(None, "a way of speaking, not a symptom")


def supposed_stretches(words: Sequence[Word | None], vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """The stretches that are only supposed, for texts in which no phrase but perhaps a number was found."""
    return tuple(Surroundings(words, (), _longest_apart(_walk(words, vocabulary, "marks"))).supposed)


def all_of(words: Sequence[Word | None], vocabulary: Vocabulary) -> list[Weighed]:
    """Everything found in a text, idioms and marks included: for checking the examples of an entry."""
    others = _walk(words, vocabulary, "idioms") + _longest_apart(_walk(words, vocabulary, "marks"))
    return [*(Weighed(hit, _IDIOM) for hit in others), *find(words, vocabulary, at_home=True).weighed]


def _walk(
    words: Sequence[Word | None], vocabulary: Vocabulary, kind: Literal["idioms", "marks"]
) -> list[Hit]:
    """All idioms, or all marks, that the words hold; the longest first."""
    found: list[Found] = []
    for place, word in enumerate(words):
        if word is not None:
            for node in word.idioms if kind == "idioms" else word.marks:
                walk(node, words, place + 1, (place,), found, IN_OTHERS)
    hits = [Hit(vocabulary.entries[entry], places) for entry, places in found]
    return _longest_first([hit for hit in hits if _is_in_one_breath(hit)])


def _is_in_one_breath(hit: Hit) -> bool:
    """ "is now" says that it is so; "is gone now" does not, though fillers may stand inside other phrases."""
    return hit.entry.means is not Means.SO_NOW or hit.last - hit.first < len(hit.places)


def _longest_first(hits: list[Hit]) -> list[Hit]:
    """The longest first, then the one whose words are closest."""
    return sorted(
        hits,
        key=lambda hit: (-len(hit.places), hit.last - hit.first, hit.first),
    )


def _longest_apart(hits: Sequence[Hit]) -> list[Hit]:
    """Of marks that overlap the longest, in the order of the text."""
    taken: set[int] = set()
    kept = []
    for hit in hits:
        if taken.isdisjoint(hit.places):
            taken.update(hit.places)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.first)


def _hits(words: Sequence[Word | None], hits: list[Hit]) -> list[Hit]:
    """Symptoms and health words in the order of the text; of one symptom's that overlap the longest."""
    denials = [hit for hit in hits if hit.entry.kind is Kind.DENIAL and not _is_broken(hit, words)]
    taken: dict[tuple[int, str], Hit] = {}
    kept = []
    for hit in _longest_first([hit for hit in hits if hit.entry.kind is not Kind.DENIAL]):
        about = hit.entry.key.value if hit.entry.key is not None else ""
        if not any((place, about) in taken for place in hit.places):
            taken.update(dict.fromkeys([(place, about) for place in hit.places], hit))
            kept.append(hit)
    for denial in _longest_first(denials):
        about = denial.entry.key.value if denial.entry.key is not None else ""
        inside = [taken[place, about] for place in denial.places if (place, about) in taken]
        # "fever free" holds "fever"; but of "can't breathe very well" what is said is that breathing is hard.
        if all(set(denial.places).issuperset(hit.places) for hit in inside):
            kept = [hit for hit in kept if hit not in inside]
            kept.append(denial)
            taken.update(dict.fromkeys([(place, about) for place in denial.places], denial))
    # A health word inside a symptom's own phrase says nothing more: "pain" in "chest pain".
    of_symptoms = {place for hit in kept if hit.entry.key is not None for place in hit.places}
    kept = [hit for hit in kept if hit.entry.key is not None or not of_symptoms.issuperset(hit.places)]
    return sorted(kept, key=lambda hit: (hit.first, hit.last))


def _is_broken(hit: Hit, words: Sequence[Word | None]) -> bool:
    """Does a comma or point stand inside the phrase?"""
    return any(word is not None and word.flags & BREAK for word in words[hit.first : hit.last])


def _longest_at(idioms: Sequence[Hit]) -> dict[int, int]:
    """For each place the length of the longest idiom that has taken it."""
    longest: dict[int, int] = {}
    for idiom in idioms:
        for place in idiom.places:
            longest.setdefault(place, len(idiom.places))  # the longest come first
    return longest


def _is_idiom(hit: Hit, longest: Mapping[int, int], words: Sequence[Word | None]) -> bool:
    """Has a way of speaking that is as long taken the words this phrase is about: "took my breath away"?"""
    common = [word.common if (word := words[place]) is not None else 0 for place in hit.places]
    about = [place for place, often in zip(hit.places, common, strict=True) if often == min(common)]
    taken = sum(longest.get(place, 0) >= len(hit.places) for place in about)
    return 2 * taken >= len(about)
