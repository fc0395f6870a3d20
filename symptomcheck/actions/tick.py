"""One turn of the metronome: everything that is due by now. It decides and writes, and meets no network."""

from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.alerts.escalate_alerts import escalate_alerts
from symptomcheck.actions.checkins.mind_timers import mind_timers
from symptomcheck.actions.checkins.send_due_checkins import send_due_checkins
from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.end_pauses import end_pauses
from symptomcheck.actions.staff.take_turns import fill_rotations

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TickReport:
    """What one tick found due."""

    checkins: int
    timers: int
    alerts: int


def tick(clinic: Clinic, *, now: datetime) -> TickReport:
    """Turns on call, ends of pauses, due check-ins, silences, then escalation, in batches of transactions.

    Escalation comes last, so that a silence found in this tick is paged in it.
    """
    fill_rotations(clinic, now=now)
    while end_pauses(clinic, now=now, limit=BATCH):
        pass
    checkins = 0
    while (sent := send_due_checkins(clinic, now=now, limit=BATCH)).due:
        checkins += sent.due
    timers = 0
    while minded := mind_timers(clinic, now=now, limit=BATCH):
        timers += minded
    alerts = 0
    while escalated := escalate_alerts(clinic, now=now, limit=BATCH):
        alerts += escalated
    return TickReport(checkins=checkins, timers=timers, alerts=alerts)
