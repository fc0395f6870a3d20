"""What followed from a form is kept with its key: the same form sent again is told the same.

The release before leaves the new column empty, which is read as "not known".
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add `form_keys.told`."""
    # Made anew, SQLite describes the table as the code does; nothing points at it.
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("form_keys", recreate="always" if on_sqlite else "never") as table:
        table.add_column(sa.Column("told", sa.String(200)))
