"""Texts that look as if their writer could no longer spell: that may be the symptom itself."""

import re

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
