"""A book judges nobody before it is proved: at its adoption, and at the first start of a new release."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from symptomcheck.actions.rulebook.adopt_rulebook import adopt_rulebook
from symptomcheck.actions.rulebook.install_rulebook import install_rulebook
from symptomcheck.actions.rulebook.prove_rulebook import BreaksPromise, prove_rulebook
from symptomcheck.core.rulebook import RuleBook, fingerprint
from symptomcheck.core.rules import ENGINE_VERSION
from symptomcheck.core.verify import Proof
from symptomcheck.storage import facts, proofs, rulebooks
from tests.actions.house import House, bare_house, prove_once, shipped_files

# The loader takes it, and every case agrees with it: only the proof knows that tiredness is not urgent.
BREAKS = shipped_files() | {
    "car-t.toml": shipped_files()["car-t.toml"].replace(
        'id = "extreme-fatigue"\nlevel = "today"', 'id = "extreme-fatigue"\nlevel = "urgent"'
    )
}


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    with bare_house(sqlite_url) as house:
        install_rulebook(house.clinic, shipped_files(), now=house.now)
        yield house


def counted(book: RuleBook) -> Proof:
    counted.times += 1  # type: ignore[attr-defined]
    return prove_once(book)


def test_a_book_is_proved_once_for_each_engine(house: House) -> None:
    counted.times = 0  # type: ignore[attr-defined]
    for _ in range(2):
        proved = prove_rulebook(house.clinic, by="system", now=house.now, prove=counted)
        assert (proved.proof.fingerprint, proved.made_at) == (fingerprint(shipped_files()), house.now)
        assert proved.proof.holds and proved.proof.states > 1000
    assert counted.times == 1  # type: ignore[attr-defined]
    assert house.audited()[-1] == ("system", "rulebook.proved")

    prove_rulebook(house.clinic, by="Nora Quist", again=True, now=house.now, prove=counted)
    assert counted.times == 2  # type: ignore[attr-defined]

    with house.clinic.db.read() as tx:
        kept = proofs.of(tx, proved.proof.fingerprint, ENGINE_VERSION)
        assert kept is not None and kept.proof.sentences() == proved.proof.sentences()
        assert proofs.of(tx, proved.proof.fingerprint, ENGINE_VERSION + 1) is None


def test_a_proof_of_another_book_is_no_proof_of_this_one(house: House) -> None:
    ours = prove_rulebook(house.clinic, by="system", now=house.now, prove=prove_once).proof
    other = ours.fingerprint[:24] + "0" * 40
    with house.clinic.db.write() as tx:
        name = f"proof {ENGINE_VERSION} {ours.fingerprint[:24]}"
        facts.put(tx, name, facts.get(tx, name) | {"fingerprint": other})
        assert proofs.of(tx, ours.fingerprint, ENGINE_VERSION) is None


def test_an_adoption_keeps_its_proof(house: House) -> None:
    house.adopt()
    with house.clinic.db.read() as tx:
        assert proofs.of(tx, fingerprint(shipped_files()), ENGINE_VERSION) is not None


def test_a_book_that_breaks_a_promise_is_not_adopted(house: House) -> None:
    before = house.audited()
    with pytest.raises(BreaksPromise, match=r"fatigue=too_tired \(patient\): the level is urgent"):
        adopt_rulebook(house.clinic, BREAKS, by="Dr. Lee", reason="why", now=house.now, prove=prove_once)
    with house.clinic.db.read() as tx:
        assert rulebooks.current(tx).fingerprint == fingerprint(shipped_files())  # type: ignore[union-attr]
    assert house.audited() == before


def test_a_release_that_breaks_a_promise_of_the_current_book_does_not_prove_it(house: House) -> None:
    def forgetful(book: RuleBook) -> Proof:
        broken = prove_once(house.clinic.books.compile(BREAKS))
        return replace(broken, fingerprint=book.fingerprint)

    with pytest.raises(BreaksPromise):
        prove_rulebook(house.clinic, by="system", now=house.now, prove=forgetful)
    assert not house.rows("facts")
