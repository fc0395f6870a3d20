"""A clinician makes a candidate the book that judges from now on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.people.asking import ask_next
from symptomcheck.actions.people.checks import checked_by
from symptomcheck.actions.refused import Refused
from symptomcheck.actions.rulebook.prove_rulebook import Prove, checked, prove
from symptomcheck.core.book_entry import says_who_or_why
from symptomcheck.storage import audit, care, patients, proofs, rulebooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """Which book judges now, which did before, and how many patients' next check-in was planned anew."""

    fingerprint: str
    before: str | None
    replanned: int


def adopt_rulebook(
    clinic: Clinic,
    files: Mapping[str, str],
    *,
    by: str,
    reason: str,
    now: datetime,
    prove: Prove = prove,
) -> Adopted:
    """Make the book of `files` current, in one transaction; `by` is the name of a clinician.

    1. Compile the files: a fault refuses them (RuleBookError) and changes nothing.
    2. Prove the book: a promise that is broken refuses it (BreaksPromise) and changes nothing.
    3. Keep the book, its proof and the adoption, with name and reason.
    4. Plan the next check-in of every active patient by the new book; what is open goes on as it was asked.
    """
    by, reason = checked_by(by), reason.strip()
    if not says_who_or_why(by):
        raise Refused("Give the whole name of the clinician: it stays with the book.")
    if not says_who_or_why(reason):
        raise Refused("Say why this book is adopted, in words: the reason stays with it.")
    book = clinic.books.compile(files)
    proof = checked(prove(book))

    with clinic.db.write() as tx:
        rulebooks.hold(tx)
        before = rulebooks.current(tx)
        rulebooks.keep(tx, book.fingerprint, book.files, now=now)
        proofs.keep(tx, proof, now=now)
        rulebooks.adopt(tx, book.fingerprint, by=by, clinician=True, reason=reason, now=now)
        facts = {"before": before.fingerprint if before else None}
        audit.write(tx, by, "rulebook.adopted", f"rulebook:{book.fingerprint}", facts, now)

        active = patients.in_state(tx, "active")
        for patient in active:
            ask_next(tx, book.plan, patient, care.conversations_of(tx, [patient.id]), now=now)
        return Adopted(
            fingerprint=book.fingerprint,
            before=before.fingerprint if before else None,
            replanned=len(active),
        )
