"""`symptomcheck rules diff` and `rules replay`: what a candidate changes, and what it would have flagged."""

import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from symptomcheck.cli.book import files_of, of_files
from symptomcheck.cli.house import needs_config, open_house, print_json
from symptomcheck.cli.who import by_whom
from symptomcheck.config import CONFIG_VARIABLE
from symptomcheck.core.compare import Comparison, RuleChange, compare
from symptomcheck.core.explain import explain_rule
from symptomcheck.core.replay import LISTED, Replayed, Side
from symptomcheck.core.rulebook import RuleBook, load
from symptomcheck.core.verify import said_by
from symptomcheck.rule_files import rule_files, scenario_files

_CANDIDATE = click.argument("candidate", required=False, type=click.Path(path_type=Path, exists=True))


@click.command(
    epilog="\b\nExamples:\n  symptomcheck rules diff my/our-clinic.toml\n  symptomcheck rules diff my/rules/"
)
@needs_config
@_CANDIDATE
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
    current, files = _sides(ctx, candidate, file, folder)
    proposed = load(files)
    found = compare(current, proposed)
    if as_data:
        print_json({"current": current.fingerprint, "candidate": proposed.fingerprint} | _data(found))
        return
    click.echo(f"Current    {current.fingerprint}")
    click.echo(f"Candidate  {proposed.fingerprint}")
    if found.same:
        click.echo("They are the same.")
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


@click.command(
    epilog="\b\nExamples:\n  symptomcheck rules replay my/our-clinic.toml\n"
    "  symptomcheck rules replay my/rules/ --since 2026-10-01 --json"
)
@needs_config
@_CANDIDATE
@of_files
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was answered from this day on.")
@click.option("--days", default=LISTED, show_default=True, help="How many changed patient-days to list.")
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@by_whom
@click.pass_context
def replay(
    ctx: click.Context,
    candidate: Path | None,
    file: Path | None,
    folder: Path | None,
    since: datetime | None,
    days: int,
    as_data: bool,
    by: str,
) -> None:
    """What a candidate would have flagged: every recorded answer judged by it and by the current book.

    Without recorded answers, or without a configuration, the scenarios told beside the rules are judged.
    Nobody is alerted. A patient-day is a day on which somebody answered about a patient.
    """
    if _has_configuration(ctx):
        with open_house(ctx) as house:
            from symptomcheck.actions.rulebook.replay_rulebook import replay_rulebook

            told = replay_rulebook(
                house.clinic,
                _candidate(ctx, house.settings.file, candidate, file, folder),
                scenarios=scenario_files(house.settings.rules.folder),
                since=None if since is None else since.replace(tzinfo=UTC),
                listed=days,
                by=by,
                now=house.clock.now(),
            )
            current, proposed, replayed, scenes = (
                told.current,
                told.candidate,
                told.replayed,
                told.of_scenarios,
            )
    else:
        from symptomcheck.actions.rulebook.replay_rulebook import told_days
        from symptomcheck.core.replay import replay as judge_again

        current, files = _sides(ctx, candidate, file, folder)
        proposed, scenes = load(files), True
        recorded = told_days(current, scenario_files(), now=datetime.now(UTC))
        replayed = judge_again(current, proposed, recorded, listed=days)
    if as_data:
        head = {"current": current.fingerprint, "candidate": proposed.fingerprint, "of_scenarios": scenes}
        print_json(head | _measures(replayed) | asdict(replayed))
    else:
        _print_replay(current, proposed, replayed, scenes)


def _has_configuration(ctx: click.Context) -> bool:
    return ctx.find_root().obj is not None or CONFIG_VARIABLE in os.environ or Path("config.toml").exists()


def _sides(
    ctx: click.Context, candidate: Path | None, file: Path | None, folder: Path | None
) -> tuple[RuleBook, dict[str, str]]:
    if not _has_configuration(ctx):
        return load(rule_files()), _candidate(ctx, None, candidate, file, folder)
    with open_house(ctx) as house:
        with house.clinic.db.read() as tx:
            current = house.clinic.books.current(tx)
        return current, _candidate(ctx, house.settings.file, candidate, file, folder)


def _candidate(
    ctx: click.Context,
    settings: Path | None,
    candidate: Path | None,
    file: Path | None,
    folder: Path | None,
) -> dict[str, str]:
    ctx.find_root().obj = settings  # the candidate's other files are those of this clinic's folder
    if candidate is not None:
        file, folder = (None, candidate) if candidate.is_dir() else (candidate, folder)
    return files_of(ctx, file, folder)


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


def _measures(replayed: Replayed) -> dict[str, Any]:
    def of(side: Side) -> dict[str, float]:
        return {name: round(replayed.per_100(count), 2) for name, count in asdict(side).items()}

    return {"alerts_per_100_patient_days": {"before": of(replayed.before), "after": of(replayed.after)}}


def _print_replay(current: RuleBook, proposed: RuleBook, replayed: Replayed, scenes: bool) -> None:
    what = "scenarios" if scenes else "patient-days"
    click.echo(f"Current    {current.fingerprint}")
    click.echo(f"Candidate  {proposed.fingerprint}")
    if scenes:
        click.echo("No answers are recorded: the scenarios told beside the rules are judged.")
    judged = f"{replayed.answers:,} answers in {replayed.judgements:,} judgements"
    click.echo(f"{judged} of {replayed.patient_days:,} {what}")
    head = f"Alerts per 100 {what}, one a day at most"
    click.echo(f"\n{head:<48} before    after")
    sides = zip(asdict(replayed.before).items(), asdict(replayed.after).values(), strict=True)
    told = {
        "urgent": "urgent",
        "flagged": "of any level",
        "left_open": "days that end with an urgent question open",
    }
    for (name, before), after in sides:
        click.echo(f"  {told[name]:<45} {replayed.per_100(before):>7.2f}  {replayed.per_100(after):>7.2f}")
    click.echo(f"\n{'Rule':<34} {'before':>9} {'after':>9} {'newly':>9} {'no longer':>10}")
    for rule in replayed.rules:
        name = f"{rule.rule_id} ({rule.level})"
        counts = f"{rule.before:>9,} {rule.after:>9,} {rule.newly:>9,} {rule.no_longer:>10,}"
        click.echo(f"{name:<34} {counts}")
    click.echo(f"\n{replayed.changed:,} {what} are flagged otherwise.")
    for day in replayed.days:
        newly = [f"+{rule} ({level})" for rule, level in day.newly]
        no_longer = [f"-{rule} ({level})" for rule, level in day.no_longer]
        click.echo(f"  {day.who}{'' if scenes else f' {day.day}'}: {' '.join(newly + no_longer)}")
    if replayed.changed > len(replayed.days):
        click.echo(f"  and {replayed.changed - len(replayed.days):,} more; --days lists more of them.")
    click.echo("\nWords and texts of the candidate are not replayed: only answers are.")
