"""Ids the application makes itself, before the row is written: encryption binds to them."""

from datetime import datetime
from uuid import UUID


def new_id(now: datetime, chance: bytes) -> UUID:
    """A UUIDv7: 48 bits of milliseconds, then 74 of the 80 bits of `chance` (10 random bytes).

    >>> from datetime import UTC
    >>> str(new_id(datetime(2026, 11, 23, tzinfo=UTC), bytes(10)))
    '01a205b3-d000-7000-8000-000000000000'
    """
    milliseconds = int(now.timestamp() * 1000)
    chosen = int.from_bytes(chance, "big") & ((1 << 74) - 1)
    high, low = chosen >> 62, chosen & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)
