"""Who may look, and the house keeping."""

from sqlalchemy import BigInteger, Column, Identity, Integer, LargeBinary, SmallInteger, String, Table

from symptomcheck.storage.columns import Id, Json, Utc
from symptomcheck.storage.tables.schema import metadata, ref

# --- the house keeping -----------------------------------------------------------------------------------

patient_summaries = Table(
    "patient_summaries",
    metadata,
    Column("patient_id", Id, ref("patients.id"), primary_key=True),
    Column("current", Json, nullable=False, comment="latest answers, as storage.answers writes them"),
    Column("last_heard_at", Utc),
    Column("last_level", String(8), nullable=False),
    Column("open_alert_id", Id),
    Column("last_asked_at", Utc),
    Column("missed_in_a_row", Integer, nullable=False),
    comment="What the lists show of a patient, kept in the same transaction as what changes it.",
)

form_keys = Table(
    "form_keys",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("used_at", Utc, nullable=False),
    Column("told", String(200), comment="codes of what a person was told, for when the form comes again"),
    comment="One-time keys of form posts: the second post with a key changes nothing.",
)

# --- who may look ----------------------------------------------------------------------------------------

links = Table(
    "links",
    metadata,
    Column("id", Id, primary_key=True),
    Column(
        "token_hash", LargeBinary(32), nullable=False, unique=True, comment="SHA-256; the token is sent only"
    ),
    Column("conversation_id", Id, ref("conversations.id"), nullable=False, index=True),
    Column("checkin_id", Id, ref("checkins.id")),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("revoked_at", Utc),
    comment="A link in a text: one person, about one patient. It can only submit.",
)

reading_codes = Table(
    "reading_codes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("link_id", Id, ref("links.id"), nullable=False, index=True),
    Column("code_hash", LargeBinary(32), nullable=False),
    Column("sent_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("used_at", Utc),
    comment="A code texted to the person's own phone: with it the link may read, for one session.",
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True, comment="SHA-256 of the cookie"),
    Column("staff_id", Id, ref("staff.id"), index=True, comment="signed in as"),
    Column("link_id", Id, ref("links.id"), index=True, comment="or reading by this link"),
    Column("made_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False, comment="the absolute end; idleness ends it sooner"),
    Column("ended_at", Utc),
    comment="Somebody signed in; kept by us, so that it can be ended by us. Real clock, always.",
)

invites = Table(
    "invites",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("staff_id", Id, ref("staff.id"), nullable=False, index=True),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    comment="A one-time link with which a member of the team chooses a password.",
)

attempts = Table(
    "attempts",
    metadata,
    Column("who", LargeBinary(32), primary_key=True, comment="HMAC of a login or an address"),
    Column("failed", SmallInteger, nullable=False),
    Column("last_at", Utc, nullable=False),
    Column("locked_until", Utc),
    comment="Failed sign-ins and codes: what the throttle counts.",
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), Identity(always=False), primary_key=True),
    Column("at", Utc, nullable=False),
    Column("actor", String(80), nullable=False, comment="staff id, 'system', 'command line'"),
    Column("verb", String(40), nullable=False),
    Column("subject", String(80), nullable=False, comment="kind:id"),
    Column("facts", Json, nullable=False),
    Column("seal_id", Id),
    comment="Who saw, changed or acknowledged what; never words of patients.",
)

seals = Table(
    "seals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
    Column("sealed_at", Utc, nullable=False),
    comment="An HMAC over a batch of audit rows and the seal before.",
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Json, nullable=False),
    comment="Small truths of the installation: watermarks, the last tick, the demo clock.",
)
