"""Which texts take an alert. A false match would stop the paging of others, so sentences never match."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symptomcheck.core.ack import AckCommand, parse_ack


@pytest.mark.parametrize(
    "text",
    [
        "ACK 12",
        "ack 12",
        "Ack12",
        "ack12",
        "12a",
        "12 A",
        "12 ack",
        "12ack",
        "#12 ack",
        "ack #12.",
        "ACK#12",
        "ack: 12!",
        "ack-12",
        "  ACK   12  ",
        "ACK\n12",
        "ACK 012",
        "\u201cACK 12\u201d",
        "'ack 12'",
        "\uff21\uff23\uff2b \uff11\uff12",
        "ack alert 12",
        "alert 12 ack",
        "acknowledge 12",
        "Acknowledged #12",
        "ack\u2019d 12",
        "ACK 12 on it",
        "ACK 12, calling her now.",
        "ack 12 calling the patient",
        "12 ack thanks",
    ],
)
def test_an_acknowledgement_of_alert_12(text: str) -> None:
    assert parse_ack(text) == AckCommand(12)


@pytest.mark.parametrize(
    "text", ["ACK", "ack.", "Ack!", " ack ", "ack, on it", "ACK thanks", "acknowledged", "Ackd"]
)
def test_an_acknowledgement_without_a_number(text: str) -> None:
    assert parse_ack(text) == AckCommand(None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "#12",
        "a12",
        "a",
        "12 a day",
        "back 12",
        "I can't ack 12",
        "ack 12?",
        "who has ack 12",
        "ACK 12 not me",
        "ack 12 can't, in theatre",
        "ack 12 don\u2019t page me again",
        "ACK 12 is for someone else",
        "ack 12 wrong person",
        "12 ack no",
        "ack I spilled coffee",
        "ack not me",
        "ack twelve",
        "ack 1234567",
        "I saw alert 12",
        "on it",
        "ok",
        "stop",
        "yes 12",
        "her temperature is 101.3",
        "attack 12",
        "acknowledgement of what",
        "12:30 a",
        "call me about 12 a.s.a.p.",
    ],
)
def test_anything_else_is_not_an_acknowledgement(text: str) -> None:
    assert parse_ack(text) is None


# An alphabet of its own: the first `st.text()` of a run spends seconds on sorting all of Unicode.
LETTERS = "bck 12#'?.\u2019\u0661\n"


@settings(max_examples=60)
@given(text=st.text(LETTERS, max_size=20))
def test_a_text_without_the_letter_of_the_command_never_acknowledges(text: str) -> None:
    assert parse_ack(text) is None


@settings(max_examples=60)
@given(number=st.integers(0, 999_999), mark=st.sampled_from(["", ".", "!", " ", " #", "\u2026"]))
def test_the_number_that_was_typed_is_the_one_acknowledged(number: int, mark: str) -> None:
    assert parse_ack(f"ACK {mark}{number}{mark}") == AckCommand(number)
