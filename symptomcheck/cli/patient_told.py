"""What the commands about patients print: the shapes that scripts rely on."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from symptomcheck.actions.people.show_patient import Shown
    from symptomcheck.storage.patients import Line


def line_of(line: "Line", day: int) -> dict[str, Any]:
    kept = line.patient
    return {
        "id": str(kept.id),
        "name": kept.person.name,
        "language": kept.person.language,
        "zone": kept.person.zone,
        "infused_on": kept.infused_on.isoformat(),
        "day": day,
        "state": kept.state,
        "state_reason": kept.state_reason,
        "paused_until": iso(kept.paused_until),
        "last_heard_at": iso(line.last_heard_at),
        "last_level": line.last_level,
        "missed_in_a_row": line.missed_in_a_row,
        "open_alert": line.open_alert,
    }


def told(shown: "Shown") -> dict[str, Any]:
    return line_of(shown.line, shown.day) | {
        "phones": [way.address for way in shown.ways if way.kind == "sms"],
        "caregivers": [
            {
                "id": str(each.caregiver.person.id),
                "name": each.caregiver.person.name,
                "phones": [way.address for way in each.ways if way.kind == "sms"],
                "may_be_told": each.caregiver.may_be_told,
            }
            for each in shown.caregivers
        ],
        "next_checkin_at": iso(shown.next_checkin_at),
    }


def iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def local(at: datetime | None, zone: str) -> str:
    return (
        "never: the plan has ended"
        if at is None
        else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
    )
