"""One table of a rule book file, read key by key.

Every wrong key or value is a RuleBookError with its place and remedy; a key nobody read is a fault too, so a
misspelt one can never be silently ignored.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.lint import faults

Named = TypeVar("Named", bound=StrEnum)


@dataclass(slots=True)
class Entry:
    """A table and where it stands, such as `rules/car-t.toml` and `rule "confusion"`."""

    data: Mapping[str, object]
    file: str
    where: str
    _read: set[str] = field(default_factory=set)

    def fault(self, problem: str, remedy: str) -> RuleBookError:
        """The one sentence this table is wrong with."""
        return RuleBookError(self.file, self.where, problem, remedy)

    def has(self, key: str) -> bool:
        """Is the key written at all?"""
        return key in self.data

    def raw(self, key: str, example: str) -> object:
        """The value as parsed; a fault when the key is missing."""
        self._read.add(key)
        if key not in self.data:
            raise self.fault(f"{key} is missing", f"Add {example}.")
        return self.data[key]

    def text(self, key: str, example: str = "", *, lines: bool = False) -> str:
        """A text with something in it, on one line unless `lines`."""
        example = example or f'{key} = "…"'
        value = self.raw(key, example)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key} = {shown(value)} is not a text", f"Write {example}.")
        if not (lines or value.isprintable()):
            raise self.fault(f"{key} = {shown(value)} has a line break or a sign nobody sees", "Remove it.")
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or nothing when the key is not written."""
        return self.text(key) if self.has(key) else None

    def signed(self, key: str) -> str | None:
        """Who or why, or nothing when the key is not written; a dot or a letter says neither."""
        written = self.optional_text(key)
        if written is not None and not says_who_or_why(written):
            raise self.fault(
                f"{key} = {shown(written)} tells a reader nothing",
                "Write a whole name, and a reason in words.",
            )
        return written

    def truth(self, key: str) -> bool:
        """true or false; false when the key is not written."""
        value = self.raw(key, f"{key} = true") if self.has(key) else False
        if not isinstance(value, bool):
            raise self.fault(f"{key} = {shown(value)} is neither true nor false", f"Write {key} = true.")
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        value = self.raw(key, f"{key} = 1")
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(f"{key} = {shown(value)} is not a whole number", f"Write {key} = 1.")
        return value

    def day(self, key: str) -> date:
        """A date without a time."""
        value = self.raw(key, f"{key} = 2026-11-23")
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fault(f"{key} = {shown(value)} is not a date", f"Write {key} = 2026-11-23.")
        return value

    def named(self, key: str, kind: type[Named]) -> Named:
        """One of the names of an enumeration."""
        allowed = [member.value for member in kind]
        return kind(self.one_of(key, self.raw(key, f'{key} = "{allowed[0]}"'), allowed))

    def one_of(self, key: str, value: object, allowed: list[str]) -> str:
        """`value` if it is among the allowed names; the fault guesses what was meant."""
        if isinstance(value, str) and value in allowed:
            return value
        raise self.fault(f"{key} = {shown(value)} is not known here", f"Write {_choices(value, allowed)}.")

    def items(self, key: str, example: str) -> list[object]:
        """A list, as parsed, with at least one item."""
        value = self.raw(key, example)
        if not isinstance(value, list) or not value:
            raise self.fault(f"{key} = {shown(value)} is not a list", f"Write {example}.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each with something in it."""
        found = self.items(key, f'{key} = ["…"]')
        if not all(isinstance(one, str) and one.strip() and one.isprintable() for one in found):
            raise self.fault(f"{key} holds something that is not a text", f'Write {key} = ["…", "…"].')
        return tuple(str(one) for one in found)

    def table(self, key: str, example: str) -> "Entry":
        """A table inside this one."""
        value = self.raw(key, example)
        if not isinstance(value, Mapping):
            raise self.fault(f"{key} = {shown(value)} is not a table", f"Write {example}.")
        return Entry(value, self.file, f"{self.where}: {key}" if self.where else key)

    def tables(self, key: str, *, optional: bool = False) -> tuple["Entry", ...]:
        """The `[[key]]` tables, named by their place in the list until they are given a better name."""
        if optional and not self.has(key):
            self._read.add(key)
            return ()
        found = self.items(key, f"a [[{key}]]")
        place = f"{self.where}: {key}" if self.where else key
        entries = []
        for number, one in enumerate(found, 1):
            if not isinstance(one, Mapping):
                raise self.fault(f"{key} {number} is not a table", f"Write it under its own [[{key}]].")
            entries.append(Entry(one, self.file, f"{place} {number}"))
        return tuple(entries)

    def wording(self, key: str, languages: tuple[str, ...]) -> Mapping[str, str]:
        """Words in every language of the book, held to the wording lint."""
        table = self.table(key, f'{key}.{languages[0]} = "…"')
        words = {}
        for language in languages:
            words[language] = table.text(language, f'{key}.{language} = "…"')
            table.lint(language, words[language], language)
        table.done()
        return words

    def lint(self, key: str, text: str, language: str) -> None:
        """A fault when the text says what no text may say."""
        for wrong in faults(text, language):
            raise self.fault(f"{key}: {wrong}", "Say what was answered, and nothing about what it means.")

    def done(self) -> None:
        """A fault when a key was written that nothing reads."""
        for key in self.data:
            if key not in self._read:
                remedy = _choices(key, sorted(self._read))
                raise self.fault(f"unknown key {shown(key)}", f"Remove it, or write {remedy}.")


def parse(file: str, text: str) -> Entry:
    """A file's text as one entry; a syntax error is a fault like any other.

    >>> parse("rules/x.toml", "since = 2026-11-23").day("since")
    datetime.date(2026, 11, 23)
    """
    try:
        return Entry(tomllib.loads(text), file, "")
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        where, problem = _place(str(error))
        raise RuleBookError(file, where, problem, "Correct the TOML there.") from None


def says_who_or_why(text: str) -> bool:
    """Has a name or a reason at least three letters?

    >>> says_who_or_why("Dr. Li"), says_who_or_why("x"), says_who_or_why("...")
    (True, False, False)
    """
    return sum(map(str.isalpha, text)) >= 3


def shown(value: object) -> str:
    """A value as a person wrote it, cut short.

    >>> shown("38.0"), shown(True), shown({"a": 1}), shown(7)
    ('"38.0"', 'true', 'a table', '7')
    """
    match value:
        case str():
            visible = value if value.isprintable() else value.encode("unicode_escape").decode()
            return f'"{visible[:60]}…"' if len(visible) > 60 else f'"{visible}"'
        case bool():
            return "true" if value else "false"
        case Mapping():
            return "a table"
        case list():
            return "a list"
        case _:
            return str(value)


def _choices(value: object, allowed: list[str]) -> str:
    close = get_close_matches(str(value), allowed, n=1)
    return f'"{close[0]}"' if close else " or ".join(f'"{one}"' for one in allowed)


def _place(message: str) -> tuple[str, str]:
    at = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|(end of document))\)", message, re.DOTALL)
    if at is None:
        return "", message[:1].lower() + message[1:]
    where = at[4] or f"line {at[2]}, column {at[3]}"
    return where, at[1][:1].lower() + at[1][1:]
