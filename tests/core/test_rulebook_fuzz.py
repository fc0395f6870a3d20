"""Mutated files: the loader takes them or says one sentence, and never lets a fault pass."""

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.rulebook import load
from symptomcheck.core.verify import verify
from tests.core.books import shipped, with_data

FILES = (
    "car-t.toml",
    "quotes.toml",
    "texts.en.toml",
    "texts.es.toml",
    "plan.toml",
    "overlays/label-text.toml",
)
OURS = tuple(name for name in FILES if name not in ("plan.toml",))
SHIPPED = shipped("label-text")
LINES = {name: SHIPPED[name].splitlines(keepends=True) for name in FILES}
WORDS = ("no", "yes", "urgent", "38.0 C", "$phone", "true", "1e999", "-0", "2026-13-01", "[[rule]]", "any")
PIECES = (*WORDS, *"$\"'[]{}=.,#\\ é🤒\n\x00", "")

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def garbled(draw: st.DrawFn) -> dict[str, str]:
    """The shipped files with lines dropped, doubled, swapped or spoilt."""
    name = draw(st.sampled_from(FILES))
    lines = list(LINES[name])
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "spoil", "insert"])):
            case "drop":
                lines[at] = ""
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[at - 1] = lines[at - 1], lines[at]
            case "insert":
                lines.insert(at, draw(st.text(max_size=40)))
            case _:
                start = draw(st.integers(0, len(lines[at])))
                end = min(len(lines[at]), start + draw(st.integers(0, 8)))
                lines[at] = lines[at][:start] + draw(st.sampled_from(PIECES)) + lines[at][end:]
    return SHIPPED | {name: "".join(lines)}


@SLOW
@given(files=garbled())
def test_a_garbled_file_is_taken_or_refused_in_one_sentence(files: dict[str, str]) -> None:
    try:
        book = load(files)
    except RuleBookError as error:
        assert str(error).startswith("rules/")
        assert "\n" not in str(error)
        assert error.remedy.endswith((".", '"', "`", ")"))
    else:
        assert verify(book, random_sets=10).kept


@st.composite
def any_texts(draw: st.DrawFn) -> dict[str, str]:
    name = draw(st.sampled_from(FILES))
    return SHIPPED | {name: draw(st.text())}


@SLOW
@given(files=any_texts())
def test_a_file_of_anything_is_refused(files: dict[str, str]) -> None:
    try:
        load(files)
    except RuleBookError as error:
        assert str(error).startswith("rules/")
    else:
        raise AssertionError("a file of anything was taken for a rule book")


def _places(data: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    match data:
        case dict():
            for key, value in data.items():
                yield (*path, key)
                yield from _places(value, (*path, key))
        case list():
            for number, value in enumerate(data):
                yield (*path, number)
                yield from _places(value, (*path, number))


def _table_at(data: Any, path: tuple[object, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def _of_another_kind(value: object) -> object:
    return 7 if isinstance(value, str | list | dict) else "seven"


PARSED = {name: tomllib.loads(SHIPPED[name]) for name in OURS}
PLACES = [(name, path) for name in OURS for path in _places(PARSED[name])]


@SLOW
@given(place=st.sampled_from(PLACES))
def test_a_value_of_another_kind_is_never_accepted(place: tuple[str, tuple[object, ...]]) -> None:
    name, path = place
    data = copy.deepcopy(PARSED[name])
    table = _table_at(data, path[:-1])
    table[path[-1]] = _of_another_kind(table[path[-1]])

    _must_be_refused(name, data)


@SLOW
@given(place=st.sampled_from([place for place in PLACES if isinstance(place[1][-1], str)]))
def test_a_misspelt_key_is_never_accepted(place: tuple[str, tuple[object, ...]]) -> None:
    name, path = place
    data = copy.deepcopy(PARSED[name])
    table = _table_at(data, path[:-1])
    table[f"{path[-1]}x"] = table.pop(path[-1])

    _must_be_refused(name, data)


def _must_be_refused(name: str, data: dict[str, Any]) -> None:
    try:
        with_data(SHIPPED, name, data)
    except RuleBookError as error:
        assert str(error).startswith("rules/")
    else:
        raise AssertionError("a fault was accepted")
