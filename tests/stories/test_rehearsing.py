"""What is rehearsed in a terminal can be kept as a story, and the story holds."""

import pytest
from click.testing import CliRunner

from symptomcheck.cli.rehearse import rehearse

QUIET = ["1", "1", "98.6", "1"]
REHEARSALS = {
    "a quiet check-in": (3, "en", QUIET),
    "trouble, and a nurse who takes it": (20, "es", ["1", "no puedo respirar", "+15", "nurse: ACK 1", "+5"]),
    "a reminder": (1, "en", ["+30", "1", "2"]),
    "a remark": (45, "en", ["purple", "the blue one", "hello there", "+40"]),
}


@pytest.mark.parametrize("name", REHEARSALS)
def test_a_rehearsal_becomes_a_story_that_holds(clinic, name):
    day, language, lines = REHEARSALS[name]

    done = run(["--day", str(day), "--language", language, "--repro"], lines)

    assert done.exit_code == 0
    story: dict[str, object] = {}
    exec(done.stdout, story)  # noqa: S102 - the story we have just been told
    story["test_as_rehearsed"](clinic)
    clinic.nothing_else_was_sent()


def test_the_terminal_shows_every_text_and_its_time():
    shown = run(["--day", "3"], ["2"]).output

    assert "09:00:00   Ana: Riverside check-in 1 of 4." in shown
    assert "09:00:00   you: 2" in shown
    assert "09:00:20   Ana: Call your care team now: 555-010-0199." in shown
    assert "09:00:20  Nora: Alert #1 urgent." in shown


def test_a_day_on_which_nothing_is_asked_is_refused():
    refused = run(["--day", "99"], [])

    assert str(refused.exception) == "--day 99: The plan asks nothing on day 99; it ends on day 60."


def run(options, lines):
    return CliRunner().invoke(rehearse, options, input="\n".join([*lines, ""]))
