"""At every start: the shipped book for a new installation, its own book for a running one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import audit, rulebooks

BY = "installation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """Which book judges from now on, by fingerprint, and what became of the files.

    `candidate`: they differ from it and wait to be adopted. `refused`: why they are not even a candidate.
    """

    current: str
    adopted: bool = False
    candidate: str | None = None
    refused: RuleBookError | None = None


def install_rulebook(clinic: Clinic, files: Mapping[str, str], *, now: datetime) -> Installed:
    """Make sure a rule book is current; `files` are the ones this installation finds on its disk.

    1. Read the files.
    2. A running clinic keeps the book its database says is current, proved by compiling it. Files that differ
       are kept as a candidate for a clinician to adopt; broken ones are refused and stop nothing.
    3. A new installation adopts the book of the files by "installation": no clinician has signed it. Broken
       files stop this first start (RuleBookError).
    """
    found = _read(clinic, files)

    with clinic.db.write() as tx:
        rulebooks.hold(tx)
        if isinstance(found, RuleBook):
            rulebooks.keep(tx, found.fingerprint, found.files, now=now)

        before = rulebooks.current(tx)
        if before is not None:
            current = clinic.books.get(tx, before.fingerprint).fingerprint
            if isinstance(found, RuleBookError):
                return Installed(current=current, refused=found)
            return Installed(current=current, candidate=_other_than(current, found))

        if isinstance(found, RuleBookError):
            raise found
        fingerprint = found.fingerprint
        reason = "The first start adopts the book it came with."
        rulebooks.adopt(tx, fingerprint, by=BY, clinician=False, reason=reason, now=now)
        audit.write(tx, "system", "rulebook.installed", f"rulebook:{fingerprint}", {}, now)
        return Installed(current=fingerprint, adopted=True)


def _read(clinic: Clinic, files: Mapping[str, str]) -> RuleBook | RuleBookError:
    try:
        return clinic.books.compile(files)
    except RuleBookError as fault:
        return fault


def _other_than(current: str, found: RuleBook) -> str | None:
    return None if found.fingerprint == current else found.fingerprint
