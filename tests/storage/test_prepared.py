"""Statements compiled once: the same rows and errors as Core gives, and nothing that waits is lost."""

from collections.abc import Iterator

import pytest
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from symptomcheck.storage import tables
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import Database
from symptomcheck.storage.prepared import Prepared

CIPHER = Cipher(keys={1: bytes(32)}, index_key=bytes(32))
ADD = Prepared(insert(tables.facts))
READ = Prepared(select(tables.facts).where(tables.facts.c.name == bindparam("called")))
SET = Prepared(
    update(tables.facts).where(tables.facts.c.name == bindparam("called")).values(value=bindparam("now"))
)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    database = Database(database_url, CIPHER)
    yield database
    database.close()


def test_what_is_sent_is_there_for_the_next_that_reads_and_for_whoever_comes_after(db: Database) -> None:
    with db.write() as tx:
        ADD.run(tx, [{"name": "a", "value": {"n": 1}}, {"name": "b", "value": [True, None]}])
        SET.run(tx, {"called": "a", "now": {"n": 2}})
        assert READ.rows(tx, {"called": "a"}) == [("a", {"n": 2})]
        SET.run(tx, {"called": "b", "now": "last"})
    with db.read() as tx:
        assert tx.execute(select(tables.facts).order_by(tables.facts.c.name)).all() == [
            ("a", {"n": 2}),
            ("b", "last"),
        ]


def test_an_ordinary_statement_finds_what_was_sent_before_it(db: Database) -> None:
    with db.write() as tx:
        ADD.run(tx, {"name": "a", "value": 1})
        assert tx.execute(select(tables.facts.c.value)).scalar_one() == 1


@pytest.mark.parametrize("reads_after", [True, False])
def test_a_refused_statement_undoes_all_and_does_not_quote_its_values(
    db: Database, reads_after: bool
) -> None:
    with pytest.raises(IntegrityError) as refused, db.write() as tx:
        ADD.run(tx, {"name": "a", "value": "hard to breathe"})
        ADD.run(tx, {"name": "a", "value": "hard to breathe"})
        if reads_after:
            READ.rows(tx, {"called": "a"})
    assert "hard to breathe" not in str(refused.value)
    with db.write() as tx:
        assert READ.rows(tx, {"called": "a"}) == []


def test_whoever_counts_statements_sees_these_too(db: Database) -> None:
    seen: list[str] = []
    with db.write() as tx:
        ADD.run(tx, {"name": "a", "value": 1})
        event.listen(tx.connection, "before_cursor_execute", lambda *call: seen.append(call[2]))
        SET.run(tx, {"called": "a", "now": 2})
        assert READ.rows(tx, {"called": "a"}) == [("a", 2)]
    assert [words.split()[0] for words in seen] == ["UPDATE", "SELECT"]
