"""Texts that are about the texting, and texts that need no answer.

Only an exact keyword, or a clear "stop texting me", opts out: "I can't stop shaking" never does.
"""

import re
from collections.abc import Sequence

from symptomcheck.core.reading.lexicon import Vocabulary
from symptomcheck.core.reading.meaning import Keyword
from symptomcheck.core.reading.phrases import Word
from symptomcheck.core.reading.tokens import Tokens

# What phones send by themselves: a reaction quotes our own words, which must not be read as the person's.
_TAPBACK = re.compile(
    r"^\W*(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|"
    r"reacted .{1,12}? to|removed an? .{1,20}? from|"
    r"le gusto|le encanto|no le gusto|se rio de|se rio con|enfatizo|dio enfasis a|"
    r"destaco|reacciono .{0,12}?(?:a|con)|"
    r"te gusto|puso .{1,12}? a)\s*(?:\"|an image|a photo|una imagen|una foto|: ?\")"
    r"|[^\w\s]{1,8}\s*(?:to|a)\s*\")",
)
_KEYWORDS = {keyword.value for keyword in Keyword}
_ORDINARY = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_LONGEST_START = 16
_PUNCTUATION = frozenset(".,!?;:-()\"'\n*~")


def is_tapback(said: Tokens) -> bool:
    """Is it a reaction to one of our texts?

    >>> from symptomcheck.core.reading.tokens import tokens
    >>> is_tapback(tokens("Liked “Any shortness of breath?”"))
    True
    """
    return _TAPBACK.match(said.folded) is not None


def about(said: Tokens, vocabulary: Vocabulary) -> str:
    """What the vocabulary knows this whole text as: "stop", "chatter", "auto_reply"… or nothing."""
    words = said.words
    if len(words) <= _LONGEST_START:
        known = vocabulary.exact.get(_bare(words))
        if known is not None:
            return known
    elif words[0] not in vocabulary.auto_reply_starts:
        return ""
    return "auto_reply" if _bare(words[:_LONGEST_START]).startswith(vocabulary.auto_replies) else ""


def _bare(words: Sequence[str]) -> str:
    """The words without punctuation and emoji, in one line."""
    return " ".join([token for token in words if token[0] in _ORDINARY])


def keyword(about: str, *, asked: bool) -> Keyword | None:
    """The keyword this text is, if it is nothing else. YES is an answer while a question is open."""
    if about == "start_unless_asked":
        return None if asked else Keyword.START
    return Keyword(about) if about in _KEYWORDS else None


def is_same_or_worse(said: Tokens, vocabulary: Vocabulary) -> bool:
    """ "same", "still bad since lunch", "worse": keeps what is open."""
    if not said.words or said.words[0] not in vocabulary.same_starts:
        return False
    return any(
        vocabulary.exact.get(" ".join(said.words[:count])) == "same_or_worse"
        for count in range(min(6, len(said.words)), 0, -1)
    )


def affirms(said: Tokens, vocabulary: Vocabulary) -> bool:
    """ "yes", "y", "ok, correct": nothing but words that say yes to a question we asked to be sure."""
    words = [token for token in said.words[:_LONGEST_START] if token[0] in _ORDINARY]
    return 0 < len(words) <= 4 and all(word in vocabulary.lists["affirms"] for word in words)


def is_chatter(said: Tokens, about: str, vocabulary: Vocabulary, *, asked: bool) -> bool:
    """ "ok", "thx!!", an emoji alone, a driving auto-reply. "I'm fine" is none while a question is open."""
    if about in ("chatter", "auto_reply", "fine"):
        return not asked or about != "fine"
    if len(said.words) > _LONGEST_START:
        return False
    words = [token for token in said.words if token[0] in _ORDINARY]
    if not words:
        return any(token not in _PUNCTUATION for token in said.words)
    return len(words) <= 8 and all(word in vocabulary.lists["chatter"] for word in words)


_ROWS = ("qwertyuiop", "poiuytrewq", "asdfghjkl", "lkjhgfdsa", "zxcvbnm", "mnbvcxz")
_VOWEL = re.compile(r"[aeiouy]")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")


def is_gibberish(said: Tokens, known: Sequence[Word | None]) -> bool:
    """Is there no word in it at all? It may be the symptom, so a person looks.

    >>> from symptomcheck.core.reading.tokens import tokens
    >>> [is_gibberish(tokens(text), []) for text in ("zxcvbnm", "gggfhd kjhk", "running late", "...")]
    [True, True, False, False]
    """
    if any(known):
        return False
    words = [token for token in said.words if token.isalpha() and token.isascii()]
    odd = sum(_is_odd(word) for word in words)
    return odd * 2 > len(words)


def _is_odd(word: str) -> bool:
    """No vowel, six consonants in a row, or four neighbours of the keyboard."""
    if len(word) < 4:
        return False
    if not _VOWEL.search(word) or _CONSONANTS.search(word):
        return True
    return any(word[start : start + 4] in row for row in _ROWS for start in range(len(word) - 3))
