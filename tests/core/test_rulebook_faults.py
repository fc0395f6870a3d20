"""Every fault in a rule book is one sentence: file, place, what is wrong, what would be right.

The faults are in rulebook_faults.toml; here each is made in the shipped files, one at a time.
"""

import tomllib
from pathlib import Path

import pytest

from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.rulebook import load
from tests.core.books import shipped, with_change

FAULTS = tomllib.loads((Path(__file__).parent / "rulebook_faults.toml").read_text())["fault"]


def fault_of(files: dict[str, str]) -> str:
    with pytest.raises(RuleBookError) as raised:
        load(files)
    return str(raised.value)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["name"] for fault in FAULTS])
def test_a_fault_is_one_sentence_with_its_remedy(fault: dict[str, str]) -> None:
    found = fault_of(with_change(fault["file"], fault["before"], fault["after"]))

    assert found.startswith(fault["says"])
    assert "\n" not in found


def test_a_missing_file_is_named() -> None:
    files = shipped()
    del files["words.es.toml"]

    assert fault_of(files) == (
        "rules/words.es.toml: the file is missing. Add it; the shipped book has an example."
    )


def test_a_language_needs_both_its_words_and_its_texts() -> None:
    files = shipped() | {"texts.fr.toml": 'language = "fr"'}

    assert fault_of(files).startswith("rules/words.fr.toml: the file is missing.")


def test_a_file_that_is_no_part_of_a_book_is_refused() -> None:
    assert fault_of(shipped() | {"notes.toml": ""}).startswith(
        "rules/notes.toml: this is no file of a rule book."
    )


def test_numbers_too_long_to_be_numbers_are_a_fault_like_any_other() -> None:
    found = fault_of(with_change("car-t.toml", "format = 1", "format = " + "1" * 5000))

    assert found.startswith("rules/car-t.toml: ")
