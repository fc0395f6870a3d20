"""Every phrase of one vocabulary in one text, and how each is meant.

Finds and weighs phrases; knows nothing of questions, numbers or keywords.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from symptomcheck.core.reading.lexicon import BREAK, Kind, Vocabulary
from symptomcheck.core.reading.meaning import Mention
from symptomcheck.core.reading.negation import Verdict, verdict
from symptomcheck.core.reading.phrases import IN_MARKS, IN_PHRASES, Found, Word, walk
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
    held = {word.text for word in words if word is not None}
    if vocabulary.rare.isdisjoint(held):
        return NOTHING
    starts = [
        place
        for place, word in enumerate(words)
        if word is not None and word.starts and not word.needs.isdisjoint(held)
    ]
    if not starts:
        return NOTHING
    hits = _hits(words, vocabulary, starts)
    if not at_home:
        hits = [hit for hit in hits if not hit.entry.only_at_home]
    if not any(hit.entry.kind is not Kind.NOT_SYMPTOM for hit in hits):
        return Mentions(tuple(Weighed(hit, _IDIOM) for hit in hits))
    marked = [place for place, word in enumerate(words) if word is not None and word.marks]
    surroundings = Surroundings(words, hits, _marks(words, vocabulary, marked))
    return Mentions(
        tuple(
            Weighed(hit, _IDIOM if hit.entry.kind is Kind.NOT_SYMPTOM else verdict(surroundings, hit))
            for hit in hits
        ),
        tuple(surroundings.supposed),
    )


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
    marked = [place for place, word in enumerate(words) if word is not None and word.marks]
    return tuple(Surroundings(words, (), _marks(words, vocabulary, marked)).supposed)


def _hits(words: Sequence[Word | None], vocabulary: Vocabulary, starts: Sequence[int]) -> list[Hit]:
    """Phrases in the order of the text: of one symptom the longest, and none that an idiom has taken."""
    found: list[Found] = []
    for place in starts:
        word = words[place]
        if word is not None:
            for node in word.starts:
                walk(node, words, place + 1, (place,), found, IN_PHRASES)
    hits = [Hit(vocabulary.entries[entry], places) for entry, places in found]
    hits.sort(key=lambda hit: (-len(hit.places), hit.last - hit.first, hit.first))
    idiom_at: dict[int, int] = {}
    for hit in hits:
        if hit.entry.kind is Kind.NOT_SYMPTOM:
            for place in hit.places:
                idiom_at.setdefault(place, len(hit.places))
    taken: set[tuple[int, str]] = set()
    kept = []
    for hit in hits:
        entry = hit.entry
        about = entry.key.value if entry.key is not None else entry.kind.value
        if entry.kind is not Kind.NOT_SYMPTOM and idiom_at and _is_idiom(hit, idiom_at):
            continue
        if any((place, about) in taken for place in hit.places):
            continue
        taken.update((place, about) for place in hit.places)
        kept.append(hit)
    # A health word inside a symptom's own phrase says nothing more: "vomit" in "so confused I vomit" does.
    in_symptoms = {place for hit in kept if hit.entry.key is not None for place in hit.places}
    kept = [
        hit
        for hit in kept
        if hit.entry.kind is not Kind.HEALTH_WORD or not in_symptoms.issuperset(hit.places)
    ]
    kept.sort(key=lambda hit: (hit.first, hit.last))
    return kept


def _is_idiom(hit: Hit, idiom_at: Mapping[int, int]) -> bool:
    """Has a way of speaking that is as long taken half of this phrase's words: "took my breath away"?"""
    taken = sum(idiom_at.get(place, 0) >= len(hit.places) for place in hit.places)
    return taken * 2 >= len(hit.places)


def _marks(words: Sequence[Word | None], vocabulary: Vocabulary, marked: Sequence[int]) -> list[Hit]:
    """The marks in the order of the text; where two overlap, the longer."""
    found: list[Found] = []
    for place in marked:
        word = words[place]
        if word is not None:
            for node in word.marks:
                walk(node, words, place + 1, (place,), found, IN_MARKS)
    hits = [Hit(vocabulary.entries[entry], places) for entry, places in found]
    hits.sort(key=lambda hit: (-len(hit.places), hit.last - hit.first, hit.first))
    taken: set[int] = set()
    kept = []
    for hit in hits:
        if taken.isdisjoint(hit.places):
            taken.update(hit.places)
            kept.append(hit)
    kept.sort(key=lambda hit: hit.first)
    return kept


def by_entry(words: Sequence[Word | None], vocabulary: Vocabulary) -> dict[str, Weighed]:
    """What each entry found in a text, marks included, by entry id: for checking an entry's own examples."""
    ids = {weighed.hit.entry.id: weighed for weighed in find(words, vocabulary, at_home=True).weighed}
    marked = [place for place, word in enumerate(words) if word is not None and word.marks]
    for mark in _marks(words, vocabulary, marked):
        ids.setdefault(mark.entry.id, Weighed(mark, _IDIOM))
    return ids
