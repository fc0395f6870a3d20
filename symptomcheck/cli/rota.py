"""`symptomcheck staff cover | step-in | rotation`: who is on call, and who stands in."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import click

from symptomcheck.cli.house import needs_config, open_house, print_json, print_table
from symptomcheck.cli.who import by_whom
from symptomcheck.cli.wrong import Wrong

if TYPE_CHECKING:
    from symptomcheck.wiring import House

_RUNG = click.Choice(["first", "backup", "lead"])


@click.command(epilog="\b\nExample:\n  symptomcheck staff cover --json")
@needs_config
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.pass_context
def cover(ctx: click.Context, as_data: bool) -> None:
    """Who is on call in the next 14 days, and when nobody is; exit code 1 when there is such a time."""
    with open_house(ctx) as house:
        from symptomcheck.actions.staff.view_rota import view_rota

        rota = view_rota(house.clinic, now=house.clock.now())
        planned = [
            (shift.starts_at, rung.value, rota.names[shift.staff_id], shift.starts_at, shift.ends_at)
            for rung, shifts in rota.shifts.items()
            for shift in shifts
        ]
        rows: list[tuple[str, ...]] = [
            (rung, name, _local(house, starts_at), _local(house, ends_at) if ends_at else "until changed")
            for _, rung, name, starts_at, ends_at in sorted(planned, key=lambda row: (row[1], row[0]))
        ]
        nobody = [(_local(house, gap.starts_at), _local(house, gap.ends_at)) for gap in rota.gaps]
    if as_data:
        keys = ("rung", "name", "from", "until")
        print_json(
            {
                "shifts": [dict(zip(keys, row, strict=True)) for row in rows],
                "gaps": [{"from": start, "until": end} for start, end in nobody],
            }
        )
    else:
        print_table(("rung", "who", "from", "until"), rows)
        for start, end in nobody:
            click.echo(f"NOBODY who can be texted is on call from {start} until {end}.")
    ctx.exit(1 if nobody else 0)


@click.command(
    "step-in",
    epilog="\b\nExample:\n  symptomcheck staff step-in omar.diaz --rung first "
    "--from 2026-12-24T08:00 --until 2026-12-26T08:00",
)
@needs_config
@click.argument("login")
@click.option("--rung", type=_RUNG, required=True)
@click.option("--from", "start", required=True, metavar="WHEN", help="On the clinic's clock.")
@click.option("--until", "end", required=True, metavar="WHEN", help="On the clinic's clock.")
@by_whom
@click.pass_context
def step_in(ctx: click.Context, login: str, rung: str, start: str, end: str, by: str) -> None:
    """Let somebody take over a rung for a while; whoever had it is off in that time."""
    with open_house(ctx) as house:
        from symptomcheck.actions.staff.step_in import step_in as act
        from symptomcheck.core.oncall import Rung

        done = act(
            house.clinic,
            login,
            rung=Rung(rung),
            starts_at=_instant(house, start),
            ends_at=_instant(house, end),
            by=by,
            now=house.clock.now(),
        )
    click.echo(f"{login} is on call ({rung}) from {start} until {end}.")
    if done.uncovered:
        click.echo("There are times when nobody is on call. Run symptomcheck staff cover.", err=True)


@click.command(
    epilog="\b\nExample:\n  symptomcheck staff rotation --rung first --who nora.lee --who omar.diaz "
    "--handover 08:00 --days 7 --from 2026-11-30"
)
@needs_config
@click.option("--rung", type=_RUNG, required=True)
@click.option("--who", multiple=True, required=True, metavar="LOGIN", help="In the order of their turns.")
@click.option("--handover", default="08:00", show_default=True, help="On the clinic's clock.")
@click.option("--days", default=7, show_default=True, help="How long a turn lasts.")
@click.option("--from", "start", required=True, metavar="DATE", help="The first turn begins on this date.")
@by_whom
@click.pass_context
def rotation(
    ctx: click.Context, rung: str, who: tuple[str, ...], handover: str, days: int, start: str, by: str
) -> None:
    """Let people take turns on a rung, in place of who stood there and of the rotation before."""
    with open_house(ctx) as house:
        from symptomcheck.actions.staff.take_turns import take_turns
        from symptomcheck.core.oncall import Rung

        try:
            at, on = time.fromisoformat(handover), date.fromisoformat(start)
        except ValueError:
            raise Wrong("Write --handover like 08:00 and --from like 2026-11-30.") from None
        take_turns(
            house.clinic,
            who,
            rung=Rung(rung),
            handover=at,
            days=days,
            starts_on=on,
            by=by,
            now=house.clock.now(),
        )
    click.echo(f"{', '.join(who)} take turns on call ({rung}), {days} days each.")
    click.echo("See symptomcheck staff cover.")


def _local(house: "House", at: datetime) -> str:
    from symptomcheck.core.schedule import zone_named

    return f"{at.astimezone(zone_named(house.clinic.site.zone)):%a %Y-%m-%d %H:%M}"


def _instant(house: "House", typed: str) -> datetime:
    from symptomcheck.core.schedule import utc

    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        raise Wrong(f'"{typed}" is no instant. Write it like 2026-12-24T08:00.') from None
    return local if local.tzinfo else utc(local.date(), local.time(), house.clinic.site.zone)
