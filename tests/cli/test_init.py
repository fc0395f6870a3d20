"""`init` makes a clinic that lacks nothing but the number to call."""

import stat
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import ClinicFolder, Run, one_sentence


def test_init_makes_everything_and_says_what_comes_next(tmp_path, run):
    made = run("init", tmp_path / "clinic", "--phone", "555-010-0199")
    assert made.exit_code == 0
    steps = [line.strip() for line in made.stdout.splitlines() if line.strip()[:2] in ("1.", "2.", "3.")]
    assert [" ".join(step.split()[4:6]) for step in steps] == ["staff add", "rules adopt", "run"]
    assert (tmp_path / "clinic/symptomcheck.sqlite").is_file()


def test_secrets_and_database_are_their_owners_alone(clinic: ClinicFolder):
    for name in ("config.toml", "secrets/secret.key", "secrets/data.keys", "symptomcheck.sqlite"):
        assert stat.S_IMODE((clinic.folder / name).stat().st_mode) == 0o600, name


def test_two_clinics_never_share_a_key(tmp_path, run):
    for name in ("a", "b"):
        assert run("init", tmp_path / name).exit_code == 0
    for key in ("secrets/secret.key", "secrets/data.keys"):
        assert (tmp_path / "a" / key).read_text() != (tmp_path / "b" / key).read_text()


def test_the_options_stand_in_the_configuration(clinic: ClinicFolder):
    site = tomllib.loads(clinic.config.read_text())["site"]
    assert (site["name"], site["phone_24h"], site["zone"]) == (
        "Riverside",
        "555-010-0199",
        "America/New_York",
    )


def test_the_clinics_own_number_is_no_emergency_or_short_number(tmp_path, run):
    for number in ("911", "9-1-1", "112", "116 117"):
        refused = run("init", tmp_path / "clinic", "--phone", number)
        assert refused.exit_code == 2
        assert "[site] phone_24h is" in one_sentence(refused)
        assert "Write the number your own team answers" in one_sentence(refused)
    assert not (tmp_path / "clinic").exists()


def test_init_never_writes_over_a_clinic(clinic: ClinicFolder, run: Run):
    before = clinic.config.read_text()
    again = run("init", clinic.folder)
    assert again.exit_code == 2
    assert "exists already" in one_sentence(again)
    assert clinic.config.read_text() == before


def test_a_wrong_option_is_said_before_anything_is_written(tmp_path, run):
    refused = run("init", tmp_path / "clinic", "--phone", "555-010-0199", "--zone", "Mars/Olympus")
    assert refused.exit_code == 2
    assert "[site] zone" in one_sentence(refused)
    assert not (tmp_path / "clinic").exists()


@pytest.mark.parametrize("command", ["run", "web", "worker", "doctor"])
def test_without_the_number_to_call_nothing_starts(tmp_path: Path, run: Run, command: str):
    run("init", tmp_path / "clinic")
    config = tmp_path / "clinic/config.toml"
    result = run("--config", config, command)
    assert result.exit_code == (1 if command == "doctor" else 2)
    said = result.stdout if command == "doctor" else one_sentence(result)
    assert f"{config}: [site] phone_24h is missing" in said


def test_a_configuration_that_is_not_there_is_said_with_the_remedy(tmp_path, run):
    assert "symptomcheck init" in one_sentence(run("--config", tmp_path / "none.toml", "tick"))


def test_a_database_without_tables_asks_for_migrate(clinic: ClinicFolder):
    (clinic.folder / "symptomcheck.sqlite").unlink()
    assert "Run symptomcheck migrate." in clinic.refuses("tick")
    clinic.does("migrate")
    clinic.does("tick")


def test_a_database_that_cannot_be_reached_is_said_with_the_remedy(clinic: ClinicFolder):
    clinic.change("database.url", '"sqlite:///nowhere/at/all.sqlite"')
    assert "[database] url cannot be" in clinic.refuses("tick")


def test_an_unknown_key_stops_the_start(clinic: ClinicFolder):
    with clinic.config.open("a") as file:
        file.write('\n[sites]\nname = "x"\n')
    assert "[sites] is no section" in clinic.refuses("run")
