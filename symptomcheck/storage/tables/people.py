"""People, and how they are reached."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from symptomcheck.storage.columns import Id, Json, Secret, Utc
from symptomcheck.storage.tables.schema import metadata, ref

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Secret, nullable=False),
    Column("tag", Secret, nullable=False, comment="the short name put before texts on a shared phone"),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("created_at", Utc, nullable=False),
    comment="A human: patient, caregiver or staff, as said by the rows that point at them.",
)

name_tokens = Table(
    "name_tokens",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("person_id", Id, ref("people.id"), primary_key=True),
    comment="HMACs of a surname and of its first three letters: search over encrypted names.",
    sqlite_with_rowid=False,
)

contact_methods = Table(
    "contact_methods",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(8), nullable=False, comment="sms, email, voice, post"),
    Column("address", Secret, nullable=False),
    Column("address_index", LargeBinary(32), nullable=False, comment="HMAC of the address"),
    Column("state", String(16), nullable=False, comment="ok, stopped, wrong, undeliverable"),
    Column("state_at", Utc, nullable=False),
    Column("told_unknown_at", Utc, comment="last time an unknown sender was given the call line"),
    UniqueConstraint("kind", "address_index"),
    comment="A phone number or e-mail address, once, whoever shares it; also numbers nobody here owns.",
)

reaches = Table(
    "reaches",
    metadata,
    Column("person_id", Id, ref("people.id"), primary_key=True),
    Column("contact_id", Id, ref("contact_methods.id"), primary_key=True, index=True),
    Column("rank", SmallInteger, nullable=False, comment="lower is tried first"),
    Column("confirmed_at", Utc),
    comment="This contact method reaches this person.",
)

patients = Table(
    "patients",
    metadata,
    Column("id", Id, ref("people.id"), primary_key=True),
    Column("infused_on", Date, nullable=False),
    Column("state", String(16), nullable=False, comment="active, unconfirmed, paused, ended"),
    Column("state_at", Utc, nullable=False),
    Column("paused_until", Utc),
    Column("state_reason", String(40), comment="a code: in_hospital, asked, finished, ..."),
    Column("messages", String(8), nullable=False, comment="words, or link only"),
    comment="A person who had an infusion and is enrolled.",
)

cares_for = Table(
    "cares_for",
    metadata,
    Column("caregiver_id", Id, ref("people.id"), primary_key=True),
    Column("patient_id", Id, ref("patients.id"), primary_key=True, index=True),
    Column("may_be_told", Boolean, nullable=False, comment="recorded permission for the fallback text"),
    Column("since", Utc, nullable=False),
    Column("ended_at", Utc),
    comment="This caregiver looks after this patient.",
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ref("people.id"), nullable=False, index=True),
    Column("patient_id", Id, ref("patients.id"), nullable=False),
    Column("wording_version", String(64), nullable=False),
    Column("texts_counted", Integer, nullable=False, comment="how many texts the plan was said to send"),
    Column("given_at", Utc, nullable=False),
    Column("recorded_by", String(80), nullable=False),
    Column("how", String(40), nullable=False),
    comment="Consent of one person to be texted, and who wrote it down.",
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, ref("people.id"), primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False, comment="admin, clinician, viewer"),
    Column("state", String(16), nullable=False, comment="active, disabled"),
    Column("password_hash", String(256)),
    Column("totp_secret", Secret),
    Column("created_at", Utc, nullable=False),
    comment="A member of the care team. Pages print the person's name: staff agree to that.",
)

shifts = Table(
    "shifts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("staff_id", Id, ref("staff.id"), nullable=False),
    Column("rung", String(8), nullable=False, comment="first, backup, lead"),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, index=True, comment="none: until changed"),
    Column("rotation_id", Id, comment="the rotation that wrote it; none: somebody by hand"),
    comment="Who is on call, from when to when.",
)

rotations = Table(
    "rotations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("rung", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("handover", String(5), nullable=False, comment="when a turn ends, as 08:00"),
    Column("days", SmallInteger, nullable=False, comment="how many days a turn lasts"),
    Column("starts_on", Date, nullable=False),
    Column("staff_ids", Json, nullable=False, comment="whose turn it is, in order, again and again"),
    Column("filled_until", Utc, nullable=False, comment="its shifts are written up to here"),
    Column("ended_at", Utc),
    comment="People who take turns on one rung; the turns themselves are written as shifts.",
)

policies = Table(
    "policies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("by", String(80), nullable=False),
    Column("numbers", Json, nullable=False),
    comment="How soon whom is paged, as the clinic edited it. The newest row stands; none: as shipped.",
)
