"""Why was this flag raised? Judged again from what was stored, by the book that judged it then."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from symptomcheck.actions.rulebook.adopt_rulebook import adopt_rulebook
from symptomcheck.actions.rulebook.books import Books
from symptomcheck.actions.rulebook.explain_flag import ExplainedFlag, NoSuchFlag, explain_flags
from symptomcheck.core.answers import Key
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.storage.tables import audit, flags, judgements
from symptomcheck.storage.tables import rulebooks as books
from tests.actions.house import prove_once
from tests.clinic import TestClinic, compile_once
from tests.core.test_overlays_of_a_rulebook import ABOUT, LOWER


def explained(clinic: TestClinic, which: UUID | int = 1) -> list[ExplainedFlag]:
    return list(explain_flags(clinic.stage.clinic, which, by="Nora Lee", now=clinic.clock.now()))


def change(clinic: TestClinic, statement: Any) -> None:
    """What nothing in the program can do: somebody edits the database."""
    with clinic.stage.clinic.db.write() as tx:
        tx.execute(statement)


@pytest.fixture
def told(clinic: TestClinic) -> TestClinic:
    ana = clinic.patient("Ana")
    ana.phone.texts("cant breathe, temp 101.3")
    clinic.skip_to_here()
    return clinic


def test_every_flag_of_an_alert_is_found_again_with_its_words_and_what_was_open(told):
    breath, fever = explained(told)
    assert (breath.kept.flag.rule_id, fever.kept.flag.rule_id) == ("breath", "fever-measured")
    assert breath.rule is not None and breath.rule.sources
    assert breath.kept.said is not None and breath.kept.said.words == "cant breathe, temp 101.3"
    assert breath.differences == fever.differences == ()
    assert Key.CHEST_PAIN in {key for verdict in breath.left_open for key in verdict.missing}
    assert breath.kept.judged.fingerprint == breath.book.fingerprint
    assert [each.kept for each in explained(told, fever.kept.id)] == [fever.kept]
    with told.stage.clinic.db.read() as tx:
        looked = tx.execute(audit.select().where(audit.c.verb == "flag.explained")).all()
    assert [(row.actor, row.facts) for row in looked] == [("Nora Lee", {"identical": True})] * 3


def test_a_flag_outlives_the_book_it_was_raised_by(told):
    before = explained(told)[0].book
    files = {**before.files, "overlays/our-clinic.toml": ABOUT + LOWER}
    signed = {"by": "Dr. Lee", "reason": "Pages sooner.", "now": told.clock.now()}
    adopted = adopt_rulebook(told.stage.clinic, files, prove=prove_once, **signed)
    assert adopted.fingerprint != before.fingerprint
    assert explained(told)[0].book == before
    assert explained(told)[0].differences == ()


def test_an_edited_flag_an_edited_judgement_and_a_rule_of_no_book_are_named(told):
    change(told, flags.update().where(flags.c.rule_id == "breath").values(rule_id="breathing"))
    change(told, judgements.update().values(level="today"))
    breath = explained(told)[-1]  # what the book does not know comes last
    assert breath.rule is None
    assert [each.about for each in breath.differences] == ["the level", 'rule "breathing"']


def test_an_edited_book_explains_nothing(told):
    files = explained(told)[0].book.files
    change(told, books.update().values(files={**files, "overlays/our-clinic.toml": ABOUT + LOWER}))
    anew = replace(told.stage.clinic, books=Books(compile_once))
    with pytest.raises(RuleBookError, match="not the ones that were adopted"):
        explain_flags(anew, 1, by="Nora Lee", now=told.clock.now())


def test_a_flag_nobody_raised_is_said_to_be_none(told):
    with pytest.raises(NoSuchFlag, match="alert #7"):
        explained(told, 7)
    with pytest.raises(NoSuchFlag, match="the id 0000"):
        explained(told, UUID(int=7))
