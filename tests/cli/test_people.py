"""The commands about the team and the patients."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from symptomcheck import config, wiring
from symptomcheck.actions.checkins.receive_reply import receive_reply
from symptomcheck.channels.sender import InboundText
from tests.cli.conftest import ClinicFolder, run_command


def test_a_nurse_is_added_listed_and_disabled(clinic: ClinicFolder):
    added = clinic.tells("staff", "add", "--name", "Núria León", "--phone", "+1 212 555 0123")
    assert (added["login"], added["on_call"]) == ("nuria.leon", "first")
    (listed,) = clinic.tells("staff", "list")
    assert (listed["name"], listed["active"]) == ("Núria León", True)
    assert "Núria León" in clinic.does("staff", "list")
    clinic.does("staff", "disable", "nuria.leon")
    assert clinic.tells("staff", "list")[0]["active"] is False


def test_a_phone_with_an_extension_is_refused_in_one_sentence(clinic: ClinicFolder):
    said = clinic.refuses("staff", "add", "--name", "Nora Lee", "--phone", "+1 212 555 0123 ext. 9")
    assert "extension" in said


def test_nobody_is_enrolled_before_a_clinician_adopted_the_rules(clinic: ClinicFolder):
    clinic.does("staff", "add", "--name", "Nora Lee", "--phone", "+12125550123")
    said = clinic.refuses(
        "patient", "enrol", "--name", "Ana Ortiz", "--phone", "+12125550141", "--infused-on", "2026-11-20"
    )
    assert "rules adopt" in said


def test_enrolling_without_an_account_says_that_no_text_can_leave(open_clinic: ClinicFolder):
    enrolled = run_command(
        "--config", open_clinic.config, "patient", "enrol", "--name", "Ana Ortiz",
        "--phone", "+12125550141", "--infused-on", f"{datetime.now(ZoneInfo('America/New_York')):%Y-%m-%d}",
    )  # fmt: skip
    assert enrolled.exit_code == 0
    assert "No text can be sent: [twilio] account_sid is empty" in enrolled.stderr


def test_a_patient_is_enrolled_listed_and_shown(open_clinic: ClinicFolder, ana: str):
    (listed,) = open_clinic.tells("patient", "list")
    assert (listed["id"], listed["name"], listed["day"], listed["state"]) == (ana, "Ana Ortiz", 3, "active")
    assert ana in open_clinic.does("patient", "list")
    shown = open_clinic.tells("patient", "show", "212-555-0141")
    assert shown["phones"] == ["+12125550141"]
    assert [each["name"] for each in shown["caregivers"]] == ["Luis Ortiz"]
    assert shown["next_checkin_at"]
    assert "Luis Ortiz, +12125550142" in open_clinic.does("patient", "show", ana)


def test_a_patient_is_paused_resumed_and_ended(open_clinic: ClinicFolder, ana: str):
    assert "Paused" in open_clinic.does("patient", "pause", ana, "--reason", "In hospital")
    assert open_clinic.tells("patient", "show", ana)["state"] == "paused"
    assert "Resumed" in open_clinic.does("patient", "resume", ana)
    assert open_clinic.tells("patient", "end", ana)["state"] == "ended"
    assert "ended already" in open_clinic.refuses("patient", "end", ana)


def test_a_pause_may_have_an_end(open_clinic: ClinicFolder, ana: str):
    until = open_clinic.tells("patient", "pause", ana, "--until", "2099-01-01")["until"]
    assert until.startswith("2099-01-01")
    assert "later day" in open_clinic.refuses("patient", "pause", ana, "--until", "2001-01-01")


def test_a_check_in_is_started_by_hand(open_clinic: ClinicFolder, ana: str):
    assert open_clinic.tells("patient", "check-in", ana)["asked"] is True


@pytest.mark.parametrize("named", ["+12125550199", "01a20883-cd90-755a-b7ec-2f4b82518213"])
def test_a_patient_who_is_not_there_is_said_in_one_sentence(open_clinic: ClinicFolder, named: str):
    assert "symptomcheck patient list" in open_clinic.refuses("patient", "show", named)


def test_a_caregiver_needs_a_phone(open_clinic: ClinicFolder):
    said = open_clinic.refuses(
        "patient", "enrol", "--name", "Bo Chen", "--phone", "+12125550151", "--infused-on", "2026-11-20",
        "--caregiver", "Mei Chen",
    )  # fmt: skip
    assert "--caregiver-phone" in said


def test_a_date_is_written_in_one_way(open_clinic: ClinicFolder):
    said = open_clinic.refuses(
        "patient", "enrol", "--name", "Bo Chen", "--phone", "+12125550151", "--infused-on", "20/11/2026"
    )
    assert "--infused-on" in said and "%Y-%m-%d" in said


def test_an_alert_is_listed_taken_and_closed(open_clinic: ClinicFolder, ana: str):
    _text_from_ana(open_clinic, "cant breathe")
    (alert,) = open_clinic.tells("alert", "list")
    assert (alert["kind"], alert["state"], alert["patient"]) == ("urgent", "open", ana)
    assert "#1" in open_clinic.does("alert", "list")
    assert "taken by Nora Lee" in open_clinic.does("alert", "acknowledge", "1", "--by", "nora.lee")
    assert "is passed on" in open_clinic.does("alert", "pass", "1", "--by", "nora.lee")
    assert "symptomcheck alert list" in open_clinic.refuses("alert", "pass", "99", "--by", "nora.lee")
    open_clinic.does(
        "alert", "close", "1", "--by", "nora.lee", "--outcome", "reached_by_phone", "--note", "ok"
    )
    assert open_clinic.tells("alert", "list") == []
    assert "symptomcheck alert list" in open_clinic.refuses("alert", "acknowledge", "1", "--by", "nora.lee")
    assert "symptomcheck staff list" in open_clinic.refuses("alert", "acknowledge", "1", "--by", "bo")


def _text_from_ana(clinic: ClinicFolder, body: str) -> None:
    house = wiring.build(config.load(clinic.config))
    now = house.clock.now()
    text = InboundText(
        provider_id="SM1", from_address="+12125550141", to_address="+12125550100", body=body, received_at=now
    )
    receive_reply(house.clinic, text, now=now)
    house.close()


def _in_days(days: int, written: str) -> str:
    return f"{datetime.now(ZoneInfo('America/New_York')) + timedelta(days=days):{written}}"


def test_turns_a_stand_in_and_the_cover_of_the_next_days(open_clinic):
    open_clinic.does("staff", "add", "--name", "Omar Diaz", "--phone", "+12125550124", "--on-call", "none")
    assert "nora.lee, omar.diaz take turns" in open_clinic.does(
        "staff", "rotation", "--rung", "first", "--who", "nora.lee", "--who", "omar.diaz",
        "--from", _in_days(1, "%Y-%m-%d"),
    )  # fmt: skip
    tomorrow, later = (_in_days(days, "%Y-%m-%dT08:00") for days in (1, 3))
    said = open_clinic.does(
        "staff", "step-in", "omar.diaz", "--rung", "first", "--from", tomorrow, "--until", later
    )
    assert said.startswith("omar.diaz is on call (first)")
    cover = open_clinic.tells("staff", "cover")
    assert cover["gaps"] == []
    assert [row["name"] for row in cover["shifts"]][:3] == ["Nora Lee", "Omar Diaz", "Nora Lee"]
    assert "is no instant" in open_clinic.refuses(
        "staff", "step-in", "omar.diaz", "--rung", "first", "--from", "noon", "--until", later
    )
    assert "Write --handover like 08:00" in open_clinic.refuses(
        "staff", "rotation", "--rung", "first", "--who", "nora.lee", "--handover", "8", "--from", "2026-11-30"
    )


def test_a_gap_in_the_cover_is_an_answer_of_no(open_clinic):
    open_clinic.does("staff", "disable", "nora.lee")
    result = run_command("--config", open_clinic.config, "staff", "cover")
    assert result.exit_code == 1
    assert "NOBODY who can be texted is on call from" in result.stdout
