"""The four levels, in the same words in rules, screens, texts and code."""

from enum import StrEnum


class Level(StrEnum):
    """How soon a person must act. Ordered by `rank`, not by spelling.

    >>> max(Level.TODAY, Level.URGENT, key=Level.rank.fget)
    <Level.URGENT: 'urgent'>
    """

    NONE = "none"
    NOTICE = "notice"
    TODAY = "today"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """0 for none up to 3 for urgent."""
        return _ORDER.index(self)


_ORDER = (Level.NONE, Level.NOTICE, Level.TODAY, Level.URGENT)
