"""What a text costs, and how it is filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symptomcheck.core.sms import Encoding, encoding, fill, length, names, plain, segments


@pytest.mark.parametrize(
    ("text", "found", "counted", "billed"),
    [
        ("", Encoding.GSM_7, 0, 1),
        ("a" * 160, Encoding.GSM_7, 160, 1),
        ("a" * 161, Encoding.GSM_7, 161, 2),
        ("a" * 306, Encoding.GSM_7, 306, 2),
        ("a" * 307, Encoding.GSM_7, 307, 3),
        ("[" * 80, Encoding.GSM_7, 160, 1),
        ("Mañana, ¿está?", Encoding.UCS_2, 14, 1),
        ("¿Mañana? ¡Ñandú", Encoding.UCS_2, 15, 1),
        ("¿Mañana? ¡É è ü", Encoding.GSM_7, 15, 1),
        ("í" * 70, Encoding.UCS_2, 70, 1),
        ("í" * 71, Encoding.UCS_2, 71, 2),
        ("í" * 134, Encoding.UCS_2, 134, 2),
        ("í" * 135, Encoding.UCS_2, 135, 3),
        ("🤒" * 35, Encoding.UCS_2, 70, 1),
    ],
)
def test_a_text_is_measured_as_the_network_bills_it(
    text: str, found: Encoding, counted: int, billed: int
) -> None:
    assert (encoding(text), length(text), segments(text)) == (found, counted, billed)


def test_a_sign_of_two_units_is_not_split_over_two_segments() -> None:
    # 152 letters leave one unit in a segment of 153; the bracket needs two.
    assert segments("a" * 152 + "[" + "a" * 152) == 3
    assert segments("a" * 153 + "[" + "a" * 151) == 2


@given(st.text(max_size=400))
def test_more_text_never_costs_less(text: str) -> None:
    assert segments(text + "a") >= segments(text) >= 1


def test_typographic_signs_become_plain_ones() -> None:
    assert plain("“It’s 38.0 °C”\u00a0– call…\u200b") == '"It\'s 38.0 C" - call...'


def test_letters_are_never_replaced() -> None:
    assert plain("Sí, está más débil") == "Sí, está más débil"


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_a_template_names_its_values() -> None:
    assert names("$site: call ${phone}. $$5") == {"site", "phone"}


def test_a_lone_dollar_is_an_error() -> None:
    with pytest.raises(ValueError, match="stands for nothing"):
        names("It costs $ 5")


def test_every_value_must_be_given() -> None:
    assert (
        fill("$site: $phone", {"site": "Riverside", "phone": "555", "emergency": "911"}) == "Riverside: 555"
    )
    with pytest.raises(KeyError, match="phone"):
        fill("Call $phone", {"site": "Riverside"})


def test_a_value_is_never_read_as_a_template() -> None:
    assert fill("$who has it", {"who": "$phone"}) == "$phone has it"
