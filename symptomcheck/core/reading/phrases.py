"""The notation of phrases, and the walk that finds many phrases in one pass.

A phrase is written as people say it. `<name>` is a set of words that mean the same, `(a|b c)` a choice,
`[x]` may be left out, `...` up to four words of any kind, `~` up to twelve, also over a comma. Filler
words (really, so, my, still) may always stand in between. A phrase holds no scope: whether it is denied
is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

FILLER, BREAK, DENIAL, STOP, TURN = (
    1,
    2,
    4,
    8,
    16,
)  # of the flags of a word: the ones the walk itself must know
GAPS = {"...": (4, BREAK | TURN), "~": (12, STOP)}  # the most words in between, and what ends the search
MOST_FILLERS = 4

_PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\S+)")


@dataclass(slots=True, eq=False)
class Node:
    """A place in the graph of all phrases: where each next word leads, and which phrases end here.

    `needs`, of a node right after the root: a text without one of these words holds no phrase of it; each
    of them unlocks the node.
    `shared`, while planting: phrases that begin alike grow together.
    """

    words: dict[str, list["Node"]] = field(default_factory=dict)
    gaps: dict[str, "Node"] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    shared: dict[str, tuple["Node", list["Node"]]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Word:
    """What a vocabulary knows of one word: the names it has in phrases, its flags, and where it leads."""

    text: str
    names: tuple[str, ...]
    flags: int = 0
    starts: tuple[Node, ...] = ()
    idioms: tuple[Node, ...] = ()
    marks: tuple[Node, ...] = ()
    common: int = 0  # how often ordinary texts hold it; 0 for all but the commonest
    unlocks: frozenset[Node] = frozenset()  # the beginnings of phrases that need a word like this one


Found = tuple[int, tuple[int, ...]]  # number of the entry, places of the words that make up the phrase


Part = tuple[bool, tuple[tuple[str, ...], ...]]  # may it be left out? and the ways to say it


def parts(phrase: str) -> Iterator[Part]:
    """The parts of a phrase, in order.

    >>> list(parts("[very] short (of|for lack of) <air>"))
    [(True, (('very',),)), (False, (('short',),)), (False, (('of',), ('for', 'lack', 'of'))),
     (False, (('<air>',),))]
    """
    for choice, optional, word in _PART.findall(phrase):
        ways = tuple(tuple(way.split()) for way in (choice or optional or word).split("|"))
        yield bool(optional), ways


_NESTED = re.compile(r"[(\[][^)\]]*[(\[]")


def is_nested(phrase: str) -> bool:
    """Does a choice stand inside another? The notation has no meaning for that.

    >>> is_nested("short (of|on [the]) breath"), is_nested("short (of|on) [the] breath")
    (True, False)
    """
    return _NESTED.search(phrase) is not None


def plant(root: Node, planted: Iterable[Part], entry: int, needs: Iterable[str] = ()) -> None:
    """Add one phrase to the graph. Ways that end alike meet again, so that a phrase costs what it is long."""
    front = [root]
    for optional, ways in planted:
        if ways[0][0] in GAPS:
            front = [node.gaps.setdefault(ways[0][0], Node()) for node in front]
            continue
        if len(front) == 1:
            grown = front[0].shared.get(repr(ways))
            if grown is None:
                grown = front[0].shared[repr(ways)] = _grow(front[0], ways, Node())
            target, firsts = grown
        else:
            target = Node()
            firsts = [first for node in front for first in _grow(node, ways, target)[1] if node is root]
        if front[0] is root:
            for first in firsts:
                first.needs.update(needs)
        front = [*front, target] if optional else [target]
    for node in front:
        node.ends.append(entry)


def _grow(start: Node, ways: Iterable[Sequence[str]], target: Node) -> tuple[Node, list[Node]]:
    """Lead every way from `start` to `target`; the target, and the nodes right after the start."""
    firsts = []
    for way in ways:
        path = [start, *(Node() for _ in way[1:]), target]
        for node, word, following in zip(path[:-1], way, path[1:], strict=True):
            node.words.setdefault(word, []).append(following)
        firsts.append(path[1])
    return target, firsts


# What may stand between the words: "can't... breathe" is said out of breath, but an idiom is one breath.
IN_SYMPTOMS = FILLER | DENIAL | BREAK
IN_OTHERS = FILLER | DENIAL


def walk(
    node: Node,
    words: Sequence[Word | None],
    at: int,
    taken: tuple[int, ...],
    found: list[Found],
    between: int,
) -> None:
    """Collect every phrase that continues from `node` with the words from place `at`.

    Bounded by the longest phrase and the longest gaps, whatever the length of the text.
    """
    for entry in node.ends:
        found.append((entry, taken))
    if node.words:
        leads = node.words
        for place in range(at, min(at + MOST_FILLERS + 1, len(words))):
            word = words[place]
            if word is None:
                if place > at:
                    break
                continue  # one word that is not known may stand in between: "breathing slighly hard"
            for name in word.names:
                for following in leads.get(name, ()):
                    walk(following, words, place + 1, (*taken, place), found, between)
            if not word.flags & between:
                break
    for gap, beyond in node.gaps.items():
        most, ends = GAPS[gap]
        for place in range(at, min(at + most + 1, len(words))):
            word = words[place]
            if word is None:
                continue
            for name in word.names:
                for following in beyond.words.get(name, ()):
                    walk(following, words, place + 1, (*taken, place), found, between)
            if word.flags & ends and (place > at or not between & BREAK):
                break
