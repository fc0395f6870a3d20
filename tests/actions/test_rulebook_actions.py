"""Which rule book is current: the database says so, a clinician decides it, broken files stop nothing."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from symptomcheck.actions.people.pause import PauseReason, pause
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.rulebook.adopt_rulebook import adopt_rulebook
from symptomcheck.actions.rulebook.books import Books, NoRuleBook
from symptomcheck.actions.rulebook.install_rulebook import Installed, install_rulebook
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.rulebook import fingerprint
from symptomcheck.storage import rulebooks, tables
from tests.actions.house import House, bare_house, compile_once, open_house, prove_once, shipped_files

BROKEN = {"car-t.toml": "format = 2"}


def _other_files() -> dict[str, str]:
    """A book that differs from the shipped one: evenings are asked an hour later."""
    files = dict(shipped_files())
    files["plan.toml"] = files["plan.toml"].replace('"18:00"', '"19:00"').replace("18:00", "19:00")
    assert files != shipped_files()
    return files


@pytest.fixture
def new_house(database_url: str) -> Iterator[House]:
    with bare_house(database_url) as house:
        yield house


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with open_house(database_url) as house:
        yield house


def _current(house: House, books: Books | None = None) -> str:
    with house.clinic.db.read() as tx:
        return (books or house.clinic.books).current(tx).fingerprint


def test_a_first_start_adopts_the_shipped_book_and_no_clinician_signed_it(new_house: House) -> None:
    installed = install_rulebook(new_house.clinic, shipped_files(), now=new_house.now)

    assert installed == Installed(current=fingerprint(shipped_files()), adopted=True)
    assert _current(new_house) == installed.current
    (row,) = new_house.rows("adoptions")
    assert (row.adopted_by, row.clinician) == ("installation", False)
    assert new_house.audited() == [("system", "rulebook.installed")]


def test_a_second_start_changes_nothing(new_house: House) -> None:
    first = install_rulebook(new_house.clinic, shipped_files(), now=new_house.now)
    second = install_rulebook(new_house.clinic, shipped_files(), now=new_house.now)

    assert second == Installed(current=first.current)
    assert len(new_house.rows("adoptions")) == len(new_house.rows("rulebooks")) == 1


def test_a_running_clinic_keeps_its_book_when_the_files_change(house: House) -> None:
    before = _current(house)
    installed = install_rulebook(house.clinic, _other_files(), now=house.now)

    assert installed == Installed(current=before, candidate=fingerprint(_other_files()))
    assert _current(house) == before
    assert {row.fingerprint for row in house.rows("rulebooks")} == {before, installed.candidate}


def test_broken_files_stop_a_first_start(new_house: House) -> None:
    with pytest.raises(RuleBookError, match="rules/"):
        install_rulebook(new_house.clinic, BROKEN, now=new_house.now)
    assert new_house.rows("rulebooks") == new_house.rows("adoptions") == []


def test_broken_files_stop_no_running_clinic(house: House) -> None:
    before = _current(house)
    installed = install_rulebook(house.clinic, BROKEN, now=house.now)

    assert (installed.current, installed.candidate) == (before, None)
    assert isinstance(installed.refused, RuleBookError)


def test_two_servers_that_start_at_once_install_one_book(new_house: House) -> None:
    compile_once(shipped_files())

    def start() -> None:
        install_rulebook(new_house.clinic, shipped_files(), now=new_house.now)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(new_house.rows("adoptions")) == 1


def test_without_a_book_nothing_is_judged(new_house: House) -> None:
    with new_house.clinic.db.read() as tx, pytest.raises(NoRuleBook, match="symptomcheck init"):
        new_house.clinic.books.current(tx)


def test_a_candidate_becomes_current_by_a_named_person_with_a_reason(house: House) -> None:
    before = _current(house)
    adopted = adopt_rulebook(
        house.clinic,
        _other_files(),
        by="Dr.  Ada Okafor ",
        reason=" Evenings are late here. ",
        now=house.now,
        prove=prove_once,
    )

    assert (adopted.before, adopted.fingerprint) == (before, fingerprint(_other_files()))
    assert _current(house) == adopted.fingerprint
    with house.clinic.db.read() as tx:
        newest = rulebooks.history(tx)[0]
    assert (newest.adopted_by, newest.clinician, newest.reason) == (
        "Dr. Ada Okafor",
        True,
        "Evenings are late here.",
    )
    assert house.audited()[-1] == ("Dr. Ada Okafor", "rulebook.adopted")


def test_a_book_may_be_the_first_by_adoption_alone(new_house: House) -> None:
    adopted = adopt_rulebook(
        new_house.clinic, shipped_files(), by="Dr. Lee", reason="Read.", now=new_house.now, prove=prove_once
    )
    assert (adopted.before, adopted.replanned) == (None, 0)


def test_other_processes_see_an_adoption_at_once(house: House) -> None:
    elsewhere = Books(compile_once)
    before = _current(house, elsewhere)
    house.adopt(_other_files())
    assert _current(house, elsewhere) == fingerprint(_other_files()) != before


def test_an_older_book_can_be_adopted_again_and_both_stay(house: House) -> None:
    house.adopt(_other_files())
    house.adopt()
    assert _current(house) == fingerprint(shipped_files())
    assert len(house.rows("rulebooks")) == 2


def test_a_clock_that_was_set_back_does_not_bring_the_old_book_back(house: House) -> None:
    house.now -= timedelta(days=2)
    house.adopt(_other_files())
    assert _current(house) == fingerprint(_other_files())


@pytest.mark.parametrize(
    ("by", "reason"),
    [("", "why"), ("  ", "why"), ("Dr. Lee", " "), ("x" * 81, "why"), ("x.", "why"), ("Dr. Lee", "...")],
)
def test_an_adoption_without_name_or_reason_is_refused(house: House, by: str, reason: str) -> None:
    with pytest.raises(Refused, match=r"^(Say|Give) "):
        adopt_rulebook(house.clinic, _other_files(), by=by, reason=reason, now=house.now)
    assert _current(house) == fingerprint(shipped_files())


def test_a_broken_candidate_is_refused_and_nothing_changes(house: House) -> None:
    audited = house.audited()
    with pytest.raises(RuleBookError):
        adopt_rulebook(house.clinic, BROKEN, by="Dr. Lee", reason="why", now=house.now)
    assert (_current(house), house.audited()) == (fingerprint(shipped_files()), audited)


def test_an_adopted_plan_moves_what_is_due_of_active_patients_only(house: House) -> None:
    ana = house.enrol()
    bea = house.enrol("Bea Stone", "555-010-0102")
    pause(house.clinic, bea.patient_id, reason=PauseReason.ASKED, until=None, by="Nora Quist", now=house.now)
    assert [at for at, _ in house.due()] == ["Mon 18:00"]

    adopted = adopt_rulebook(
        house.clinic, _other_files(), by="Dr. Lee", reason="Later.", now=house.now, prove=prove_once
    )

    assert [at for at, _ in house.due()] == ["Mon 19:00"]
    assert adopted.replanned == 1
    assert ana.patient_id != bea.patient_id


def test_a_check_in_that_is_overdue_survives_an_adoption(house: House) -> None:
    house.enrol()
    house.now += timedelta(hours=8, minutes=1)  # 18:01, and the clock has not ticked yet
    house.adopt(_other_files())
    assert [at for at, _ in house.due()] == ["Mon 18:00", "Mon 19:00"]


def test_a_book_that_was_edited_in_the_database_judges_nothing(house: House) -> None:
    with house.clinic.db.write() as tx:
        tx.execute(tables.rulebooks.update().values(files=_other_files()))
    with house.clinic.db.read() as tx, pytest.raises(RuleBookError, match="not the ones that were adopted"):
        Books(compile_once).current(tx)


def test_a_book_nobody_kept_cannot_be_had(house: House) -> None:
    with house.clinic.db.read() as tx, pytest.raises(KeyError):
        house.clinic.books.get(tx, "0" * 64)


def test_many_threads_compile_a_book_once(house: House) -> None:
    compiled = []

    def slowly(files: object) -> object:
        compiled.append(files)
        return compile_once(shipped_files())

    books = Books(slowly)  # type: ignore[arg-type]
    threads = [threading.Thread(target=_current, args=(house, books)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(compiled) == 1
