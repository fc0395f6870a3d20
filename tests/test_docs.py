"""The documents name every command and key, lead nowhere that does not exist, and their examples run."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from symptomcheck.cli.root import root
from symptomcheck.config_keys import SECTIONS

REPOSITORY = Path(__file__).parents[1]
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])

# These judge a text or an answer and touch nothing: an example of them runs as it stands.
HARMLESS = (
    "symptomcheck read ",
    "symptomcheck rules show",
    "symptomcheck rules try",
    "symptomcheck rules check",
)


def commands(group: click.Group, path: str = "symptomcheck") -> Iterator[str]:
    """Every command by its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def examples() -> Iterator[str]:
    """The lines of every page's shell blocks that may be run."""
    for page in PAGES:
        for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE):
            yield from (line for line in block.splitlines() if line.startswith(HARMLESS))


def test_every_command_is_named_in_the_commands_page_and_no_other() -> None:
    named = set(
        re.findall(r"^\| `(symptomcheck [a-z -]+[a-z])", (REPOSITORY / "docs/commands.md").read_text(), re.M)
    )
    assert named == set(commands(root))


def test_every_command_says_what_it_does() -> None:
    context = click.Context(root)
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        assert command is not None and command.help, name


def test_every_key_is_named_in_the_settings_page() -> None:
    page = (REPOSITORY / "docs/settings.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith("| `[")]
    named = set()
    for row in rows:
        cell = row.split("|")[1]
        section = re.search(r"\[(\w+)\]", cell)
        assert section is not None, row
        named |= {f"{section[1]}.{key}" for key in re.findall(r"(?:\] |`)(\w+)`", cell)}
    assert named == {
        f"{s}.{f.name}" for s, kind in SECTIONS.items() for f in fields(kind) if "read" in f.metadata
    }


def test_every_secret_that_may_be_a_variable_is_named_in_the_settings_page() -> None:
    page = (REPOSITORY / "docs/settings.md").read_text()
    for kind in SECTIONS.values():
        for field in fields(kind):
            assert field.metadata.get("variable", "") in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("example", sorted(set(examples())))
def test_every_example_that_touches_nothing_runs(example: str, tmp_path: Path) -> None:
    words = shlex.split(example, comments=True)
    run = subprocess.run(
        [Path(sys.executable).parent / words[0], *words[1:]], capture_output=True, text=True, cwd=tmp_path
    )
    assert run.returncode == 0 and run.stdout and not run.stderr, run.stderr


def test_the_readme_says_what_it_is_not() -> None:
    text = (REPOSITORY / "README.md").read_text()
    for limit in ("Not validated", "Not a medical device", "Not an emergency service"):
        assert limit in text
