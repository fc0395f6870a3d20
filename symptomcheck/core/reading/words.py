"""From the parsed words.<language>.toml, and a clinic's overlays, to one compiled vocabulary.

Every fault is a RuleBookError that names file, entry and remedy. Every entry's own examples are read before the
vocabulary is handed out: a phrase that does not do what its neighbour promises never reaches a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NoReturn, TypeVar

from symptomcheck.core.answers import Key, Tiredness
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.reading import lexicon, mentions, phrases
from symptomcheck.core.reading.lexicon import Entry, Kind, Means, Vocabulary
from symptomcheck.core.reading.meaning import Mention
from symptomcheck.core.reading.phrases import Node, Word
from symptomcheck.core.reading.tokens import tokens

__all__ = ["Vocabulary", "vocabulary"]

Files = Sequence[tuple[str, Mapping[str, object]]]

# Names of the word lists under [scope], and what a word of each does around a phrase.
_SCOPE = {
    "fillers": lexicon.FILLER,
    "no": lexicon.NO | lexicon.DENIAL,
    "not": lexicon.NOT | lexicon.DENIAL,
    "links": lexicon.LINK,
    "turns": lexicon.TURN,
    "or": lexicon.OR,
    "and": lexicon.AND,
    "we": lexicon.WE,
    "they": lexicon.THEY,
    "my": lexicon.MY,
    "past": lexicon.PAST,
    "adjectives": lexicon.ADJECTIVE,
}
_PUNCTUATION = {
    **dict.fromkeys(".!?;\n", lexicon.STOP | lexicon.BREAK),
    **dict.fromkeys(",():/", lexicon.COMMA | lexicon.BREAK),
    ":": 0,
}
_LISTS = (
    "temperature", "not_before", "not_after", "not_just_before", "then", "celsius", "fahrenheit", "degrees", "of",
    "not_of_body", "point", "point_word", "and_a_half", "half", "number_joins", "between_answers", "after_choice",
    "not_after_answer", "chatter", "exact_spelling", "real_words",
)  # fmt: skip
_COMMON = {"id", "phrases", "whole", "match", "not_match", "only_at_home"}
_OWN = {
    Kind.SYMPTOM: {"symptom", "noun", "tiredness"},
    Kind.DENIAL: {"symptom"},
    Kind.MARK: {"means"},
    Kind.HEALTH_WORD: {"noun"},
    Kind.NOT_SYMPTOM: set[str](),
}
_TABLES = {
    "language",
    "sets",
    "spelling",
    "scope",
    "lists",
    "said",
    "exact",
    "numbers",
    *(kind.value for kind in Kind),
}


def vocabulary(language: str, files: Files) -> Vocabulary:
    """The vocabulary of `files` (file name, parsed TOML): the base first, then overlays that add to it."""
    built = _Builder(language, files)
    vocabulary = built.vocabulary()
    for file, entry, raw in built.examples:
        _run_examples(vocabulary, file, entry, raw)
    return vocabulary


class _Builder:
    """Collects the tables of all files, then compiles them once."""

    def __init__(self, language: str, files: Files) -> None:
        self.language = language
        self.sets: dict[str, list[str]] = {}
        self.spelling: dict[str, str] = {}
        self.flags: dict[str, int] = dict(_PUNCTUATION)
        self.lists: dict[str, set[str]] = {name: set() for name in _LISTS}
        self.said: dict[str, list[str]] = {}
        self.exact: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.whole: dict[str, int] = {}
        self.entries: list[Entry] = []
        self.examples: list[tuple[str, Entry, Mapping[str, object]]] = []
        self.roots = {"starts": Node(), "marks": Node()}
        self.forgiven: set[str] = set()
        self.forgiven_sets: set[str] = set()
        self.plain: dict[str, tuple[str, ...]] = {}
        ids: set[str] = set()
        for file, data in files:
            for table in data:
                if table not in _TABLES:
                    _fault(file, f'table "{table}"', "is not known", f"Known: {', '.join(sorted(_TABLES))}")
            if data.get("language", language) != language:
                _fault(
                    file, "language", f'is "{data["language"]}", not "{language}"', "Correct one of the two"
                )
            self._words(file, data)
        for file, data in files:
            for kind in Kind:
                for raw in _tables(file, data, kind.value):
                    self._entry(file, kind, raw, ids)

    def _words(self, file: str, data: Mapping[str, object]) -> None:
        for name, words in _texts(file, data, "sets"):
            folded = [_folded(word) for word in words.split()]
            self.sets.setdefault(name, []).extend(folded)
            self._known(folded, False)
        for right, wrong in _texts(file, data, "spelling"):
            for word in wrong.split():
                self.spelling[_folded(word)] = _folded(right)
        for name, words in _texts(file, data, "scope"):
            if name not in _SCOPE:
                _fault(file, f"scope.{name}", "is not known", f"Known: {', '.join(_SCOPE)}")
            for word in words.split():
                plain = _folded(word)
                self.flags[plain] = self.flags.get(plain, 0) | _SCOPE[name]
        for name, words in _texts(file, data, "lists"):
            if name not in self.lists:
                _fault(file, f"lists.{name}", "is not known", f"Known: {', '.join(_LISTS)}")
            self.lists[name].update(_folded(word) for word in words.split())
        for name, phrase_list in _phrase_lists(file, data, "said"):
            self.said.setdefault(name, []).extend(phrase_list)
        for name, phrase_list in _phrase_lists(file, data, "exact"):
            for phrase in phrase_list:
                self.exact[" ".join(tokens(phrase).words)] = name
        numbers = data.get("numbers", {})
        if isinstance(numbers, Mapping):
            for name, value in numbers.items():
                if not isinstance(value, int):
                    _fault(file, f"numbers.{name}", "is not a whole number", f"Write {name} = 38")
                self.numbers[_folded(name)] = value

    def _entry(self, file: str, kind: Kind, raw: Mapping[str, object], ids: set[str]) -> None:
        name = raw.get("id")
        if not isinstance(name, str) or not name:
            _fault(file, f"[[{kind}]]", "an entry has no id", 'Write id = "breath.cannot"')
        where = f'{kind} "{name}"'
        if name in ids:
            _fault(file, where, "has an id that is taken", "Give it an id of its own")
        ids.add(name)
        for field in raw:
            if field not in _COMMON | _OWN[kind]:
                _fault(
                    file,
                    where,
                    f'"{field}" is not known',
                    f"Known: {', '.join(sorted(_COMMON | _OWN[kind]))}",
                )
        written = _strings(file, where, raw, "phrases")
        if not written:
            _fault(file, where, "has no phrases", 'Write phrases = ["short of breath"]')
        entry = Entry(
            id=name,
            kind=kind,
            key=_one_of(file, where, raw, "symptom", Key) if "symptom" in _OWN[kind] else None,
            means=_one_of(file, where, raw, "means", Means) if kind is Kind.MARK else None,
            noun=bool(raw.get("noun", False)),
            tiredness=_one_of(file, where, raw, "tiredness", Tiredness) if "tiredness" in raw else None,
            only_at_home=bool(raw.get("only_at_home", False)),
        )
        number = len(self.entries)
        self.entries.append(entry)
        self.examples.append((file, entry, raw))
        root = self.roots["marks" if kind is Kind.MARK else "starts"]
        for text in _strings(file, where, raw, "whole"):
            plain = [_folded(word) for word in tokens(text).words]
            self._known(plain, kind is Kind.SYMPTOM)
            self.whole[" ".join(plain)] = number
        for phrase in written:
            self._plant(file, where, root, str(phrase), number, forgiven=kind is Kind.SYMPTOM)

    def _plant(self, file: str, where: str, root: Node, phrase: str, number: int, *, forgiven: bool) -> None:
        planted = []
        if phrases.is_nested(phrase):
            _fault(file, where, f'"{phrase}" has a choice inside a choice', "Write two phrases")
        for optional, ways in phrases.parts(phrase):
            plain = tuple(
                tuple(part for word in way for part in self._plain(file, where, word, forgiven))
                for way in ways
            )
            if not all(plain):
                _fault(file, where, f'"{phrase}" has an empty choice', "Remove the extra | or space")
            planted.append((optional, plain))
        if (
            not planted
            or any(ways[0][0] in phrases.GAPS for _, ways in (planted[0], planted[-1]))
            or all(optional for optional, _ in planted)
        ):
            _fault(file, where, f'"{phrase}" begins or ends with ...', "Begin and end with a word")
        phrases.plant(root, planted, number)

    def _plain(self, file: str, where: str, word: str, forgiven: bool) -> Iterable[str]:
        """A written word as the tokens that a text would have; a set or a gap as it is."""
        if word in phrases.GAPS:
            return (word,)
        if word.startswith("<"):
            name = word.strip("<>")
            if name not in self.sets:
                _fault(
                    file, where, f"uses <{name}>, which is no set", "Add it under [sets], or correct the name"
                )
            if forgiven and name not in self.forgiven_sets:
                self.forgiven_sets.add(name)
                self._known(self.sets[name], forgiven)
            return (word,)
        plain = self.plain.get(word)
        if plain is None:
            plain = self.plain[word] = tuple(_folded(part) for part in tokens(word).words)
        self._known(plain, forgiven)
        return plain

    def _known(self, words: Iterable[str], forgiven: bool) -> None:
        for plain in words:
            self.flags.setdefault(plain, 0)
            if (
                forgiven
                and len(plain) >= lexicon.SHORTEST_FORGIVEN
                and plain not in self.lists["exact_spelling"]
            ):
                self.forgiven.add(plain)

    def vocabulary(self) -> Vocabulary:
        sets_of: dict[str, list[str]] = {}
        for name, words in self.sets.items():
            for word in words:
                sets_of.setdefault(word, []).append(f"<{name}>")
        known: dict[str, Word] = {}
        for number in self.numbers:
            self.flags[number] = self.flags.get(number, 0) | lexicon.NUMBER
        for listed in self.lists.values():
            for word in listed:
                self.flags.setdefault(word, 0)
        for word, flag in self.flags.items():
            names = (word, *dict.fromkeys(sets_of.get(word, ())))
            starts, marks = self.roots["starts"].words, self.roots["marks"].words
            known[word] = Word(
                word,
                names,
                flag,
                tuple(node for name in names for node in starts.get(name, ())),
                tuple(node for name in names for node in marks.get(name, ())),
            )
        for wrong, right in self.spelling.items():
            if right in known:
                known.setdefault(wrong, known[right])
        return Vocabulary(
            language=self.language,
            entries=tuple(self.entries),
            known=known,
            look=lexicon.looker(known, self.forgiven),
            lists={name: frozenset(words) for name, words in self.lists.items()},
            said=_by_first_word(self.said),
            exact=self.exact,
            numbers=self.numbers,
            whole=self.whole,
        )


def _by_first_word(said: Mapping[str, Sequence[str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Ways of answering, found by their first word; the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrase_list in said.items():
        for phrase in phrase_list:
            words = tuple(_folded(word) for word in tokens(phrase).words)
            table.setdefault(words[0], []).append((words, name))
    return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in table.items()}


def _folded(word: str) -> str:
    return "".join(tokens(word).words).replace("'", "") or word


def _fault(file: str, where: str, problem: str, remedy: str) -> NoReturn:
    raise RuleBookError(file, where, problem, f"{remedy}.")


def _tables(file: str, data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    found = data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(table, Mapping) for table in found):
        _fault(file, name, "is not a list of entries", f"Write [[{name}]] before each entry")
    return found


def _texts(file: str, data: Mapping[str, object], name: str) -> list[tuple[str, str]]:
    found = data.get(name, {})
    if not isinstance(found, Mapping) or not all(isinstance(text, str) for text in found.values()):
        _fault(file, name, "is not a table of words", f'Write [{name}], then name = "word word"')
    return list(found.items())


def _phrase_lists(file: str, data: Mapping[str, object], name: str) -> list[tuple[str, list[str]]]:
    found = data.get(name, {})
    if not isinstance(found, Mapping) or not all(
        isinstance(texts, list) and all(isinstance(text, str) and text.strip() for text in texts)
        for texts in found.values()
    ):
        _fault(
            file, name, "is not a table of phrase lists", f'Write [{name}], then name = ["phrase", "phrase"]'
        )
    return list(found.items())


def _strings(file: str, where: str, raw: Mapping[str, object], name: str) -> list[str]:
    found = raw.get(name, [])
    if not isinstance(found, list) or not all(isinstance(text, str) and text.strip() for text in found):
        _fault(file, where, f"{name} is not a list of texts", f'Write {name} = ["short of breath"]')
    return found


_Choice = TypeVar("_Choice", bound=StrEnum)


def _one_of(file: str, where: str, raw: Mapping[str, object], name: str, kind: type[_Choice]) -> _Choice:
    try:
        return kind(str(raw.get(name)))
    except ValueError:
        known = ", ".join(value.value for value in kind)
        _fault(file, where, f'{name} = "{raw.get(name)}" is not known', f"Known: {known}")


def _run_examples(vocabulary: Vocabulary, file: str, entry: Entry, raw: Mapping[str, object]) -> None:
    """Read the entry's own examples: `match` must find it and let it count, `not_match` must not."""
    where = f'{entry.kind} "{entry.id}"'
    for name, must in (("match", True), ("not_match", False)):
        for example in _strings(file, where, raw, name):
            words = [vocabulary.look(token) for token in tokens(example).words]
            found = mentions.by_entry(words, vocabulary)
            if _counts(entry, found.get(entry.id)) is not must:
                _fault(
                    file,
                    where,
                    f'"{example}" is {"not " if must else ""}read as {entry.id}',
                    "Correct the phrase or the example",
                )
    if entry.kind is Kind.SYMPTOM and not raw.get("match"):
        _fault(file, where, "has no example", 'Write match = ["a text it must find"]')


def _counts(entry: Entry, found: mentions.Weighed | None) -> bool:
    if found is None:
        return False
    if entry.kind in (Kind.SYMPTOM, Kind.HEALTH_WORD):
        return found.verdict.mention in (Mention.YES, Mention.NOT_SURE)
    if entry.kind is Kind.DENIAL:
        return found.verdict.mention is Mention.NO
    return True
