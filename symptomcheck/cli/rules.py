"""`symptomcheck rules …`: look at a rule book, try it, and make one current."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from symptomcheck.cli.book import book_of, of_files
from symptomcheck.cli.house import needs_config, print_json
from symptomcheck.cli.wrong import Wrong
from symptomcheck.core.answers import Answer, Key, Reporter, Temperature, Value, read_value, write_value
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.explain import explain_rule, explain_verdict
from symptomcheck.core.rule import Status
from symptomcheck.core.rules import values_of

_AT = datetime(2026, 1, 1, tzinfo=UTC)  # rules do not read the time of an answer
_WHO = {Reporter.PATIENT: UUID(int=1), Reporter.CAREGIVER: UUID(int=2)}
_UNANSWERED = "unanswered"


@click.group()
def rules() -> None:
    """The rules: check, show, try, adopt. Files are candidates; the database says which book is current."""


@rules.command(epilog="\b\nExample:\n  symptomcheck rules check --file rules/car-t.toml")
@needs_config
@of_files
@click.pass_context
def check(ctx: click.Context, file: Path | None, folder: Path | None) -> None:
    """Load a rule book and run every example in it; code 1 and the first fault when it is broken."""
    try:
        book = book_of(ctx, file, folder)
    except RuleBookError as fault:
        click.echo(str(fault), err=True)
        ctx.exit(1)
    cases = sum(len(rule.cases) for rule in book.rules)
    click.echo(f"Ok: {len(book.rules)} rules, {cases} cases, texts in {', '.join(sorted(book.texts))}.")
    click.echo(f"Fingerprint {book.fingerprint}")


@rules.command(epilog="\b\nExamples:\n  symptomcheck rules show\n  symptomcheck rules show fever-measured")
@needs_config
@of_files
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.argument("rule_id", required=False)
@click.pass_context
def show(
    ctx: click.Context, file: Path | None, folder: Path | None, language: str, rule_id: str | None
) -> None:
    """Every rule in plain words, or the one named."""
    book = book_of(ctx, file, folder)
    if rule_id is not None and rule_id not in {rule.id for rule in book.rules}:
        raise Wrong(f"There is no rule {rule_id!r}. See symptomcheck rules show.")
    for rule in book.rules:
        if rule_id in (None, rule.id):
            status = "" if rule.status is Status.APPROVED else f", {rule.status}"
            click.secho(f"{rule.title[language]}  [{rule.id}, {rule.level}{status}]", bold=True)
            for sentence in explain_rule(book, rule, language):
                click.echo(f"  {sentence}")
            click.echo()


@rules.command(
    "try",
    epilog="\b\nExamples:\n  symptomcheck rules try fever=no temperature=38.2C\n"
    "  symptomcheck rules try fatigue=too_tired caregiver:confusion=yes",
)
@needs_config
@of_files
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.argument("answers", nargs=-1, metavar="KEY=VALUE...")
@click.pass_context
def try_(
    ctx: click.Context,
    file: Path | None,
    folder: Path | None,
    language: str,
    as_data: bool,
    answers: tuple[str, ...],
) -> None:
    """Judge answers and print each rule's verdict with its reason.

    What is not given is unanswered. Put caregiver: before an answer that the caregiver gave.
    """
    book = book_of(ctx, file, folder)
    said = [answer for written in answers if (answer := _answer(written)) is not None]
    judgement = book.judge(said)
    if as_data:
        verdicts = [
            {
                "rule": verdict.rule.id,
                "level": verdict.rule.level.value,
                "outcome": verdict.outcome.value,
                "missing": [key.value for key in verdict.missing],
                "reason": list(explain_verdict(book, verdict, language)),
            }
            for verdict in judgement.verdicts
        ]
        print_json({"level": judgement.level.value, "verdicts": verdicts})
        return
    click.echo(f"Level: {judgement.level.value}")
    for verdict in judgement.verdicts:
        reason = " ".join(explain_verdict(book, verdict, language))
        click.echo(f"{verdict.outcome.value:<12} {verdict.rule.id}: {reason}")


def _answer(written: str) -> Answer | None:
    """`fever=no`, `caregiver:temperature=38.2C`; None for `fever=unanswered`."""
    name, equals, value = written.partition("=")
    reporter, colon, key_name = name.rpartition(":")
    if not equals or (colon and reporter not in tuple(Reporter)):
        raise Wrong(f"{written!r} is no answer. Write it like fever=no or caregiver:temperature=38.2C.")
    if key_name not in tuple(Key):
        raise Wrong(f"{key_name!r} is nothing rules read. Use one of {', '.join(Key)}.")
    if value == _UNANSWERED:
        return None
    who = Reporter(reporter) if colon else Reporter.PATIENT
    return Answer(
        key=Key(key_name), value=_value(Key(key_name), value), reporter=who, person_id=_WHO[who], said_at=_AT
    )


def _value(key: Key, written: str) -> Value:
    if key is Key.TEMPERATURE:
        try:
            value = read_value(key, written.replace(" ", "").replace(",", ".").upper())
        except (ValueError, ArithmeticError, IndexError):
            value = None
        if not isinstance(value, Temperature) or not value.value.is_finite():
            raise Wrong(f"temperature={written}: write a number and its unit, like 38.2C or 100.8F.")
        return value
    try:
        return read_value(key, written)
    except ValueError:
        allowed = ", ".join([*(write_value(each) for each in values_of(key)), _UNANSWERED])
        raise Wrong(f"{key.value}={written}: write one of {allowed}.") from None
