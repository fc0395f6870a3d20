"""Rotations, the edited policy, alerts by patient: additions only, so the release before runs on."""

import sqlalchemy as sa
from alembic import op

from symptomcheck.storage.columns import Id, Json, Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables that say who is on call by turns, and how soon each step pages."""
    op.create_table(
        "rotations",
        sa.Column("id", Id, primary_key=True),
        sa.Column("rung", sa.String(8), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("handover", sa.String(5), nullable=False),
        sa.Column("days", sa.SmallInteger, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("staff_ids", Json, nullable=False),
        sa.Column("filled_until", Utc, nullable=False),
        sa.Column("ended_at", Utc),
    )
    op.create_table(
        "policies",
        sa.Column("id", Id, primary_key=True),
        sa.Column("at", Utc, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("numbers", Json, nullable=False),
    )
    op.add_column("shifts", sa.Column("rotation_id", Id))
    op.create_index("ix_shifts_ends_at", "shifts", ["ends_at"])
    op.create_index("ix_alerts_patient_id", "alerts", ["patient_id"])
