"""One parsed words.<language>.toml, checked and typed; every fault is a sentence with a remedy.

Knows what may stand in the file; what the words do is decided where they are compiled and read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, TypeVar

from symptomcheck.core.answers import Key, Tiredness
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.reading.choices import Said
from symptomcheck.core.reading.lexicon import EXACT, FLAGS, LISTS, Entry, Kind, Means

_TABLES = (
    "language",
    "sets",
    "spelling",
    "scope",
    "lists",
    "said",
    "exact",
    "numbers",
    *(kind.value for kind in Kind),
)
_COMMON = ("id", "phrases", "whole", "match", "not_match", "only_at_home")
_OWN: Mapping[Kind, tuple[str, ...]] = {
    Kind.SYMPTOM: ("symptom", "noun", "tiredness"),
    Kind.DENIAL: ("symptom",),
    Kind.MARK: ("means",),
    Kind.HEALTH_WORD: ("noun",),
    Kind.NOT_SYMPTOM: (),
}
_Named = TypeVar("_Named", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An entry as it is written: what it is, its phrases, and the examples it must satisfy."""

    file: str
    entry: Entry
    phrases: tuple[str, ...]
    whole: tuple[str, ...]
    match: tuple[str, ...]
    not_match: tuple[str, ...]

    @property
    def where(self) -> str:
        return f'{self.entry.kind} "{self.entry.id}"'

    def fault(self, problem: str, remedy: str) -> NoReturn:
        """Refuse this entry."""
        raise RuleBookError(self.file, self.where, problem, remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFile:
    """The tables of one file. Words are as written; phrases of `said` and `exact` are by what they mean."""

    sets: Mapping[str, str]
    spelling: Mapping[str, str]
    scope: Mapping[str, str]
    lists: Mapping[str, str]
    said: Mapping[str, tuple[str, ...]]
    exact: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    entries: tuple[Written, ...]


def word_file(language: str, file: str, data: Mapping[str, object]) -> WordFile:
    """`data` checked, or a RuleBookError that names the file, the place and the remedy."""
    reader = _Reader(file, data)
    for table in data:
        reader.known("", f'table "{table}"', table, _TABLES)
    if data.get("language", language) != language:
        reader.fault("language", f'is "{data["language"]}", not "{language}"', "Correct one of the two.")
    return WordFile(
        sets=reader.words("sets"),
        spelling=reader.words("spelling"),
        scope=reader.words("scope", tuple(FLAGS)),
        lists=reader.words("lists", LISTS),
        said=reader.phrases("said", tuple(said.value for said in Said)),
        exact=reader.phrases("exact", EXACT),
        numbers=reader.numbers(),
        entries=tuple(reader.entry(kind, table) for kind in Kind for table in reader.tables(kind)),
    )


class _Reader:
    """The tables of one file, one question at a time."""

    def __init__(self, file: str, data: Mapping[str, object]) -> None:
        self.file, self.data = file, data

    def fault(self, where: str, problem: str, remedy: str) -> NoReturn:
        raise RuleBookError(self.file, where, problem, remedy)

    def known(self, where: str, what: str, name: str, names: tuple[str, ...]) -> None:
        if name not in names:
            self.fault(where, f"{what} is not known", f"Known: {', '.join(names)}.")

    def words(self, table: str, names: tuple[str, ...] = ()) -> dict[str, str]:
        """A table of words: name = "word word"."""
        found: dict[str, str] = {}
        for name, words in self._table(table).items():
            if names:
                self.known(table, f'"{name}"', name, names)
            if not isinstance(words, str):
                self.fault(table, f'"{name}" is no text', f'Write {name} = "word word".')
            found[name] = words
        return found

    def phrases(self, table: str, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """A table of phrase lists: name = ["phrase", "phrase"]."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self._table(table):
            self.known(table, f'"{name}"', name, names)
            found[name] = self.texts(table, self._table(table), name)
        return found

    def numbers(self) -> dict[str, int]:
        """The table of number words: forty = 40."""
        found: dict[str, int] = {}
        for name, value in self._table("numbers").items():
            if not isinstance(value, int):
                self.fault("numbers", f'"{name}" is no whole number', f"Write {name} = 38.")
            found[name] = value
        return found

    def tables(self, kind: Kind) -> list[Mapping[str, object]]:
        """The entries of one kind."""
        found = self.data.get(kind.value, [])
        if not isinstance(found, list) or not all(isinstance(table, Mapping) for table in found):
            self.fault(kind.value, "is not a list of entries", f"Write [[{kind.value}]] before each entry.")
        return found

    def entry(self, kind: Kind, table: Mapping[str, object]) -> Written:
        """One entry, complete and with known fields only."""
        name = table.get("id")
        if not isinstance(name, str) or not name:
            self.fault(f"[[{kind}]]", "an entry has no id", 'Write id = "breath.cannot".')
        where = f'{kind} "{name}"'
        for field in table:
            self.known(where, f'"{field}"', field, _COMMON + _OWN[kind])
        written = Written(
            file=self.file,
            entry=Entry(
                id=name,
                kind=kind,
                key=self._named(where, table, "symptom", Key) if "symptom" in _OWN[kind] else None,
                means=self._named(where, table, "means", Means) if kind is Kind.MARK else None,
                noun=table.get("noun", False) is True,
                tiredness=self._named(where, table, "tiredness", Tiredness) if "tiredness" in table else None,
                only_at_home=table.get("only_at_home", False) is True,
            ),
            phrases=self.texts(where, table, "phrases"),
            whole=self.texts(where, table, "whole"),
            match=self.texts(where, table, "match"),
            not_match=self.texts(where, table, "not_match"),
        )
        if not written.phrases and not written.whole:
            written.fault("has no phrases", 'Write phrases = ["short of breath"].')
        if kind is Kind.SYMPTOM and not written.match:
            written.fault("has no example", 'Write match = ["a text it must find"].')
        return written

    def texts(self, where: str, table: Mapping[str, object], name: str) -> tuple[str, ...]:
        """A list of texts; none is an empty list."""
        found = table.get(name, [])
        if not isinstance(found, list) or not all(isinstance(text, str) and text.strip() for text in found):
            self.fault(where, f'"{name}" is not a list of texts', f'Write {name} = ["text", "text"].')
        return tuple(found)

    def _table(self, name: str) -> Mapping[str, object]:
        found = self.data.get(name, {})
        if not isinstance(found, Mapping):
            self.fault(name, "is not a table", f"Write [{name}].")
        return found

    def _named(self, where: str, table: Mapping[str, object], name: str, kind: type[_Named]) -> _Named:
        value = str(table.get(name))
        self.known(where, f'{name} = "{value}"', value, tuple(known.value for known in kind))
        return kind(value)
