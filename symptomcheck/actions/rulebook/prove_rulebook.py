"""The book that is current is proved with this program, unless it was already."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeAlias

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.refused import Refused
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.rules import ENGINE_VERSION
from symptomcheck.core.verify import BEFORE_USE, Proof, verify
from symptomcheck.storage import audit, proofs
from symptomcheck.storage.proofs import KeptProof

Prove: TypeAlias = Callable[[RuleBook], Proof]
prove: Prove = partial(verify, random_sets=BEFORE_USE)


class BreaksPromise(Refused):
    """A rule book does not keep what every rule book must; `proof` tells which, and the smallest example."""

    def __init__(self, proof: Proof) -> None:
        super().__init__(f"The rule book {proof.fingerprint[:12]} is refused. {proof.sentences()[0]}")
        self.proof = proof


def prove_rulebook(
    clinic: Clinic, *, by: str, again: bool = False, now: datetime, prove: Prove = prove
) -> KeptProof:
    """Make sure of a proof of the current book with this engine. BreaksPromise when it does not hold.

    1. A proof that was kept for this book and this engine is enough, unless it is asked for `again`.
    2. Else prove the book, keep the proof, and write who asked.
    """
    with clinic.db.read() as tx:
        book = clinic.books.current(tx)
        kept = proofs.of(tx, book.fingerprint, ENGINE_VERSION)
    if kept is not None and not again:
        return kept
    proof = checked(prove(book))
    with clinic.db.write() as tx:
        proofs.keep(tx, proof, now=now)
        facts = {"engine": ENGINE_VERSION, "states": proof.states}
        audit.write(tx, by, "rulebook.proved", f"rulebook:{book.fingerprint}", facts, now)
    return KeptProof(proof, now)


def checked(proof: Proof) -> Proof:
    """The proof, if it holds."""
    if not proof.holds:
        raise BreaksPromise(proof)
    return proof
