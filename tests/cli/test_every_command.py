"""What holds for every command: help with an example, one sentence when it is used wrongly."""

from collections.abc import Iterator

import click
import pytest

from symptomcheck.cli.root import root
from tests.cli.conftest import ClinicFolder, Run, one_sentence


def _commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, *path, name)
        else:
            yield (*path, name)


COMMANDS = list(_commands(root))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(run: Run, command: tuple[str, ...]):
    shown = run(*command, "--help")
    assert shown.exit_code == 0
    assert f"symptomcheck {' '.join(command)}" in shown.stdout.partition("Example")[2]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_option_nobody_knows_is_one_sentence_and_code_2(run: Run, command: tuple[str, ...]):
    wrong = run(*command, "--nonsense")
    assert wrong.exit_code == 2
    assert "--nonsense" in one_sentence(wrong)
    assert f"See symptomcheck {' '.join(command)} --help." in one_sentence(wrong)


def test_an_unknown_command_is_one_sentence_and_code_2(run: Run):
    wrong = run("frobnicate")
    assert (wrong.exit_code, one_sentence(wrong)) == (
        2,
        "symptomcheck: No such command 'frobnicate'. See symptomcheck --help.",
    )


def test_asked_for_nothing_it_shows_the_help(run: Run):
    assert "Commands:" in run().stderr
    assert run("--version").stdout.startswith("symptomcheck, version")


def test_a_fault_of_ours_is_one_sentence_without_anybodys_words(run: Run, clinic: ClinicFolder):
    # A database that holds something else entirely is nobody's wrong use.
    (clinic.folder / "symptomcheck.sqlite").write_bytes(b"Ana Ortiz wrote this" * 500)
    wrong = run("--config", clinic.config, "tick")
    assert wrong.exit_code == 2
    assert "Ana" not in one_sentence(wrong)


def test_the_configuration_may_be_named_after_the_command_too(run: Run, clinic: ClinicFolder):
    assert run("tick", "--config", clinic.config).exit_code == 0
    assert run("staff", "list", "--config", clinic.config).exit_code == 0


def test_tick_takes_the_instant_it_is_given(clinic: ClinicFolder):
    assert clinic.tells("tick", "--now", "2026-11-23T14:00:00Z") == {"checkins": 0, "timers": 0, "alerts": 0}
    assert "is no instant" in clinic.refuses("tick", "--now", "noon")


def test_the_doctor_names_what_is_wrong_with_its_remedy(clinic: ClinicFolder, run: Run):
    sick = run("--config", clinic.config, "doctor")
    assert sick.exit_code == 1
    lines = {line.split()[1]: line for line in sick.stdout.splitlines()}
    assert all(
        lines[what].startswith("ok") for what in ("configuration", "secrets", "database", "clock", "keys")
    )
    for what, remedy in {
        "sending": "[twilio] account_sid",
        "rules": "symptomcheck rules adopt",
        "cover": "symptomcheck staff add",
        "metronome": "symptomcheck run",
    }.items():
        assert lines[what].startswith("WRONG") and remedy in lines[what], what


def test_the_doctor_sees_what_was_mended(open_clinic: ClinicFolder, run: Run):
    (open_clinic.folder / "secrets/data.keys").chmod(0o644)
    sick = run("--config", open_clinic.config, "doctor").stdout
    lines = {line.split()[1]: line for line in sick.splitlines()}
    assert lines["rules"].startswith("ok") and lines["cover"].startswith("ok")
    assert "chmod 600" in lines["secrets"]


def test_the_doctor_notices_the_wrong_data_keys(open_clinic: ClinicFolder, run: Run):
    from symptomcheck.config_secrets import fresh_data_keys

    (open_clinic.folder / "secrets/data.keys").write_text(fresh_data_keys())
    sick = run("--config", open_clinic.config, "doctor", "--json").stdout
    assert "data keys do not open what is stored" in sick
