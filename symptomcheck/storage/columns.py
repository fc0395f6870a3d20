"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, LargeBinary, Uuid, types
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Utc(types.TypeDecorator[datetime]):
    """An instant: timestamptz on PostgreSQL, microseconds since 1970 on SQLite. Naive times are refused."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone reached storage")
        return value if dialect.name == "postgresql" else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "postgresql":
            at: datetime = value.astimezone(UTC)
            return at
        return _EPOCH + timedelta(microseconds=value)


class Id(types.TypeDecorator[UUID]):
    """A UUID: native on PostgreSQL, 16 bytes on SQLite (half of its hex form, in every index)."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid())
        return dialect.type_descriptor(sqlite.BLOB(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        if value is None:
            return None
        id_: UUID = value if dialect.name == "postgresql" else UUID(bytes=value)
        return id_


class Secret(types.TypeDecorator[bytes]):
    """Ciphertext of `crypto.Cipher`; storage code seals and opens it by hand, with the row's id."""

    impl = LargeBinary
    cache_ok = True


# JSONB on PostgreSQL keeps the document; SQLite stores its text.
Json = JSON().with_variant(postgresql.JSONB(), "postgresql")
