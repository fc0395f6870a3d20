"""Texts that are about the texting, and texts that need no answer.

Only an exact keyword, or a clear "stop texting me", opts out: "I can't stop shaking" never does.
"""

import re

from symptomcheck.core.reading.lexicon import Vocabulary
from symptomcheck.core.reading.meaning import Keyword
from symptomcheck.core.reading.tokens import Tokens

# What phones send by themselves: a reaction quotes our own words, which must not be read as the person's.
_TAPBACK = re.compile(
    r"^\W*(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,12}? to|removed an? .{1,20}? from|"
    r"le gusto|le encanto|no le gusto|se rio de|se rio con|enfatizo|dio enfasis a|destaco|reacciono .{0,12}?(?:a|con)|"
    r"te gusto|puso .{1,12}? a)\s*(?:\"|an image|a photo|una imagen|una foto|: ?\")"
    r"|[^\w\s]{1,8}\s*(?:to|a)\s*\")",
)
_KEYWORDS = {keyword.value for keyword in Keyword}
_ORDINARY = re.compile(r"[a-z\d]")
_PUNCTUATION = frozenset(".,!?;:-()\"'\n*~")


def is_tapback(said: Tokens) -> bool:
    """Is it a reaction to one of our texts?

    >>> from symptomcheck.core.reading.tokens import tokens
    >>> is_tapback(tokens("Liked “Any shortness of breath?”"))
    True
    """
    return _TAPBACK.match(said.folded) is not None


def _bare(said: Tokens) -> str:
    """The words without punctuation and emoji, in one line."""
    return " ".join(token for token in said.words if _ORDINARY.match(token))


def keyword(said: Tokens, vocabulary: Vocabulary, *, asked: bool) -> Keyword | None:
    """The keyword this text is, if it is nothing else. YES is an answer while a question is open."""
    bare = _bare(said)
    name = vocabulary.exact.get(bare)
    if name == "start_unless_asked":
        return None if asked else Keyword.START
    return Keyword(name) if name in _KEYWORDS else None


def is_chatter(said: Tokens, vocabulary: Vocabulary) -> bool:
    """ "ok", "thx!!", an emoji alone, a driving auto-reply: needs no answer."""
    bare = _bare(said)
    if not bare:
        return any(token not in _PUNCTUATION for token in said.words)
    if vocabulary.exact.get(bare) == "chatter":
        return True
    words = bare.split()
    if len(words) <= 6 and all(word in vocabulary.lists["chatter"] for word in words):
        return True
    return any(bare.startswith(start) for start, name in vocabulary.exact.items() if name == "auto_reply")


_ROWS = ("qwertyuiop", "poiuytrewq", "asdfghjkl", "lkjhgfdsa", "zxcvbnm", "mnbvcxz")
_VOWEL = re.compile(r"[aeiouy]")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")


def is_gibberish(said: Tokens, vocabulary: Vocabulary) -> bool:
    """Is there no word in it at all? It may be the symptom, so a person looks.

    >>> from symptomcheck.core.reading.words import vocabulary
    >>> from symptomcheck.core.reading.tokens import tokens
    >>> empty = vocabulary("en", [])
    >>> [is_gibberish(tokens(text), empty) for text in ("zxcvbnm", "gggfhd kjhk", "running late")]
    [True, True, False]
    """
    words = [token for token in said.words if token.isalpha() and token.isascii()]
    if not words or any(vocabulary.look(word) is not None for word in words):
        return False
    odd = sum(_is_odd(word) for word in words)
    return odd * 2 > len(words)


def _is_odd(word: str) -> bool:
    if len(word) < 3:
        return False
    if not _VOWEL.search(word) and len(word) >= 4:
        return True
    if _CONSONANTS.search(word):
        return True
    return any(
        word[start : start + 4] in row
        for row in _ROWS
        for start in range(max(1, len(word) - 3))
        if len(word) >= 4
    )
