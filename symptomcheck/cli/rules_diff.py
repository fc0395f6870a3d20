"""`symptomcheck rules diff`: what a candidate changes in the book that is current."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from symptomcheck.cli.book import of_files
from symptomcheck.cli.candidate import CANDIDATE, sides
from symptomcheck.cli.house import needs_config, print_json
from symptomcheck.core.compare import Comparison, RuleChange, compare
from symptomcheck.core.explain import explain_rule
from symptomcheck.core.rulebook import RuleBook, compile_once
from symptomcheck.core.verify import said_by


@click.command(
    epilog="\b\nExamples:\n  symptomcheck rules diff my/our-clinic.toml\n  symptomcheck rules diff my/rules/"
)
@needs_config
@CANDIDATE
@of_files
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.pass_context
def diff(
    ctx: click.Context,
    candidate: Path | None,
    file: Path | None,
    folder: Path | None,
    language: str,
    as_data: bool,
) -> None:
    """What a candidate changes: each rule, with the smallest answers that show it, each text, each file.

    CANDIDATE is one file, or a folder with a whole book; without it, the files of the configuration. It is
    compared with the book that is current; without a configuration, with the shipped one.
    """
    current, files = sides(ctx, candidate, file, folder)
    proposed = compile_once(files)
    found = compare(current, proposed)
    if as_data:
        print_json({"current": current.fingerprint, "candidate": proposed.fingerprint} | _data(found))
        return
    click.echo(f"Current    {current.fingerprint}")
    click.echo(f"Candidate  {proposed.fingerprint}")
    if found.same:
        click.echo("They are the same.")
    print_changes(found, current, proposed, language)


def print_changes(found: Comparison, current: RuleBook, proposed: RuleBook, language: str = "en") -> None:
    """Each rule, text and file that would be another one."""
    for rule in found.rules:
        _print_rule(rule, current, proposed, language)
    for text in found.texts:
        click.secho(f"\nText {text.id} ({text.language})", bold=True)
        click.echo(f"  Was: {text.before or 'none'}")
        click.echo(f"  Is:  {text.after or 'none'}")
    if not found.same:
        click.secho("\nFiles", bold=True)
    for changed in found.files:
        click.echo(f"  {changed.name}: {len(changed.new)} new lines, {len(changed.gone)} gone.")


def _print_rule(change: RuleChange, current: RuleBook, proposed: RuleBook, language: str) -> None:
    rule = change.rule
    what = "new" if change.before is None else "gone" if change.after is None else "changed"
    parts = f": {', '.join(change.parts)}" if change.parts else ""
    click.secho(f"\nRule {rule.id} [{rule.level}, {rule.status}] is {what}{parts}", bold=True)
    for word, one, book in (("Was", change.before, current), ("Is", change.after, proposed)):
        if one is not None:
            sentences = explain_rule(book, one, language)
            click.echo(f"  {word}: {one.title[language]}. {sentences[0]} {sentences[1]}")
    for made in change.after.changes if change.after else ():
        if made.weaker:
            click.echo(f"  LESS CAREFUL, approved by {made.approved_by}: {made.reason}")
    for example in change.examples:
        answers = said_by(example.answers) or "nothing answered"
        click.echo(f"  {answers}: {example.before} before, {example.after} after")


def _data(found: Comparison) -> dict[str, Any]:
    return {
        "rules": [
            {
                "rule": change.rule.id,
                "is": "new" if change.before is None else "gone" if change.after is None else "changed",
                "parts": list(change.parts),
                "examples": [
                    {"answers": said_by(each.answers), "before": each.before, "after": each.after}
                    for each in change.examples
                ],
            }
            for change in found.rules
        ],
        "texts": [asdict(text) for text in found.texts],
        "files": [asdict(file) for file in found.files],
    }
