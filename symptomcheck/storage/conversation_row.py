"""What a reply and the clock read alike of a conversation: who speaks about whom, and its round."""

from datetime import datetime
from typing import Any

from symptomcheck.core.answers import Question, Reporter
from symptomcheck.core.turn import Round
from symptomcheck.storage.tables import checkins, conversations, patients, people

# Stands in `checkins.question` while the open question was shown on a page and never texted.
ON_A_PAGE = "page"
# What `patients.messages` says of somebody whose texts carry a link and no symptom.
LINK_ONLY = "link"

SPEAKER = people.alias("speaker")
PATIENT = people.alias("patient_person")
WHO = (
    conversations.c.id.label("conversation_id"),
    conversations.c.person_id,
    conversations.c.role,
    SPEAKER.c.language,
    patients.c.id.label("patient_id"),
    patients.c.state.label("patient_state"),
    patients.c.infused_on,
    patients.c.messages,
    PATIENT.c.zone,
    PATIENT.c.tag,
)
ROUND = (
    checkins.c.id.label("checkin_id"),
    checkins.c.question,
    checkins.c.questions,
    checkins.c.remaining,
    checkins.c.question_at,
    checkins.c.misfits,
    checkins.c.skipped,
    checkins.c.today_due,
)


def round_of(row: Any, *, asked_at: datetime) -> Round:
    """Where the check-in of a row with `WHO` and `ROUND` stands."""
    return Round(
        role=Reporter(row.role),
        questions=tuple(map(Question, row.questions)),
        remaining=tuple(map(Question, row.remaining)),
        asked_at=asked_at,
        misfits=row.misfits,
        skipped=tuple(map(Question, row.skipped)),
        today_due=row.today_due,
        texted=row.question != ON_A_PAGE,
    )
