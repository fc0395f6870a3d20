"""From word files to the one graph, word table and lists that reading runs on.

Everything that costs time is done here, once; nothing here reads a text.
"""

from collections.abc import Iterable, Mapping, Sequence

from symptomcheck.core.reading import lexicon, phrases
from symptomcheck.core.reading.lexicon import FLAGS, LISTS, Entry, Kind, Vocabulary
from symptomcheck.core.reading.phrases import Node, Word
from symptomcheck.core.reading.tokens import tokens
from symptomcheck.core.reading.wordfile import WordFile, Written

_PUNCTUATION = {
    **dict.fromkeys(".!?;\n", lexicon.STOP | lexicon.BREAK),
    **dict.fromkeys(",()/", lexicon.COMMA | lexicon.BREAK),
    ":": 0,
}


def folded(word: str) -> str:
    """A word as the vocabulary keeps it: without case, accents and apostrophes.

    >>> folded("Can't"), folded("está"), folded("'")
    ('cant', 'esta', "'")
    """
    return "".join(tokens(word).words).replace("'", "") or word


class Compiler:
    """Collects the files of one language, the base first, then overlays that add to it."""

    def __init__(self, language: str, files: Sequence[WordFile]) -> None:
        self.language = language
        self.files = files
        self.sets: dict[str, list[str]] = {}
        self.flags: dict[str, int] = dict(_PUNCTUATION)
        self.lists: dict[str, set[str]] = {name: set() for name in LISTS}
        self.common: dict[str, int] = {}
        self.whole: dict[str, int] = {}
        self.entries: list[Entry] = []
        self.starts, self.idioms, self.marks = Node(), Node(), Node()
        self.forgiven: set[str] = set()
        self.plain: dict[str, tuple[str, ...]] = {}
        for file in files:
            self._add_words(file)
        for file in files:
            for written in file.entries:
                self._add_entry(written)

    def _add_words(self, file: WordFile) -> None:
        for name, words in file.sets.items():
            members = [folded(word) for word in words.split()]
            self.sets.setdefault(name, []).extend(members)
            self._known(members)
        for name, words in file.scope.items():
            for word in words.split():
                plain = folded(word)
                self.flags[plain] = self.flags.get(plain, 0) | FLAGS[name]
        for name, words in file.lists.items():
            listed = [folded(word) for word in words.split()]
            self.lists[name].update(listed)
            self._known(listed)
            if name == "common":
                self.common = {word: len(listed) - place for place, word in enumerate(listed)}
        for number in file.numbers:
            plain = folded(number)
            self.flags[plain] = self.flags.get(plain, 0) | lexicon.NUMBER

    def _known(self, words: Iterable[str], *, forgiven: bool = False) -> None:
        for word in words:
            self.flags.setdefault(word, 0)
            if (
                forgiven
                and len(word) >= lexicon.SHORTEST_FORGIVEN
                and word not in self.lists["exact_spelling"]
            ):
                self.forgiven.add(word)

    def _add_entry(self, written: Written) -> None:
        if any(entry.id == written.entry.id for entry in self.entries):
            written.fault("has an id that is taken", "Give it an id of its own.")
        number = len(self.entries)
        self.entries.append(written.entry)
        forgiven = written.entry.kind is Kind.SYMPTOM
        for text in written.whole:
            words = [folded(word) for word in tokens(text).words]
            self._known(words, forgiven=forgiven)
            self.whole[" ".join(words)] = number
        root = {Kind.MARK: self.marks, Kind.NOT_SYMPTOM: self.idioms}.get(written.entry.kind, self.starts)
        for phrase in written.phrases:
            planted = self._parts(written, phrase, forgiven=forgiven)
            needs = self._rarest(planted) if root is self.starts else set()
            phrases.plant(root, planted, number, needs)

    def _parts(self, written: Written, phrase: str, *, forgiven: bool) -> list[phrases.Part]:
        """The parts of a phrase in the words that a text would have, or a fault."""
        if phrases.is_nested(phrase):
            written.fault(f'"{phrase}" has a choice inside a choice', "Write two phrases.")
        planted = []
        for optional, ways in phrases.parts(phrase):
            plain = tuple(
                tuple(part for word in way for part in self._plain(written, word, forgiven=forgiven))
                for way in ways
            )
            if not all(plain):
                written.fault(
                    f'"{phrase}" has an empty choice',
                    "Remove the extra | or write [ ] for what may be left out.",
                )
            planted.append((optional, plain))
        at_an_end = any(ways[0][0] in phrases.GAPS for _, ways in (planted[0], planted[-1]))
        if at_an_end or all(optional for optional, _ in planted):
            written.fault(
                f'"{phrase}" has no firm beginning and end', "Begin and end with a word; leave out only some."
            )
        return planted

    def _plain(self, written: Written, word: str, *, forgiven: bool) -> Iterable[str]:
        """A written word as the tokens a text would have; a set or a gap as it is."""
        if word in phrases.GAPS:
            return (word,)
        if word.startswith("<"):
            name = word.strip("<>")
            if name not in self.sets:
                written.fault(f"uses <{name}>, which is no set", "Add it under [sets], or correct the name.")
            if forgiven:
                self._known(self.sets[name], forgiven=True)
            return (word,)
        if word not in self.plain:
            self.plain[word] = tuple(folded(part) for part in tokens(word).words)
        self._known(self.plain[word], forgiven=forgiven)
        return self.plain[word]

    def _rarest(self, planted: Sequence[phrases.Part]) -> set[str]:
        """The rarest words of a phrase: most texts have none of them, and need not be searched for it."""
        rarest: set[str] = set()
        least = None
        for optional, ways in planted:
            if not optional and ways[0][0] not in phrases.GAPS:
                words = {min(way, key=self._commonness) for way in ways}
                commonness = max(map(self._commonness, words))
                if least is None or commonness < least:
                    rarest, least = words, commonness
        return {member for word in rarest for member in self._members(word)}

    def _members(self, word: str) -> Sequence[str]:
        return self.sets[word.strip("<>")] if word.startswith("<") else (word,)

    def _commonness(self, word: str) -> int:
        """0 for a word that ordinary texts seldom hold; for a set, that of its commonest word."""
        return max(self.common.get(member, 0) for member in self._members(word))

    def vocabulary(self) -> Vocabulary:
        """The compiled vocabulary."""
        known = self._words()
        exact = {" ".join(tokens(text).words): name for name, text in self._pairs("exact")}
        return Vocabulary(
            language=self.language,
            entries=tuple(self.entries),
            known=known,
            look=lexicon.looker(known, self.forgiven),
            lists={name: frozenset(words) for name, words in self.lists.items()},
            said=self._said(),
            exact=exact,
            numbers={folded(name): value for file in self.files for name, value in file.numbers.items()},
            whole=self.whole,
            auto_replies=tuple(text for text, name in exact.items() if name == "auto_reply"),
            auto_reply_starts=frozenset(
                text.split()[0] for text, name in exact.items() if name == "auto_reply"
            ),
            same_starts=frozenset(text.split()[0] for text, name in exact.items() if name == "same_or_worse"),
        )

    def _words(self) -> dict[str, Word]:
        sets_of: dict[str, list[str]] = {}
        for name, members in self.sets.items():
            for member in members:
                sets_of.setdefault(member, []).append(f"<{name}>")
        unlocked_by: dict[str, set[Node]] = {}
        for node in {node for nodes in self.starts.words.values() for node in nodes}:
            for needed in node.needs:
                unlocked_by.setdefault(needed, set()).add(node)
        known = {}
        for word, flags in self.flags.items():
            names = (word, *dict.fromkeys(sets_of.get(word, ())))
            known[word] = Word(
                word,
                names,
                flags,
                _first_nodes(self.starts, names),
                _first_nodes(self.idioms, names),
                _first_nodes(self.marks, names),
                self.common.get(word, 0),
                frozenset(unlocked_by.get(word, ())),
            )
        for file in self.files:
            for right, wrong in file.spelling.items():
                for word in wrong.split():
                    if folded(right) in known:
                        known.setdefault(folded(word), known[folded(right)])
                        if folded(right) in self.forgiven:
                            self.forgiven.add(folded(word))
        return known

    def _said(self) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
        """Ways of answering by their first word, the longest first."""
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, text in self._pairs("said"):
            words = tuple(folded(word) for word in tokens(text).words)
            table.setdefault(words[0], []).append((words, name))
        return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in table.items()}

    def _pairs(self, table: str) -> Iterable[tuple[str, str]]:
        for file in self.files:
            for name, texts in (file.said if table == "said" else file.exact).items():
                for text in texts:
                    yield name, text


def _first_nodes(root: Node, names: Sequence[str]) -> tuple[Node, ...]:
    """Where the phrases lead that start with a word of these names."""
    return tuple(node for name in names for node in root.words.get(name, ()))
