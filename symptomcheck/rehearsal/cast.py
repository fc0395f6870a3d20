"""The cast: invented people with phone numbers nobody has (555-01xx is kept for fiction)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.enrol import enrol
from symptomcheck.actions.people.newcomers import NewCaregiver, NewPatient
from symptomcheck.actions.staff.add_staff import add_staff

BY = "the demonstration"


class Part(StrEnum):
    """What somebody of the cast plays."""

    PATIENT = "patient"
    CAREGIVER = "caregiver"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody with a phone. `about` is the one line that says who they are in the play."""

    name: str
    number: str
    part: Part
    about: str
    language: str = "en"

    @property
    def key(self) -> str:
        """Their first name, for addresses and anchors."""
        return self.name.split()[0].casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientActor(Actor):
    """A patient, so many days after the infusion when the play opens, and whoever looks after them."""

    infused_days_ago: int
    caregivers: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffActor(Actor):
    """A member of the team on a rung of the ladder."""

    rung: Literal["first", "backup", "lead"]


def _number(last_two: int) -> str:
    return f"+150355501{last_two:02}"


PATIENTS = (
    PatientActor(
        name="Ana Morales",
        number=_number(11),
        part=Part.PATIENT,
        about="in Spanish",
        language="es",
        infused_days_ago=3,
        caregivers=(
            Actor(
                name="Luis Morales",
                number=_number(21),
                part=Part.CAREGIVER,
                about="looks after Ana, in Spanish",
                language="es",
            ),
        ),
    ),
    PatientActor(
        name="Grace Whitfield",
        number=_number(12),
        part=Part.PATIENT,
        about="",
        infused_days_ago=1,
        caregivers=(
            Actor(
                name="Ben Whitfield",
                number=_number(22),
                part=Part.CAREGIVER,
                about="looks after Grace",
            ),
        ),
    ),
    PatientActor(name="Samuel Okafor", number=_number(13), part=Part.PATIENT, about="", infused_days_ago=6),
    PatientActor(name="Ruth Feldman", number=_number(14), part=Part.PATIENT, about="", infused_days_ago=12),
    PatientActor(
        name="Mateo Rivera",
        number=_number(15),
        part=Part.PATIENT,
        about="in Spanish",
        language="es",
        infused_days_ago=21,
    ),
    PatientActor(name="Jun Park", number=_number(16), part=Part.PATIENT, about="", infused_days_ago=38),
)
STAFF = (
    StaffActor(
        name="Nora Lee", number=_number(31), part=Part.STAFF, about="nurse, on call first", rung="first"
    ),
    StaffActor(name="Marcus Hill", number=_number(32), part=Part.STAFF, about="nurse, backup", rung="backup"),
    StaffActor(name="Priya Nair", number=_number(33), part=Part.STAFF, about="physician, lead", rung="lead"),
)
CAREGIVERS = tuple(each for patient in PATIENTS for each in patient.caregivers)
EVERYBODY: tuple[Actor, ...] = (*PATIENTS, *CAREGIVERS, *STAFF)


def take_their_places(clinic: Clinic, *, opens_on: date, now: datetime) -> None:
    """Put the team on call and enrol the patients with their caregivers.

    `infused_days_ago` counts back from the day the play opens.
    """
    for member in STAFF:
        add_staff(
            clinic,
            name=member.name,
            login=member.key,
            role="clinician",
            phone=member.number,
            email=None,
            on_call=member.rung,
            by=BY,
            now=now,
        )
    for patient in PATIENTS:
        enrol(
            clinic,
            NewPatient(
                name=patient.name,
                phone=patient.number,
                infused_on=opens_on - timedelta(days=patient.infused_days_ago),
                language=patient.language,
                caregivers=tuple(
                    NewCaregiver(name=each.name, phone=each.number, language=each.language)
                    for each in patient.caregivers
                ),
            ),
            by=BY,
            now=now,
        )
