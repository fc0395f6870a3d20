"""`symptomcheck rules explain`: why a flag was raised, and that judging again says the same."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from symptomcheck.cli.house import needs_config, open_house, print_json
from symptomcheck.cli.who import by_whom
from symptomcheck.cli.wrong import Wrong
from symptomcheck.core.answers import write_value
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.explain import explain_rule, key_phrase, value_phrase

if TYPE_CHECKING:
    from symptomcheck.actions.rulebook.explain_flag import ExplainedFlag


@click.command(
    epilog="\b\nExamples:\n  symptomcheck rules explain 019ab2c4-8a52-7c1e-9d3f-2b6f0c1d7e55\n"
    "  symptomcheck rules explain 12",
)
@needs_config
@click.argument("which", metavar="FLAG-ID|ALERT-NUMBER")
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@by_whom
@click.pass_context
def explain(ctx: click.Context, which: str, language: str, as_data: bool, by: str) -> None:
    """Why a flag was raised, judged again from its stored answers by the book that judged it then.

    Takes the id of a flag, or the number of an alert for every flag on it. Code 1 when judging again says
    something else: then the database or the program was changed, and it says where.
    """
    wanted = _which(which)
    with open_house(ctx) as house:
        from symptomcheck.actions.rulebook.explain_flag import NoSuchFlag, explain_flags

        try:
            explained = explain_flags(house.clinic, wanted, by=by, now=house.clock.now())
        except NoSuchFlag as wrong:
            raise Wrong(f"{wrong} The page of an alert shows the ids of its flags.") from None
        except RuleBookError as edited:
            click.echo(f"Differs: {edited}", err=True)
            ctx.exit(1)
    if as_data:
        print_json([_data(each, language) for each in explained])
    else:
        for each in explained:
            _print(each, language)
    ctx.exit(1 if any(each.differences for each in explained) else 0)


def _which(typed: str) -> UUID | int:
    if (number := typed.removeprefix("#")).isdecimal() and len(number) < 10:
        return int(number)
    try:
        return UUID(typed)
    except ValueError:
        raise Wrong(f"{typed!r} is neither the id of a flag nor the number of an alert.") from None


def _print(explained: "ExplainedFlag", language: str) -> None:
    kept, book = explained.kept, explained.book
    rule = explained.rule
    title = rule.title[language] if rule else "?"
    click.secho(f"{title}  [{kept.flag.rule_id}, {kept.flag.level}]", bold=True)
    click.echo(f"  Flag {kept.id} on alert #{kept.alert_number}, {kept.raised_at:%Y-%m-%d %H:%M} UTC")
    click.echo(f"  {_seen(explained, language)}")
    if kept.said is not None:
        click.echo(f"  In their own words: “{kept.said.words}”")
    for sentence in explain_rule(book, rule, language) if rule else ():
        click.echo(f"  {sentence}")
    for verdict in explained.left_open:
        keys = ", ".join(key_phrase(book, key, language) for key in verdict.missing)
        click.echo(f"  Still open then: {verdict.rule.title[language]}, for want of {keys}.")
    click.echo(f"  Rule book {kept.judged.fingerprint}")
    if not explained.differences:
        click.echo(f"  Judged again from {len(kept.judged.inputs)} stored answers: identical.")
    for difference in explained.differences:
        click.secho(f"  DIFFERS: {difference}", bold=True)
    click.echo()


def _seen(explained: "ExplainedFlag", language: str) -> str:
    kept, book = explained.kept, explained.book
    return book.say(
        "said",
        language,
        key=key_phrase(book, kept.key, language),
        reporter=book.say(f"reporter.{kept.flag.reporter}", language),
        value=value_phrase(book, kept.flag.value, language),
    )


def _data(explained: "ExplainedFlag", language: str) -> dict[str, Any]:
    kept, book = explained.kept, explained.book
    rule = explained.rule
    return {
        "flag": str(kept.id),
        "alert": kept.alert_number,
        "raised_at": kept.raised_at.isoformat(),
        "rule": kept.flag.rule_id,
        "level": kept.flag.level.value,
        "key": kept.key.value,
        "value": write_value(kept.flag.value),
        "reporter": kept.flag.reporter.value,
        "words": kept.said.words if kept.said else None,
        "sources": [
            {"document": each.document, "section": each.section, "quote": each.quote, "url": each.url}
            for each in (rule.sources if rule else ())
        ],
        "explained": list(explain_rule(book, rule, language)) if rule else [],
        "not_answered": {
            verdict.rule.id: [key.value for key in verdict.missing] for verdict in explained.left_open
        },
        "rule_book": kept.judged.fingerprint,
        "inputs": [
            {"key": a.key.value, "value": write_value(a.value), "reporter": a.reporter.value}
            for a in kept.judged.inputs
        ],
        "identical": not explained.differences,
        "differences": [str(each) for each in explained.differences],
    }
