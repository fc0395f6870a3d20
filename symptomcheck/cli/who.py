"""Who does this, about whom, and why or when: what every command about people asks."""

import getpass
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import click

from symptomcheck.cli.wrong import Wrong

if TYPE_CHECKING:
    from symptomcheck.wiring import House

Command = TypeVar("Command", bound=Callable[..., Any])


def _whoever_is_at_the_keyboard() -> str:
    try:
        return f"command line: {getpass.getuser()}"
    except (KeyError, OSError):  # a container without names for its users
        return "command line"


def by_whom(command: Command) -> Command:
    """Give a command `--by`: what it did stands under that name in the records."""
    return click.option(
        "--by",
        default=_whoever_is_at_the_keyboard,
        show_default="the user of this machine",
        help="Who does this, for the records.",
    )(command)


def a_day(_ctx: click.Context, _parameter: click.Parameter, given: datetime | None) -> date | None:
    """The callback of an option of type DAY: click knows dates only with a time."""
    return None if given is None else given.date()


DAY = click.DateTime(["%Y-%m-%d"])


class Worded(click.Choice[str]):
    """A choice that may be typed as words: "in hospital" is in_hospital."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        """As click does, with one sign between words."""
        return super().normalize_choice("_".join(str(choice).replace("-", " ").split()).casefold(), ctx)


def patient_named(house: "House", named: str) -> UUID:
    """The patient with this id, or the one on this phone."""
    try:
        return UUID(named)
    except ValueError:
        pass
    from symptomcheck.actions.people.phone import normalised, region_of
    from symptomcheck.storage import contacts, patients, people

    address = normalised(named, region=region_of(house.clinic.site.our_number))
    with house.clinic.db.read() as tx:
        contact_id = contacts.find(tx, "sms", address)
        reached = people.reached_by(tx, contact_id) if contact_id else ()
        found = [person.id for person in reached if patients.lines(tx, patient_id=person.id)]
    if len(found) == 1:
        return found[0]
    how_many = "Several patients are" if found else "No patient is"
    raise Wrong(f"{how_many} on that phone. Name one by the id that symptomcheck patient list shows.")
