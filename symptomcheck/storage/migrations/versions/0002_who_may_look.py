"""Links, codes, sessions, invites, the throttle: new tables only, so the release before runs on."""

import sqlalchemy as sa
from alembic import op

from symptomcheck.storage.columns import Id, Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables that say who may look at what, and until when."""
    op.create_table(
        "links",
        sa.Column("id", Id, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("conversation_id", Id, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("checkin_id", Id, sa.ForeignKey("checkins.id")),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.Column("revoked_at", Utc),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_links_conversation_id", "links", ["conversation_id"])
    op.create_table(
        "reading_codes",
        sa.Column("id", Id, primary_key=True),
        sa.Column("link_id", Id, sa.ForeignKey("links.id"), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("sent_at", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("used_at", Utc),
    )
    op.create_index("ix_reading_codes_link_id", "reading_codes", ["link_id"])
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id")),
        sa.Column("link_id", Id, sa.ForeignKey("links.id")),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("seen_at", Utc, nullable=False),
        sa.Column("ends_at", Utc, nullable=False),
        sa.Column("ended_at", Utc),
    )
    op.create_index("ix_sessions_staff_id", "sessions", ["staff_id"])
    op.create_index("ix_sessions_link_id", "sessions", ["link_id"])
    op.create_table(
        "invites",
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.Column("used_at", Utc),
    )
    op.create_index("ix_invites_staff_id", "invites", ["staff_id"])
    op.create_table(
        "attempts",
        sa.Column("who", sa.LargeBinary(32), primary_key=True),
        sa.Column("failed", sa.SmallInteger, nullable=False),
        sa.Column("last_at", Utc, nullable=False),
        sa.Column("locked_until", Utc),
    )
