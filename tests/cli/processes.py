"""Doors as processes of their own, for tests that must see them start, answer and end."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cli.conftest import ClinicFolder


@contextmanager
def running(clinic: ClinicFolder, door: str) -> Iterator[subprocess.Popen[str]]:
    """One door as a process of its own, killed at the end if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "symptomcheck", "--config", str(clinic.config), door],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until_it_says(process: subprocess.Popen[str], pattern: str) -> str:
    """The first group of the first line that matches; the test fails when the process ends before."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(pattern, line):
            return found.group(1)
    raise AssertionError("".join(said))


def port_of(process: subprocess.Popen[str]) -> int:
    """Where the door listens, once it does."""
    return int(until_it_says(process, r"Listening on http://127\.0\.0\.1:(\d+)"))


def ended(process: subprocess.Popen[str], by: signal.Signals) -> int:
    """The exit code after a signal."""
    process.send_signal(by)
    return process.wait(30)
