"""What the team handles."""

from sqlalchemy import Column, Index, Integer, Sequence, SmallInteger, String, Table

from symptomcheck.storage.columns import Id, Json, Secret, Utc
from symptomcheck.storage.tables.schema import metadata, ref

alert_numbers = Sequence("alert_numbers", metadata=metadata)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    # The sequence exists on PostgreSQL alone; on SQLite the write lock makes "highest plus one" safe.
    Column("number", Integer, alert_numbers, nullable=False, unique=True, comment="short enough to type"),
    Column("patient_id", Id, ref("patients.id"), index=True),
    Column("contact_id", Id, ref("contact_methods.id"), comment="a phone that is no patient's"),
    Column("kind", String(8), nullable=False, comment="notice, silence, today, urgent: only ever raised"),
    Column("state", String(12), nullable=False, comment="open, acknowledged, closed"),
    Column("opened_at", Utc, nullable=False),
    Column("raised_at", Utc, nullable=False),
    Column("rules", Json, nullable=False, comment="rule ids that fired while it was open"),
    Column("reasons", Json, nullable=False, comment="notice and silence reasons while it was open"),
    Column("highest_temperature", String(12)),
    Column("step", SmallInteger, nullable=False, comment="the escalation step to take next"),
    Column("next_step_at", Utc),
    Column("pagings", SmallInteger, nullable=False, comment="how many times it paged: numbers its pages"),
    Column("last_paged_at", Utc),
    Column("acknowledged_by", Id, ref("staff.id")),
    Column("acknowledged_at", Utc),
    Column("contacted_at", Utc),
    Column("closed_at", Utc),
    Column("closed_by", Id, ref("staff.id")),
    Column("outcome", String(20)),
    comment="What the team handles until it is closed by name.",
)
Index(
    "uq_alerts_one_open_per_patient",
    alerts.c.patient_id,
    unique=True,
    sqlite_where=alerts.c.state != "closed",
    postgresql_where=alerts.c.state != "closed",
)
Index(
    "uq_alerts_one_open_per_unknown_phone",
    alerts.c.contact_id,
    unique=True,
    sqlite_where=alerts.c.state != "closed",
    postgresql_where=alerts.c.state != "closed",
)

Index(
    "ix_alerts_next_step",
    alerts.c.next_step_at,
    sqlite_where=alerts.c.state != "closed",
    postgresql_where=alerts.c.state != "closed",
)

alert_events = Table(
    "alert_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("alert_id", Id, ref("alerts.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("kind", String(20), nullable=False, comment="opened, raised, paged, acknowledged, closed, ..."),
    Column("staff_id", Id, ref("staff.id")),
    Column("inbound_id", Id, ref("inbound_texts.id")),
    Column("facts", Json, nullable=False, comment="ids, codes and numbers; never words"),
    Column("note", Secret),
    comment="The timeline of an alert.",
)
