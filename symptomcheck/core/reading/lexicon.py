"""The compiled vocabulary: which words are known, how misspellings find them, and which phrases they start.

Spelling is forgiven by lists, never by a score: doubled letters, and one edit in a word of seven letters
or more, unless the result is itself a word of the vocabulary (it lists `real_words`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from symptomcheck.core.answers import Key, Tiredness
from symptomcheck.core.reading import phrases
from symptomcheck.core.reading.phrases import Word

SHORTEST_FORGIVEN = 7

# What a word can do around a phrase. The first five are the walk's own.
FILLER, BREAK, DENIAL, STOP, TURN = phrases.FILLER, phrases.BREAK, phrases.DENIAL, phrases.STOP, phrases.TURN
NO, NOT, LINK, OR, AND, WE, THEY, MY, PAST, COMMA, NUMBER, ADJECTIVE = (1 << bit for bit in range(5, 17))


# The word lists under [scope], and what a word of each does around a phrase.
FLAGS = {
    "fillers": FILLER, "no": NO | DENIAL, "not": NOT | DENIAL, "links": LINK, "turns": TURN, "or": OR,
    "and": AND, "we": WE, "they": THEY, "my": MY, "past": PAST, "adjectives": ADJECTIVE,
}  # fmt: skip
# The word lists under [lists]; those about numbers are explained in temperature.py.
LISTS = (
    "temperature", "not_before", "not_after", "not_just_before", "then", "celsius", "fahrenheit", "degrees",
    "of", "not_of_body", "feel", "point", "point_word", "and_a_half", "half", "number_joins",
    "between_answers", "affirms", "unfinished", "nothing", "after_choice", "not_after_answer", "chatter",
    "exact_spelling", "real_words", "common",
)  # fmt: skip
# What a whole text can be, under [exact].
EXACT = (
    "stop", "start", "start_unless_asked", "help", "wrong", "chatter", "fine", "auto_reply", "same_or_worse",
)  # fmt: skip


class Kind(StrEnum):
    """What a phrase is in the vocabulary."""

    SYMPTOM = "symptom"
    NOT_SYMPTOM = "not_symptom"
    DENIAL = "denial"
    HEALTH_WORD = "health_word"
    MARK = "mark"


class Means(StrEnum):
    """What a mark does to the symptoms around it."""

    DENIES = "denies"
    DENIES_LIST = "denies_list"  # also over the commas of a list: "denies fever, chills, cough"
    NOT_A_DENIAL = "not_a_denial"
    NOT_SURE = "not_sure"
    SUPPOSED = "supposed"
    SUPPOSED_CLAUSE = "supposed_clause"
    OVER = "over"
    OVER_BEFORE = "over_before"
    OVER_AFTER = "over_after"
    BETTER = "better"
    FINE_NOW = "fine_now"
    AWAKE_NOW = "awake_now"
    LONG_AGO = "long_ago"
    STILL = "still"
    RETURNED = "returned"  # also after "gone": "went away but came back"
    ELSEWHERE = "elsewhere"
    AFTER_ALL = "after_all"
    SO_NOW = "so_now"
    INDEED = "indeed"  # "what if I have chest pain, because I do"
    YES_AFTER = "yes_after"
    NO_AFTER = "no_after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a words file: an id, and what its phrases mean."""

    id: str
    kind: Kind
    key: Key | None = None
    means: Means | None = None
    noun: bool = False
    tiredness: Tiredness | None = None
    only_at_home: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Vocabulary:
    """How people say it, in one language. Immutable; compiled once, used for every text."""

    language: str
    entries: tuple[Entry, ...]
    known: Mapping[str, Word] = field(repr=False)
    look: Callable[[str], Word | None] = field(repr=False)
    lists: Mapping[str, frozenset[str]] = field(repr=False)
    said: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(repr=False)
    exact: Mapping[str, str] = field(repr=False)
    numbers: Mapping[str, int] = field(repr=False)
    whole: Mapping[str, int] = field(repr=False)
    auto_replies: tuple[str, ...] = field(repr=False)
    auto_reply_starts: frozenset[str] = field(repr=False)
    same_starts: frozenset[str] = field(repr=False)


_NO_PART_OF_A_WORD = ("ll", "re", "d")
_ENDINGS = ("s", *_NO_PART_OF_A_WORD)
_RUN = re.compile(r"(.)\1+")


def squeezed(word: str) -> str:
    """`word` with every run of one letter made single.

    >>> squeezed("feeeverrr")
    'fever'
    """
    return _RUN.sub(r"\1", word)


def one_edit_apart(one: str, other: str) -> bool:
    """Is it one letter added, dropped, changed, or two neighbours swapped?

    >>> one_edit_apart("confused", "confsued"), one_edit_apart("confuse", "confused")
    (True, True)
    >>> one_edit_apart("confused", "confines"), one_edit_apart("confused", "confide in")
    (False, False)
    """
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def looker(known: Mapping[str, Word], forgiven: Iterable[str]) -> Callable[[str], Word | None]:
    """A function from a token to what is known of it; remembers the tokens it has seen."""
    by_squeezed: dict[str, list[Word]] = {}
    for text in sorted(known):
        by_squeezed.setdefault(squeezed(text), []).append(known[text])
    by_start: dict[str, list[str]] = {}
    by_end: dict[str, list[str]] = {}
    for text in sorted(forgiven):
        by_start.setdefault(text[:3], []).append(text)
        by_end.setdefault(text[-3:], []).append(text)

    @lru_cache(maxsize=1 << 16)
    def look(token: str) -> Word | None:
        word = known.get(token)
        if word is not None:
            return word
        base, _, rest = token.partition("'")
        # "don't" is "dont" and "head's" is "head"; but "I'll" is no word "ill", and "we're" no "were".
        plain = token.replace("'", "")
        word = known.get(plain) if rest not in _NO_PART_OF_A_WORD else None
        if word is not None and rest == "s" and base in known:
            return _both(word, known[base])
        if word is None and rest in _ENDINGS:
            plain = base
            word = known.get(base)
        if word is not None or not plain.isalpha():
            return word
        near = list(by_squeezed.get(squeezed(plain), ()))
        if len(plain) >= SHORTEST_FORGIVEN - 1:
            # One edit leaves the first three or the last three letters as they were.
            close = dict.fromkeys((*by_start.get(plain[:3], ()), *by_end.get(plain[-3:], ())))
            near += [known[text] for text in close if one_edit_apart(plain, text)]
        return _any_of(near)

    return look


def _both(word: Word, base: Word) -> Word:
    """ "something's" in every phrase of "somethings" (is) and of "something"."""
    return Word(
        word.text,
        tuple(dict.fromkeys((*word.names, *base.names))),
        word.flags,
        tuple(dict.fromkeys((*word.starts, *base.starts))),
        tuple(dict.fromkeys((*word.idioms, *base.idioms))),
        tuple(dict.fromkeys((*word.marks, *base.marks))),
        word.common,
        word.unlocks | base.unlocks,
    )


def _any_of(words: Sequence[Word]) -> Word | None:
    """One word that may stand for each of these: "uconscious" for "unconscious" and for "conscious"."""
    if len(words) < 2:
        return words[0] if words else None
    return Word(
        words[0].text,
        tuple(dict.fromkeys(name for word in words for name in word.names)),
        words[0].flags,
        tuple(dict.fromkeys(node for word in words for node in word.starts)),
        (),
        words[0].marks,
        words[0].common,
        frozenset().union(*(word.unlocks for word in words)),
    )
