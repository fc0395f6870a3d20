"""What every table stands in: the schema, and how its keys and indexes are named."""

from sqlalchemy import ForeignKey, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def ref(target: str) -> ForeignKey:
    """A reference to a column, as "table.column"."""
    return ForeignKey(target)
