"""A clinic made by `symptomcheck init`, and the command line that works on it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from symptomcheck.cli.root import root

Run = Callable[..., Result]


def run_command(*words: object, input: str | None = None) -> Result:
    """Run one command as a person would; `input` is what comes from stdin."""
    return CliRunner().invoke(root, [str(word) for word in words], input=input)


@pytest.fixture
def run() -> Run:
    return run_command


@dataclass
class ClinicFolder:
    """A folder that `init` made, and commands that are pointed at it."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def does(self, *words: object) -> str:
        """A command that must succeed; what it printed."""
        result = run_command("--config", self.config, *words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def tells(self, *words: object) -> Any:
        """What a command that must succeed says with --json."""
        return json.loads(self.does(*words, "--json"))

    def refuses(self, *words: object, code: int = 2) -> str:
        """A command that must fail; its one sentence."""
        result = run_command("--config", self.config, *words)
        assert result.exit_code == code, result.output
        return one_sentence(result)

    def change(self, place: str, value: str) -> None:
        """Write another value for one key of config.toml, named like "web.port"."""
        wanted, _, key = place.partition(".")
        lines, section = self.config.read_text().splitlines(), ""
        for number, line in enumerate(lines):
            section = line[1:].partition("]")[0] if line.startswith("[") else section
            if section == wanted and line.startswith(f"{key} = "):
                lines[number] = f"{key} = {value}"
                self.config.write_text("\n".join(lines) + "\n")
                return
        raise AssertionError(f"{place} is not in {self.config}")


def one_sentence(result: Result) -> str:
    """What went wrong: one line on stderr, and never a traceback."""
    lines = [line for line in result.stderr.splitlines() if line and not line.startswith("{")]
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    return lines[0]


@pytest.fixture(scope="session")
def new_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new clinic, to be copied."""
    folder = tmp_path_factory.mktemp("new") / "clinic"
    made = run_command(
        "init", folder, "--name", "Riverside", "--phone", "555-010-0199", "--zone", "America/New_York",
        "--fallback-phone", "+12125550177", "--fallback-email", "desk@clinic.example",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    return folder


@pytest.fixture(scope="session")
def new_open_clinic(new_clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a clinic that may enrol, to be copied."""
    clinic = _copy_of(new_clinic, tmp_path_factory.mktemp("open"))
    clinic.does("staff", "add", "--name", "Nora Lee", "--phone", "+12125550123", "--on-call", "first")
    clinic.does("rules", "adopt", "--by", "Dr. Kim Park", "--reason", "Reviewed for our clinic")
    return clinic.folder


@pytest.fixture
def clinic(new_clinic: Path, tmp_path: Path) -> ClinicFolder:
    """A new clinic: a number to call, tables, and nobody in it."""
    return _copy_of(new_clinic, tmp_path)


@pytest.fixture
def open_clinic(new_open_clinic: Path, tmp_path: Path) -> ClinicFolder:
    """A clinic that may enrol: a nurse on call, and a rule book that a clinician adopted."""
    return _copy_of(new_open_clinic, tmp_path)


def _copy_of(folder: Path, beside: Path) -> ClinicFolder:
    return ClinicFolder(Path(shutil.copytree(folder, beside / "clinic")))


@pytest.fixture
def ana(open_clinic: ClinicFolder) -> str:
    """The id of an enrolled patient with a caregiver."""
    enrolled = open_clinic.tells(
        "patient", "enrol", "--name", "Ana Ortiz", "--phone", "+12125550141", "--language", "es",
        "--infused-on", _three_days_ago(),
        "--caregiver", "Luis Ortiz", "--caregiver-phone", "+12125550142",
    )  # fmt: skip
    return str(enrolled["id"])


def _three_days_ago() -> str:
    return (datetime.now(ZoneInfo("America/New_York")) - timedelta(days=3)).date().isoformat()
