"""The cast's log-ins: the team's screens open to whoever watches the demonstration, and to nobody else."""

from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.choose_password import choose_password
from symptomcheck.actions.staff.invite_staff import invite_staff
from symptomcheck.actions.staff.list_staff import list_staff

# Printed at every start of a demonstration, which listens on this machine alone.
PASSWORD = "heron gravel piano tide"  # noqa: S105
BY = "the demonstration"


def give_log_ins(clinic: Clinic, *, now: datetime) -> tuple[str, ...]:
    """Give everybody in the team the same password; their log-ins. `now` is the real clock's."""
    log_ins = tuple(each.member.login for each in list_staff(clinic, now=now) if each.member.active)
    for login in log_ins:
        choose_password(clinic, invite_staff(clinic, login, by=BY, now=now).token, PASSWORD, now=now)
    return log_ins
