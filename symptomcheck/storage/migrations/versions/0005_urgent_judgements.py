"""An index of the judgements that said urgent: the ledger looks at them once a minute, and they are few."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index; the release before runs on."""
    op.create_index(
        "ix_judgements_urgent",
        "judgements",
        ["id"],
        sqlite_where=sa.text("level = 'urgent'"),
        postgresql_where=sa.text("level = 'urgent'"),
    )
