"""Words at rest: what was changed, moved or sealed elsewhere does not open."""

from uuid import UUID

import pytest

from symptomcheck.storage.crypto import CannotOpen, Cipher

ROW = UUID(int=1)
OTHER_ROW = UUID(int=2)


def _cipher(*numbers: int) -> Cipher:
    return Cipher(keys={number: bytes([number]) * 32 for number in numbers}, index_key=b"i" * 32)


def test_words_come_back_as_they_were() -> None:
    cipher = _cipher(1)
    for words in ("Ana Núñez", "", "🤒" * 400):
        assert (
            cipher.open(cipher.seal(words, column="people.name", row=ROW), column="people.name", row=ROW)
            == words
        )


def test_the_same_words_never_look_the_same_twice() -> None:
    cipher = _cipher(1)
    assert cipher.seal("Ana", column="people.name", row=ROW) != cipher.seal(
        "Ana", column="people.name", row=ROW
    )


def test_words_moved_to_another_row_do_not_open() -> None:
    sealed = _cipher(1).seal("Ana", column="people.name", row=ROW)
    with pytest.raises(CannotOpen, match="changed or moved"):
        _cipher(1).open(sealed, column="people.name", row=OTHER_ROW)


@pytest.mark.parametrize("place", ["people.tag", "staff.name"])
def test_words_moved_to_another_column_or_table_do_not_open(place: str) -> None:
    sealed = _cipher(1).seal("Ana", column="people.name", row=ROW)
    with pytest.raises(CannotOpen, match=place):
        _cipher(1).open(sealed, column=place, row=ROW)


def test_no_byte_can_be_changed_unnoticed() -> None:
    cipher = _cipher(1, 2)
    sealed = cipher.seal("Ana", column="people.name", row=ROW)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(CannotOpen):
            cipher.open(changed, column="people.name", row=ROW)


@pytest.mark.parametrize("length", [0, 1, 12, 13, 20])
def test_a_cut_value_does_not_open(length: int) -> None:
    sealed = _cipher(1).seal("Ana", column="people.name", row=ROW)
    with pytest.raises(CannotOpen):
        _cipher(1).open(sealed[:length], column="people.name", row=ROW)


def test_the_newest_key_seals_and_every_key_opens() -> None:
    old = _cipher(1).seal("Ana", column="people.name", row=ROW)
    new = _cipher(1, 2).seal("Ana", column="people.name", row=ROW)
    assert (old[0], new[0]) == (1, 2)
    assert _cipher(1, 2).open(old, column="people.name", row=ROW) == "Ana"


def test_a_missing_key_is_named() -> None:
    sealed = _cipher(2).seal("Ana", column="people.name", row=ROW)
    with pytest.raises(CannotOpen, match="sealed with data key 2"):
        _cipher(1).open(sealed, column="people.name", row=ROW)


def test_a_phone_is_found_again_and_kinds_stay_apart() -> None:
    cipher = _cipher(1)
    assert cipher.index("sms", "+15550100199") == _cipher(1, 2).index("sms", "+15550100199")
    assert len(cipher.index("sms", "+15550100199")) == 32
    assert cipher.index("sms", "x") != cipher.index("email", "x")
    assert cipher.index("sms", "x") != Cipher(keys={1: bytes(32)}, index_key=bytes(32)).index("sms", "x")
