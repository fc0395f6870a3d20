"""Texts that look as if their writer could no longer spell: that may be the symptom itself."""

import re
from collections.abc import Container, Iterable, Iterator
from string import ascii_lowercase

_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[aeiouyáéíóúü]")
# Five in a row hardly ever stand in a word of English or Spanish ("rhythms" aside).
_HEAP = re.compile(r"[bcdfghjklmnpqrstvwxzñ]{5}")
_SHORT_FORMS = frozenset(
    {"thx", "pls", "plz", "brb", "btw", "msg", "txt", "mrs", "ppl", "hmm", "grr", "xq", "tqm"}
)


def looks_garbled(text: str) -> bool:
    """Are at least half of its longer words no words of any language, by the look of their letters?

    >>> looks_garbled("hlp cnt tlk rght"), looks_garbled("asdfgh jklqw")
    (True, True)
    >>> looks_garbled("running late, call u after lunch"), looks_garbled("thx"), looks_garbled("👍")
    (False, False, False)
    """
    words = [word for word in _WORD.findall(text.casefold()) if len(word) >= 3 and word not in _SHORT_FORMS]
    garbled = [word for word in words if not _VOWEL.search(word) or _HEAP.search(word)]
    return bool(words) and 2 * len(garbled) >= len(words)


SHORTEST = 4  # letters: a shorter word is one slip away from too many others
LEAST_SLIPS = 3
LEAST_BEFORE = 10  # words of earlier texts, to know how somebody writes


def slips(text: str, known: Container[str]) -> tuple[int, int]:
    """How many of its longer words are one slip of the finger from a known word, and how many it has.

    >>> slips("cant thnik staright tday", {"think", "straight", "today"})
    (3, 4)
    """
    words = _longer_words(text)
    slipped = [word for word in words if word not in known and any(near in known for near in _one_off(word))]
    return len(slipped), len(words)


def is_full_of_slips(text: str, known: Container[str]) -> bool:
    """Are there so many slips that it is worth looking at how the same person wrote before?

    >>> words = {"think", "straight", "today"}
    >>> is_full_of_slips("thnik staright tday", words), is_full_of_slips("think straight tday", words)
    (True, False)
    """
    unknown = [word for word in _longer_words(text) if word not in known]
    if len(unknown) < LEAST_SLIPS:
        return False
    slipped, words = slips(text, known)
    return slipped >= LEAST_SLIPS and 2 * slipped >= words


def usually_spells(before: Iterable[str], known: Container[str]) -> bool:
    """Do these earlier texts show somebody who seldom slips? Too few words show nothing.

    >>> words = {"feeling", "better", "today", "thanks", "slept", "nice", "morning"}
    >>> usual = ["feeling better today thanks", "slept nice", "feeling better this morning thanks"]
    >>> usually_spells(usual, words), usually_spells(["feling beter tody", *usual], words)
    (True, False)
    >>> usually_spells(["thanks"], words)
    False
    """
    earlier = [slips(each, known) for each in before]
    written = sum(count for _, count in earlier)
    return written >= LEAST_BEFORE and 10 * sum(count for count, _ in earlier) <= written


def _longer_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if len(word) >= SHORTEST]


def _one_off(word: str) -> Iterator[str]:
    """`word` with two neighbours swapped, or one letter dropped, changed or added."""
    for place in range(len(word)):
        start, rest = word[:place], word[place:]
        yield start + rest[1:2] + rest[:1] + rest[2:]
        if len(word) > SHORTEST:
            yield start + rest[1:]
        for letter in ascii_lowercase:
            yield start + letter + rest[1:]
            yield start + letter + rest
