"""People, whoever they are here: their names, sealed, and how each of them is reached."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import contact_methods, name_tokens, people, reaches

NAME = "people.name"
_TAG = "people.tag"
ADDRESS = "contact_methods.address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A human: `tag` is the short name that is put before texts on a shared phone."""

    id: UUID
    name: str
    tag: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to reach somebody, and how that went."""

    contact_id: UUID
    kind: str
    address: str
    state: str
    confirmed: bool


def add(tx: Transaction, *, name: str, tag: str, language: str, zone: str, now: datetime) -> UUID:
    """Keep a new person and the tokens their name is found by."""
    person_id = tx.new_id(now)
    row = {"id": person_id, "language": language, "zone": zone, "created_at": now}
    sealed = {
        "name": tx.cipher.seal(name, column=NAME, row=person_id),
        "tag": tx.cipher.seal(tag, column=_TAG, row=person_id),
    }
    tx.execute(insert(people), row | sealed)
    tokens = [{"token": token, "person_id": person_id} for token in sorted(_tokens(tx, name))]
    tx.execute(insert(name_tokens), tokens)
    return person_id


def opened(tx: Transaction, row: Any) -> Person:
    """The person in a row that selected every column of `people`."""
    return Person(
        id=row.id,
        name=tx.cipher.open(row.name, column=NAME, row=row.id),
        tag=tx.cipher.open(row.tag, column=_TAG, row=row.id),
        language=row.language,
        zone=row.zone,
    )


def reached_by(tx: Transaction, contact_id: UUID) -> tuple[Person, ...]:
    """Everybody this phone or address reaches, the longest known first."""
    found = select(people).join(reaches, reaches.c.person_id == people.c.id)
    rows = tx.execute(found.where(reaches.c.contact_id == contact_id).order_by(people.c.id))
    return tuple(opened(tx, row) for row in rows)


def reach(
    tx: Transaction, person_id: UUID, contact_id: UUID, *, rank: int, confirmed_at: datetime | None
) -> None:
    """This phone or address reaches this person; `rank`: lower is tried first."""
    row = {"person_id": person_id, "contact_id": contact_id, "rank": rank, "confirmed_at": confirmed_at}
    tx.execute(_REACH_POSTGRESQL if tx.postgresql else _REACH_SQLITE, row)


def set_language_and_zone(tx: Transaction, person_id: UUID, *, language: str, zone: str) -> None:
    """From now on this person is texted in this language and lives by this clock."""
    mine = people.c.id == person_id
    tx.execute(update(people).where(mine).values(language=language, zone=zone))


def ways_to(tx: Transaction, person_id: UUID) -> tuple[Way, ...]:
    """Every way to reach a person, the first to try first."""
    found = select(contact_methods, reaches.c.confirmed_at).join(
        reaches, reaches.c.contact_id == contact_methods.c.id
    )
    rows = tx.execute(
        found.where(reaches.c.person_id == person_id).order_by(reaches.c.rank, reaches.c.contact_id)
    )
    return tuple(
        Way(
            contact_id=row.id,
            kind=row.kind,
            address=tx.cipher.open(row.address, column=ADDRESS, row=row.id),
            state=row.state,
            confirmed=row.confirmed_at is not None,
        )
        for row in rows
    )


def hold_phone(tx: Transaction, contact_id: UUID) -> str:
    """The state of a phone; nobody else changes who is on it until this transaction ends."""
    found = select(contact_methods.c.state).where(contact_methods.c.id == contact_id)
    state: str = tx.execute(found.with_for_update(key_share=True)).scalar_one()
    return state


def found_by_surname(tx: Transaction, surname: str) -> tuple[UUID, ...]:
    """Whose surname is `surname`, or starts with it when it has three letters."""
    plain = _plain(surname)
    token = tx.cipher.index("surname3" if len(plain) == _START else "surname", plain)
    found = select(name_tokens.c.person_id).where(name_tokens.c.token == token)
    return tuple(tx.execute(found.order_by(name_tokens.c.person_id)).scalars())


_START = 3


def _tokens(tx: Transaction, name: str) -> set[bytes]:
    """Every word after the first counts as a surname: "Ana Núñez García" is looked up under both."""
    words = _plain(name).split()
    surnames = words[1:] or words
    whole = {tx.cipher.index("surname", surname) for surname in surnames}
    return whole | {tx.cipher.index("surname3", surname[:_START]) for surname in surnames}


def _plain(name: str) -> str:
    """Without capitals and accents: who searches for a name seldom types them."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).strip()


_REACH_SQLITE: Any = sqlite.insert(reaches).on_conflict_do_nothing()
_REACH_POSTGRESQL: Any = postgresql.insert(reaches).on_conflict_do_nothing()
