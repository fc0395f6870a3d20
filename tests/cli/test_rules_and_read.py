"""The commands that need no clinic: read a text, look at rules and try them; and adopting a book."""

import json
import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from symptomcheck.cli.proving import proved
from symptomcheck.core.verify import Proof
from symptomcheck.paths import data_folder
from symptomcheck.rule_files import rule_files
from tests.cli.conftest import ClinicFolder, Run, one_sentence, run_command
from tests.core.test_overlays_of_a_rulebook import ABOUT, LOWER


def test_a_text_is_read_as_prose_with_every_step(run: Run):
    said = run("read", "took 2 tylenol, temp 101.5 and cant catch my breath").stdout
    assert said.startswith("Level: urgent\n")
    assert "Temperature: 101.5 F" in said and '"101.5"' in said


def test_a_reading_as_json_has_the_promised_shape(run: Run):
    read = json.loads(run("read", "--json", "--asked", "temperature", "38,2").stdout)
    assert list(read) == [
        "text", "language", "asked", "answers", "symptoms", "temperatures", "keyword", "level", "unclear",
        "trace",
    ]  # fmt: skip
    assert read["temperatures"] == [{"value": "38.2", "unit": "C", "sure": True}]
    assert (read["asked"], read["level"], read["keyword"]) == ("temperature", "urgent", None)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ok thanks, running late, call u after lunch", "none"),
        ("no puedo respirar", "urgent"),
        ("STOP", "notice"),
        ("threw up twice", "notice"),
        ("what if I get a fever", "notice"),
    ],
)
def test_the_level_of_one_text(run: Run, text: str, level: str):
    language = "es" if text.startswith("no p") else "en"
    assert json.loads(run("read", "--json", "--language", language, text).stdout)["level"] == level


def test_a_batch_is_answered_one_for_one_in_order(run: Run):
    texts = [{"text": f"temp {number}.5", "language": "en", "asked": None} for number in range(97, 103)]
    lines = run("read", "--batch", input="\n".join(map(json.dumps, texts)) + "\n").stdout.splitlines()
    assert [json.loads(line)["text"] for line in lines] == [given["text"] for given in texts]
    assert [json.loads(line)["level"] for line in lines] == ["none"] * 3 + ["urgent"] * 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", "line 2: is not JSON"),
        ('{"body": "hi"}', 'line 2: has no "text"'),
        ('{"text": "hi", "language": "de"}', "line 2: \"language\" is 'de'"),
        ('{"text": "hi", "asked": "mood"}', "line 2: \"asked\" is 'mood'"),
    ],
)
def test_a_broken_line_of_a_batch_is_named(run: Run, line: str, said: str):
    result = run("read", "--batch", input='{"text": "hi"}\n' + line + "\n")
    assert result.exit_code == 2
    assert said in one_sentence(result)


def test_half_a_character_breaks_nothing(run: Run):
    assert run("read", "--batch", input='{"text": "\\ud83e hot"}\n').exit_code == 0


def test_a_text_or_a_batch_is_wanted(run: Run):
    assert run("read").exit_code == run("read", "--batch", "hi").exit_code == 2


def test_answers_are_tried_and_each_verdict_has_its_reason(run: Run):
    said = run("rules", "try", "fever=no", "temperature=38.2C").stdout.splitlines()
    assert said[0] == "Level: urgent"
    verdicts = {line[12:].split(":")[0].strip(): line[:12].strip() for line in said[1:]}
    assert verdicts["fever-measured"] == "fires"
    assert verdicts["fever-reported"] == "quiet"
    assert verdicts["chest-pain"] == "cannot tell"


@pytest.mark.parametrize(
    ("temperature", "level"), [("37.95C", "none"), ("100.4 F", "urgent"), ("38,0c", "urgent")]
)
def test_temperatures_are_compared_as_they_were_sent(run: Run, temperature: str, level: str):
    tried = json.loads(run("rules", "try", "--json", f"temperature={temperature}").stdout)
    assert tried["level"] == level


def test_a_caregivers_answer_counts(run: Run):
    tried = json.loads(run("rules", "try", "--json", "confusion=no", "caregiver:confusion=yes").stdout)
    assert tried["level"] == "urgent"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("fever", "'fever' is no answer"),
        ("nurse:fever=yes", "is no answer"),
        ("mood=bad", "'mood' is nothing rules read"),
        ("fever=maybe", "write one of yes, no, not_sure, one_of, unanswered"),
        ("temperature=38.2", "a number and its unit"),
        ("temperature=NaNC", "a number and its unit"),
    ],
)
def test_an_answer_that_is_none_is_explained(run: Run, typed: str, said: str):
    result = run("rules", "try", typed)
    assert result.exit_code == 2
    assert said in one_sentence(result)


def test_rules_are_shown_in_plain_words(run: Run):
    assert "fever-measured" in run("rules", "show").stdout
    assert "confusion" not in run("rules", "show", "fever-measured", "--language", "es").stdout
    assert "There is no rule" in one_sentence(run("rules", "show", "fever-mesured"))


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    """The shipped rules with a threshold of 37.5 degrees, in a file of one's own."""
    file = tmp_path / "car-t.toml"
    file.write_text((data_folder("rules") / "car-t.toml").read_text())
    return file


def test_the_shipped_book_is_whole(run: Run):
    said = run("rules", "check").stdout
    assert said.startswith("Ok: ")
    assert "as told, 0 otherwise." in said


