"""`symptomcheck tick`: one turn of the metronome, by hand."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from symptomcheck.cli.house import needs_config, open_house, print_json


@click.command(epilog="\b\nExample:\n  symptomcheck tick --now 2026-11-23T14:00:00+00:00")
@needs_config
@click.option(
    "--now", "at", metavar="ISO", help="Decide as if it were this instant; else the clinic's clock."
)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.pass_context
def tick(ctx: click.Context, at: str | None, as_data: bool) -> None:
    """Do what is due now, once.

    Check-ins, silences, escalation. Sends nothing: the worker does.
    """
    given = None if at is None else _instant(ctx, at)
    with open_house(ctx) as house:
        from symptomcheck.actions.tick import tick as turn

        report = asdict(turn(house.clinic, now=given or house.clock.now()))
    if as_data:
        print_json(report)
        return
    done = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in report.items() if count)
    click.echo(f"Done: {done or 'nothing was due'}.")


def _instant(ctx: click.Context, written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise click.UsageError(f"--now {written!r} is no instant; write 2026-11-23T14:00:00Z", ctx) from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
