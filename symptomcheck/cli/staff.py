"""`symptomcheck staff …`: who is on the care team, and who is on call."""

import re
import unicodedata
from typing import TYPE_CHECKING

import click

from symptomcheck.cli.house import needs_config, open_house, print_json, print_table
from symptomcheck.cli.rota import cover, rotation, step_in
from symptomcheck.cli.who import by_whom

if TYPE_CHECKING:
    from symptomcheck.wiring import House


@click.group()
def staff() -> None:
    """The care team: who is paged, who is on call."""


@staff.command(
    epilog='\b\nExample:\n  symptomcheck staff add --name "Nora Lee" --phone +15550100123 --on-call first'
)
@needs_config
@click.option("--name", required=True, help="First name and surname; pages may print it.")
@click.option("--phone", help="The mobile that pages go to, and that may answer ACK. Typing it confirms it.")
@click.option("--email", help="Where pages go when texts fail.")
@click.option("--login", help="The name to log in with; else made of the name.")
@click.option(
    "--role", type=click.Choice(["admin", "clinician", "viewer"]), default="clinician", show_default=True
)
@click.option(
    "--on-call",
    type=click.Choice(["first", "backup", "lead", "none"]),
    help="The rung they are paged on from now, until changed. A clinician with a phone: first.",
)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@by_whom
@click.pass_context
def add(
    ctx: click.Context,
    name: str,
    phone: str | None,
    email: str | None,
    login: str | None,
    role: str,
    on_call: str | None,
    as_data: bool,
    by: str,
) -> None:
    """Add a member of the team, and put them on call."""
    login = login or _login_of(name)
    with open_house(ctx) as house:
        from symptomcheck.actions.staff.add_staff import add_staff

        added = add_staff(
            house.clinic,
            name=name,
            login=login,
            role=role,  # type: ignore[arg-type]  # click.Choice has checked it
            phone=phone,
            email=email,
            on_call=on_call,  # type: ignore[arg-type]
            by=by,
            now=house.clock.now(),
        )
        link = _invited(house, login, by)
    rung = added.rung.value if added.rung else None
    if as_data:
        print_json(
            {"id": str(added.staff_id), "login": login, "role": role, "on_call": rung, "invitation": link}
        )
        return
    paged = f"on call ({rung}) from now" if rung else "not on call"
    click.echo(f"Added {login} ({role}), {paged}.")
    _tell_link(link)


@staff.command("list", epilog="\b\nExample:\n  symptomcheck staff list --json")
@needs_config
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.pass_context
def list_(ctx: click.Context, as_data: bool) -> None:
    """Every member of the team, with phone, role and rung."""
    with open_house(ctx) as house:
        from symptomcheck.actions.staff.list_staff import list_staff

        listed = list_staff(house.clinic, now=house.clock.now())
    rows = [
        {
            "id": str(each.member.id),
            "login": each.member.login,
            "name": each.member.person.name,
            "role": each.member.role,
            "active": each.member.active,
            "on_call": [rung.value for rung in each.on_call],
            "ways": [{"kind": way.kind, "address": way.address, "state": way.state} for way in each.ways],
        }
        for each in listed
    ]
    if as_data:
        print_json(rows)
        return
    print_table(
        ("login", "name", "role", "on call", "reached at"),
        [
            (
                each.member.login,
                each.member.person.name,
                each.member.role if each.member.active else "disabled",
                ", ".join(each.on_call) or "-",
                ", ".join(
                    way.address + ("" if way.state == "ok" else f" ({way.state})") for way in each.ways
                ),
            )
            for each in listed
        ],
    )


@staff.command(epilog="\b\nExample:\n  symptomcheck staff disable nora.lee")
@needs_config
@click.argument("login")
@by_whom
@click.pass_context
def disable(ctx: click.Context, login: str, by: str) -> None:
    """Take away log-in, pages and acknowledgements at once: somebody left, or a phone is lost."""
    with open_house(ctx) as house:
        from symptomcheck.actions.staff.disable_staff import disable_staff

        disabled = disable_staff(house.clinic, login, by=by, now=house.clock.now())
    click.echo(f"Disabled {login}: no log-in, no pages, no acknowledgements.")
    if disabled.uncovered:
        first = disabled.uncovered[0].starts_at
        click.echo(
            f"Nobody is on call from {first:%Y-%m-%d %H:%M} UTC. Run symptomcheck staff add --on-call first.",
            err=True,
        )


@staff.command(epilog="\b\nExample:\n  symptomcheck staff reset nora.lee")
@needs_config
@click.argument("login")
@by_whom
@click.pass_context
def reset(ctx: click.Context, login: str, by: str) -> None:
    """Sign somebody out everywhere, void their password and print a new one-time link."""
    with open_house(ctx) as house:
        link = _invited(house, login, by)
    click.echo(f"Signed {login} out everywhere; the old password opens nothing.")
    _tell_link(link)


for _command in (cover, step_in, rotation):
    staff.add_command(_command)


def _invited(house: "House", login: str, by: str) -> str:
    from symptomcheck.actions.staff.invite_staff import invite_staff

    # The real clock, as for everything about signing in.
    invitation = invite_staff(house.clinic, login, by=by, now=house.real_clock.now())
    return f"{house.clinic.site.public_url}/team/invite/{invitation.token}"


def _tell_link(link: str) -> None:
    click.echo("Give them this link. It works once, for three days:")
    click.echo(link)


def _login_of(name: str) -> str:
    """José Núñez -> jose.nunez"""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return ".".join(re.findall(r"[a-z0-9]+", plain))