def test_a_scenario_that_a_candidate_judges_otherwise_is_told(run: Run):
    label = data_folder("rules") / "overlays" / "label-text.toml"
    said = run("rules", "check", "--file", label)
    assert said.exit_code == 0
    assert "Scenarios: 34 as told, 5 otherwise." in said.stdout
    assert 'Chills and nothing else: The level is urgent, expected today. "label-chills" fires' in said.stdout


def test_a_broken_candidate_is_said_with_code_1(run: Run, candidate: Path):
    candidate.write_text(candidate.read_text().replace('"38.0 C"', '"38.0"', 1))
    result = run("rules", "check", "--file", candidate)
    assert result.exit_code == 1
    assert one_sentence(result).startswith(f"{candidate}: ")


def test_the_configured_folder_is_checked_and_named(clinic: ClinicFolder):
    folder = clinic.folder / "rules"
    shutil.copytree(data_folder("rules"), folder)
    clinic.change("rules.folder", '"rules"')
    with chdir(clinic.folder):
        assert f"Read from {folder}." in run_command("rules", "check").stdout

        file = folder / "car-t.toml"
        file.write_text(file.read_text().replace("format = 1", "fromat = 1"))
        said = one_sentence(run_command("rules", "check"))
    assert said == f"{file}: format is missing. Add format = 1."


def test_a_folder_given_as_a_file_is_told_how_to_name_it(run: Run, tmp_path: Path):
    assert f"--folder {tmp_path}" in one_sentence(run("rules", "check", "--file", tmp_path))


def test_the_promises_of_the_book_are_proved(run: Run):
    result = run("rules", "verify", "--random-sets", "1000")
    assert result.exit_code == 0
    assert "BROKEN" not in result.stdout and "kept (1,000)" in result.stdout


def test_a_book_is_adopted_by_name_and_stays_in_the_history(clinic: ClinicFolder):
    clinic.does("rules", "adopt", "--by", "Dr. Kim Park", "--reason", "Reviewed for our clinic")
    newest, first = clinic.tells("rules", "history")
    assert (newest["adopted_by"], newest["clinician"]) == ("Dr. Kim Park", True)
    assert (first["adopted_by"], first["clinician"]) == ("installation", False)
    assert "Reviewed for our clinic" in clinic.does("rules", "history")


def test_nobody_adopts_without_a_name_or_a_reason(clinic: ClinicFolder):
    assert "--by" in clinic.refuses("rules", "adopt", "--reason", "Because")
    assert "--reason" in clinic.refuses("rules", "adopt", "--by", "Dr. Kim Park")


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """A lower limit, as a clinic would write it."""
    file = tmp_path / "our-clinic.toml"
    file.write_text(ABOUT + LOWER)
    return file


def test_a_candidate_is_compared_with_the_book_that_is_current(clinic: ClinicFolder, overlay: Path):
    said = clinic.does("rules", "diff", overlay)
    assert "Rule fever-measured [urgent, approved] is changed: lines, title" in said
    assert "temperature=37.5C (patient): quiet before, fires after" in said
    clinic.does("rules", "adopt", "--by", "Dr. Kim Park", "--reason", "Page sooner", "--file", overlay)
    assert "They are the same." in clinic.does("rules", "diff", overlay)


def test_a_second_overlay_keeps_the_first_and_every_change_is_shown(clinic: ClinicFolder, overlay: Path):
    by = ("--by", "Dr. Kim Park", "--reason", "Reviewed for our clinic")
    overlay.write_text(overlay.read_text().replace("2026-12-01", "2099-12-01"))
    assert "fever-measured [urgent, approved] is changed" in clinic.does(
        "rules", "adopt", *by, "--file", overlay
    )
    label = data_folder("rules") / "overlays" / "label-text.toml"
    said = clinic.does("rules", "adopt", *by, "--file", label)
    assert said.index("Rule label-chills [urgent, approved] is new") < said.index("Adopted")
    assert "Rule fever-measured [" not in said
    for kept in (overlay, label):
        assert "They are the same." in clinic.does("rules", "diff", kept)
    whole = clinic.does("rules", "adopt", *by, "--folder", data_folder("rules"))
    assert "Rule label-chills [urgent, approved] is gone" in whole


def test_without_a_clinic_the_shipped_book_and_its_scenarios_stand_in(run: Run, overlay: Path):
    label = data_folder("rules") / "overlays" / "label-text.toml"
    compared = json.loads(run("rules", "diff", "--json", label).stdout)
    assert {"rule": "label-dizziness", "is": "new"}.items() <= compared["rules"][1].items()
    said = run("rules", "replay", "--file", label).stdout
    assert "No answers are recorded" in said
    assert "+label-dizziness (urgent)" in said
    replayed = json.loads(run("rules", "replay", "--json", data_folder("rules")).stdout)
    assert replayed["of_scenarios"] and replayed["changed"] == 0


def test_a_broken_candidate_is_not_replayed(clinic: ClinicFolder, overlay: Path):
    overlay.write_text(overlay.read_text().replace("37.5 C", "37.5"))
    for command in ("diff", "replay"):
        assert "overlays/our-clinic.toml" in clinic.refuses("rules", command, overlay)


def test_the_random_sets_are_shared_out_among_processes() -> None:
    def by(processes: int) -> Proof:
        return proved(rule_files(), random_sets=3_001, processes=processes, worth_sharing=1_000)

    shared = by(2)
    assert shared == by(1) and shared.kept[-1].checked == 3_001
