"""What every action is handed: the clinic as wiring built it. No globals."""

from dataclasses import dataclass
from datetime import time

from symptomcheck.actions.rulebook.books import Books
from symptomcheck.core.policy import Policy
from symptomcheck.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The clinic as texts and schedules name it."""

    name: str
    phone: str
    emergency: str
    zone: str
    language: str
    public_url: str
    our_number: str | None = None
    working_hours: tuple[time, time] = (time(8), time(17))
    fallback_phone: str | None = None
    fallback_email: str | None = None
    mails: bool = False
    calls: bool = False
    posts_to: str | None = None
    demo: bool = False

    @property
    def fallbacks(self) -> tuple[tuple[str, str], ...]:
        """Where a page goes when nobody on call can be paged: (kind, address) each."""
        found = (("sms", self.fallback_phone), ("voice", self.fallback_phone), ("email", self.fallback_email))
        return tuple((kind, address) for kind, address in found if address)

    def values(self) -> dict[str, str]:
        """The values every text of the rule book may use."""
        return {"site": self.name, "phone": self.phone, "emergency": self.emergency}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """The database, the rule books, the site and the paging policy of one clinic."""

    db: Database
    books: Books
    site: Site
    policy: Policy
