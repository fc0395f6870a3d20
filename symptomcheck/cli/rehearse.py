"""`symptomcheck rehearse`: a check-in in the terminal, on virtual time, with the real code."""

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from symptomcheck import log
from symptomcheck.cli.wrong import Wrong

if TYPE_CHECKING:
    from symptomcheck.rehearsal.rehearse import Rehearsal

_COLOURS = {"Ana": "cyan", "Nora": "yellow"}
_HELP = """\
You are Ana. Type what she would text; an empty line ends the rehearsal.
  +30          thirty minutes pass
  nurse: ...   Nora, the nurse on call, texts; "nurse: ACK 1" takes alert 1
"""


@click.command(
    epilog="\b\nExamples:\n"
    "  symptomcheck rehearse --day 3\n"
    "  printf '1\\n2\\n' | symptomcheck rehearse --repro > test_story.py"
)
@click.option("--day", type=click.IntRange(min=0), default=3, show_default=True, help="Days since infusion.")
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option("--repro", is_flag=True, help="At the end print the rehearsal as a story test.")
def rehearse(day: int, language: str, repro: bool) -> None:
    """Play a check-in: you are the patient, the clock waits for you.

    Shows every text on her phone and on the nurse's. Needs no configuration, and nothing of it is kept.
    """
    from symptomcheck.rehearsal.rehearse import Rehearsal
    from symptomcheck.storage.migrate import upgrade

    log.configure(least="error")
    with tempfile.TemporaryDirectory(prefix="symptomcheck-rehearsal-") as folder:
        url = f"sqlite:///{Path(folder) / 'rehearsal.sqlite'}"
        upgrade(url)
        try:
            rehearsal = Rehearsal(url, day=day, language=language)
        except LookupError as nothing:
            raise Wrong(f"--day {day}: {nothing.args[0]}") from None
        try:
            # With --repro standard output is the story alone, so that it can be kept in a file.
            _play(rehearsal, aside=repro)
            if repro:
                click.echo(rehearsal.as_story(), nl=False)
        finally:
            rehearsal.close()


def _play(rehearsal: "Rehearsal", *, aside: bool) -> None:
    typing = sys.stdin.isatty()
    if typing:
        click.echo(_HELP, err=aside)
    _show(rehearsal, aside=aside)
    while True:
        if typing:
            click.echo(f"{rehearsal.now:%H:%M:%S}   you: ", nl=False, err=aside)
        words = sys.stdin.readline().strip()
        if not words:
            return
        if not typing:
            click.echo(f"{rehearsal.now:%H:%M:%S}   you: {words}", err=aside)
        if words.startswith("+") and words[1:].strip().isdigit():
            rehearsal.later(int(words[1:]))
        elif words.casefold().startswith("nurse:"):
            rehearsal.nurse_says(words.partition(":")[2].strip())
        else:
            rehearsal.says(words)
        _show(rehearsal, aside=aside)


def _show(rehearsal: "Rehearsal", *, aside: bool) -> None:
    for line in rehearsal.new_lines():
        at = line.at.astimezone(rehearsal.now.tzinfo)
        words = line.body.replace("\n", "\n" + " " * 16)
        click.secho(f"{at:%H:%M:%S}  {line.whose:>4}: {words}", fg=_COLOURS[line.whose], err=aside)
