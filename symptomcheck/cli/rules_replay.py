"""`symptomcheck rules replay`: what a candidate would have flagged among the answers that were given."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from symptomcheck.cli.book import has_configuration, of_files
from symptomcheck.cli.candidate import CANDIDATE, sides, sides_in
from symptomcheck.cli.house import needs_config, open_house, print_json
from symptomcheck.cli.who import by_whom
from symptomcheck.core.replay import LISTED, Replayed, Side
from symptomcheck.core.rulebook import RuleBook, compile_once
from symptomcheck.rule_files import scenario_files


@click.command(
    epilog="\b\nExamples:\n  symptomcheck rules replay my/our-clinic.toml\n"
    "  symptomcheck rules replay my/rules/ --since 2026-10-01 --json"
)
@needs_config
@CANDIDATE
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
    if has_configuration(ctx):
        with open_house(ctx) as house:
            from symptomcheck.actions.rulebook.replay_rulebook import replay_rulebook

            told = replay_rulebook(
                house.clinic,
                sides_in(house, ctx, candidate, file, folder)[1],
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

        current, files = sides(ctx, candidate, file, folder)
        proposed, scenes = compile_once(files), True
        recorded = told_days(current, scenario_files(), now=datetime.now(UTC))
        replayed = judge_again(current, proposed, recorded, listed=days)
    if as_data:
        head = {"current": current.fingerprint, "candidate": proposed.fingerprint, "of_scenarios": scenes}
        print_json(head | _measures(replayed) | asdict(replayed))
    else:
        _print_replay(current, proposed, replayed, scenes)


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
