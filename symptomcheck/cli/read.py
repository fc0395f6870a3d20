"""`symptomcheck read`: how a text is read, for people and for machines. Needs no configuration."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import click

from symptomcheck.cli.house import print_json
from symptomcheck.cli.wrong import Wrong
from symptomcheck.core.answers import Answer, Question, Reporter, write_value
from symptomcheck.core.levels import Level
from symptomcheck.core.reading.as_json import as_json
from symptomcheck.core.reading.meaning import Keyword, Reading
from symptomcheck.core.rulebook import RuleBook, compile_once
from symptomcheck.rule_files import rule_files

_NOBODY = UUID(int=0)
_AT = datetime(2026, 1, 1, tzinfo=UTC)  # rules do not read the time of an answer
_LANGUAGES = ("en", "es")


@click.command(
    epilog="\b\nExamples:\n"
    '  symptomcheck read "took 2 tylenol, temp 101.5 and can\'t catch my breath"\n'
    "  symptomcheck read --language es --asked temperature 38,2\n"
    "  symptomcheck read --batch < texts.jsonl > readings.jsonl"
)
@click.option("--language", type=click.Choice(_LANGUAGES), default="en", show_default=True)
@click.option(
    "--asked",
    type=click.Choice([question.value for question in Question]),
    help="The question that is open while the text comes in.",
)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.option(
    "--batch", is_flag=True, help="Read JSON Lines from stdin and write one line for each, in order."
)
@click.argument("text", required=False)
@click.pass_context
def read(
    ctx: click.Context, language: str, asked: str | None, as_data: bool, batch: bool, text: str | None
) -> None:
    """Show how a text is read, and why.

    Uses the shipped rules and needs no configuration. Level is what they say about this one TEXT.
    """
    if batch == (text is not None):
        raise click.UsageError("give a TEXT or --batch, one of the two", ctx)
    book = compile_once(rule_files())
    if batch:
        _write_lines(_batch(book, sys.stdin, language))
        return
    reading = book.read(text or "", language=language, asked=Question(asked) if asked else None)
    level = level_of(book, reading)
    if as_data:
        print_json(as_json(reading, level))
    else:
        _tell(reading, level)


def level_of(book: RuleBook, reading: Reading) -> Level:
    """What the rules say about this one text; a notice when a person should read it all the same."""
    said = (
        Answer(key=key, value=value, reporter=Reporter.PATIENT, person_id=_NOBODY, said_at=_AT)
        for key, value in reading.facts()
    )
    level = book.judge(said).level
    for_a_person = (
        reading.health_words
        or reading.shown_to_the_team
        or reading.keyword in (Keyword.STOP, Keyword.HELP, Keyword.WRONG)
    )
    return Level.NOTICE if level is Level.NONE and for_a_person else level


def _batch(book: RuleBook, lines: Iterable[str], language: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        given = _parsed(line, number, language)
        reading = book.read(given["text"], language=given["language"], asked=given["asked"])
        yield json.dumps(as_json(reading, level_of(book, reading)))


def _parsed(line: str, number: int, language: str) -> dict[str, Any]:
    remedy = 'Write it like {"text": "...", "language": "en", "asked": null}.'
    try:
        given = json.loads(line)
    except ValueError:
        raise Wrong(f"line {number}: is not JSON. {remedy}") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise Wrong(f'line {number}: has no "text". {remedy}')
    wanted, asked = given.get("language") or language, given.get("asked")
    if wanted not in _LANGUAGES:
        raise Wrong(f'line {number}: "language" is {wanted!r}. Write "en" or "es".')
    if asked is not None and asked not in tuple(Question):
        raise Wrong(f'line {number}: "asked" is {asked!r}. Write null or one of {", ".join(Question)}.')
    return {"text": given["text"], "language": wanted, "asked": None if asked is None else Question(asked)}


def _write_lines(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
        # A program that writes one text and waits for its reading must not wait for a full buffer.
        sys.stdout.flush()


def _tell(reading: Reading, level: Level) -> None:
    click.echo(f"Level: {level.value}")
    for question, value in reading.answers.items():
        click.echo(f"Answers {question.value}: {'no reading' if value is None else write_value(value)}")
    for key, mention in reading.symptoms.items():
        click.echo(f"Says about {key.value}: {mention.value}")
    for read_ in reading.temperatures:
        doubt = "" if read_.sure else " (to be confirmed)"
        place = "" if read_.of_body else " (not of the body)"
        click.echo(f"Temperature: {read_.temperature}{doubt}{place}")
    if reading.keyword:
        click.echo(f"Keyword: {reading.keyword.value}")
    if reading.health_words:
        click.echo(f"Health words no rule covers: {', '.join(reading.health_words)}")
    if reading.unclear:
        click.echo("Nothing could be made of it." if not reading.symptoms else "Part of it stayed unclear.")
    click.echo("How it was read:")
    for step in reading.trace:
        scope = f" [{step.scope}]" if step.scope else ""
        counted = "" if step.counted else " (does not count)"
        click.echo(f'  "{step.words}" is {step.kind} {step.phrase_id}{scope}{counted}: {step.why}')
    if not reading.trace:
        click.echo("  no word of it is in the vocabulary")
