"""`symptomcheck alert …`: what the team has to handle, for those without a screen at hand."""

from typing import TYPE_CHECKING
from uuid import UUID

import click

from symptomcheck.cli.house import needs_config, open_house, print_json, print_table
from symptomcheck.cli.wrong import Wrong
from symptomcheck.core.open_alert import CloseOutcome

if TYPE_CHECKING:
    from symptomcheck.wiring import House


@click.group()
def alert() -> None:
    """Alerts: list, acknowledge, close. By text: ACK and the number of the alert."""


@alert.command("list", epilog="\b\nExample:\n  symptomcheck alert list --json")
@needs_config
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.pass_context
def list_(ctx: click.Context, as_data: bool) -> None:
    """Every alert that is not closed."""
    with open_house(ctx) as house:
        from symptomcheck.storage import alerts

        with house.clinic.db.read() as tx:
            rows = [
                {
                    "number": kept.number,
                    "kind": kept.alert.kind.value,
                    "state": kept.alert.state.value,
                    "patient": None if kept.patient_id is None else str(kept.patient_id),
                    "acknowledged_by": (
                        None
                        if kept.alert.acknowledged_by is None
                        else alerts.name_of(tx, kept.alert.acknowledged_by)
                    ),
                    "next_step_at": kept.alert.next_step_at.isoformat(),
                }
                for kept in alerts.not_closed(tx)
            ]
    if as_data:
        print_json(rows)
        return
    print_table(
        ("number", "kind", "state", "patient", "who has it", "next step"),
        [
            (
                f"#{row['number']}",
                str(row["kind"]),
                str(row["state"]),
                str(row["patient"] or "unknown sender"),
                str(row["acknowledged_by"] or "-"),
                str(row["next_step_at"]),
            )
            for row in rows
        ],
    )


@alert.command(epilog="\b\nExample:\n  symptomcheck alert acknowledge 12 --by nora.lee")
@needs_config
@click.argument("number", type=int)
@click.option("--by", required=True, metavar="LOGIN", help="The member of the team who takes it.")
@click.pass_context
def acknowledge(ctx: click.Context, number: int, by: str) -> None:
    """Take an alert: escalation waits for you."""
    with open_house(ctx) as house:
        from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert, acknowledge_alert
        from symptomcheck.storage import alerts

        try:
            taken = acknowledge_alert(
                house.clinic, number, staff_id=_member(house, by), now=house.clock.now()
            )
        except NoSuchAlert as wrong:
            raise Wrong(f"{wrong} See symptomcheck alert list.") from None
        with house.clinic.db.read() as tx:
            holder = alerts.name_of(tx, taken.holder)
    click.echo(f"Alert #{number} {'was taken before' if taken.already else 'is taken'} by {holder}.")
    ctx.exit(1 if taken.already else 0)


@alert.command("pass", epilog="\b\nExample:\n  symptomcheck alert pass 12 --by nora.lee")
@needs_config
@click.argument("number", type=int)
@click.option("--by", required=True, metavar="LOGIN", help="The member of the team who cannot take it.")
@click.pass_context
def pass_(ctx: click.Context, number: int, by: str) -> None:
    """Pass an alert on: the next people are paged now."""
    with open_house(ctx) as house:
        from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert
        from symptomcheck.actions.alerts.pass_alert import pass_alert

        try:
            passed = pass_alert(house.clinic, number, staff_id=_member(house, by), now=house.clock.now())
        except NoSuchAlert as wrong:
            raise Wrong(f"{wrong} See symptomcheck alert list.") from None
    click.echo(
        f"Alert #{number} is passed on." if passed else f"Alert #{number} is somebody else's: unchanged."
    )
    ctx.exit(0 if passed else 1)


@alert.command(epilog="\b\nExample:\n  symptomcheck alert close 12 --by nora.lee --outcome reached_by_phone")
@needs_config
@click.argument("number", type=int)
@click.option("--by", required=True, metavar="LOGIN", help="The member of the team who closes it.")
@click.option("--outcome", type=click.Choice([each.value for each in CloseOutcome]), required=True)
@click.option("--note", help="Kept encrypted with the alert.")
@click.pass_context
def close(ctx: click.Context, number: int, by: str, outcome: str, note: str | None) -> None:
    """Close an alert, with what came of it."""
    with open_house(ctx) as house:
        from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert
        from symptomcheck.actions.alerts.close_alert import close_alert

        try:
            close_alert(
                house.clinic,
                number,
                staff_id=_member(house, by),
                outcome=outcome,
                note=note,
                now=house.clock.now(),
            )
        except NoSuchAlert as wrong:
            raise Wrong(f"{wrong} See symptomcheck alert list.") from None
    click.echo(f"Closed alert #{number}: {outcome}.")


def _member(house: "House", login: str) -> UUID:
    from symptomcheck.storage import staff

    with house.clinic.db.read() as tx:
        member = staff.by_login(tx, login.strip().casefold())
    if member is None or not member.active:
        raise Wrong(f"No active member of the team logs in as {login!r}. See symptomcheck staff list.")
    return member.id
