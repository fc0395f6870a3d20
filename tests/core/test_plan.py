"""What the plan's loader refuses, and that each refusal names file, place and remedy."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.book_plan import plan_from

FILE = Path(__file__).parents[2] / "rules" / "plan.toml"
Edit = Callable[[dict[str, Any]], object]


def shipped() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def refusal(edit: Edit) -> str:
    data = shipped()
    edit(data)
    with pytest.raises(RuleBookError) as caught:
        plan_from(data, "rules/plan.toml")
    return str(caught.value)


def slot(data: dict[str, Any], number: int = 0, phase: int = 0) -> dict[str, Any]:
    return data["phase"][phase]["slot"][number]  # type: ignore[no-any-return]


def test_the_shipped_plan_loads() -> None:
    assert [(phase.first_day, phase.last_day) for phase in plan_from(shipped(), "f").phases] == [
        (0, 14),
        (15, 30),
        (31, 60),
    ]


def test_a_slot_at_night_is_refused_in_one_sentence() -> None:
    assert refusal(lambda data: slot(data, 1).update(at="21:30")) == (
        'rules/plan.toml: phase 1, slot "evening": 21:30 lies in the quiet hours (21:30 to 07:30). '
        "Move the slot, or change the quiet hours under [timing]."
    )
    assert "07:29 lies in the quiet hours" in refusal(lambda data: slot(data, 0, 1).update(at="07:29"))


def test_the_first_minute_after_the_quiet_hours_is_allowed() -> None:
    data = shipped()
    slot(data).update(at="07:30")
    assert plan_from(data, "f").phases[0].slots[0].at.minute == 30


def test_slots_of_one_person_may_be_exactly_one_window_apart() -> None:
    data = shipped()
    slot(data, 1).update(at="12:00")
    assert plan_from(data, "f").phases[0].slots[1].at.hour == 12


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda d: d.update(phases=[]), '"phases" is not a key here. Use one of timing, source, phase.'),
        (lambda d: d["timing"].update(snooze="1 h"), 'timing: "snooze" is not a key here'),
        (lambda d: slot(d).update(note="x"), 'phase 1, slot 1: "note" is not a key here'),
        (lambda d: d["phase"][0].update(colour="x"), 'phase 1: "colour" is not a key here'),
        (lambda d: d["source"][0].update(page=1), 'source 1: "page" is not a key here'),
        (lambda d: d.pop("timing"), '"timing" is missing'),
        (lambda d: d.update(timing=3), "timing: this is not a table"),
        (lambda d: d.update(phase=[]), '"phase" holds nothing. Write one or more [[phase]] tables.'),
        (lambda d: d["phase"][1].update(slot={}), 'phase 2: "slot" holds nothing'),
        (lambda d: d["timing"].update(window="3 hours"), 'window = "3 hours" is not a duration'),
        (lambda d: d["timing"].update(window=3), "window = 3 is not a text"),
        (lambda d: d["timing"].update(window=" "), "window = ' ' is not a text"),
        (lambda d: d["timing"].update(quiet=["21:30"]), "is not a list of 2 texts"),
        (lambda d: d["timing"].update(quiet="21:30"), "is not a list of 2 texts"),
        (lambda d: d["timing"].update(quiet=["21:30", "7:30"]), 'quiet = "7:30" is not a time of day'),
        (lambda d: d["timing"].update(quiet=["21:30", "23:30"]), "quiet hours are shorter than the window"),
        (lambda d: d["timing"].update(remind_after="2 h"), "are not in order. Each must come later"),
        (lambda d: d["timing"].update(remind_after="60 min"), "are not in order. Each must come later"),
        (lambda d: d["timing"].update(because=[]), "timing: because = [] is not a list of texts"),
        (lambda d: d["timing"].update(because=["hearsay"]), 'timing: because = "hearsay" is not known'),
        (lambda d: d["phase"][0].pop("because"), 'phase 1: "because" is missing'),
        (
            lambda d: d["phase"][0].update(days=[14, 0]),
            "phase 1: days = [14, 0] is not a first and a last day",
        ),
        (lambda d: d["phase"][0].update(days=[0, 400]), "365 the last possible"),
        (lambda d: d["phase"][0].update(days="all"), "days = 'all' is not a first and a last day"),
        (lambda d: d["phase"][1].update(days=[14, 30]), "phase 2: its days begin before the last phase ends"),
        (
            lambda d: d["phase"][2].update(weekday="Mon"),
            'phase 3: weekday = "Mon" is not known. Use one of monday',
        ),
        (lambda d: slot(d).update(at="9:00"), 'phase 1, slot 1: at = "9:00" is not a time of day'),
        (lambda d: slot(d).update(who="nurse"), 'who = "nurse" is not known. Use one of patient, caregiver.'),
        (lambda d: slot(d).update(name="First one"), 'name = "First one" is not a short name'),
        (lambda d: slot(d, 1).update(name="morning"), 'slot "morning": two slots have this name'),
        (lambda d: slot(d).update(questions=["fever"]), 'questions = "fever" is not known'),
        (lambda d: slot(d).update(questions=["thinking", 2]), "is not a list of texts"),
        (lambda d: slot(d).update(questions=["thinking", "thinking"]), "a question is asked twice"),
        (lambda d: slot(d, 1).update(at="11:59"), 'begins before the window of "morning" has ended'),
        (lambda d: slot(d).update(at="19:00"), 'slot "evening": it begins before the window of "morning"'),
        (lambda d: d["source"][0].update(id="makers"), 'source 4: id = "makers" is used twice'),
        (lambda d: d["source"][0].update(read_on="2026"), "source 1: read_on is not a date"),
        (lambda d: d["source"][0].update(url=""), "source 1: url = '' is not a text"),
        (
            lambda d: d["source"].append({"id": "x", "document": "d", "says": "s"}),
            'source "x": nothing cites it',
        ),
    ],
)
def test_a_fault_is_refused_with_its_place(edit: Edit, problem: str) -> None:
    sentence = refusal(edit)
    assert sentence.startswith("rules/plan.toml: ")
    assert problem in sentence
