"""Which rule books were proved, with which engine: a proof that holds is made once and kept."""

from dataclasses import dataclass
from datetime import datetime

from symptomcheck.core.verify import Kept, Proof
from symptomcheck.storage import facts
from symptomcheck.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class KeptProof:
    """A proof that held, and when it was made."""

    proof: Proof
    made_at: datetime


def keep(tx: Transaction, proof: Proof, *, now: datetime) -> None:
    """Keep a proof that holds."""
    kept = {
        "fingerprint": proof.fingerprint,
        "made_at": now.isoformat(),
        "states": proof.states,
        "kept": [[each.promise, each.checked] for each in proof.kept],
        "waived": list(proof.waived),
    }
    facts.put(tx, _name(proof.fingerprint, proof.engine_version), kept)


def of(tx: Transaction, fingerprint: str, engine_version: int) -> KeptProof | None:
    """The proof of this book with this engine; None when there is none."""
    kept = facts.get(tx, _name(fingerprint, engine_version))
    if kept is None or kept["fingerprint"] != fingerprint:
        return None
    proof = Proof(
        fingerprint=fingerprint,
        engine_version=engine_version,
        states=kept["states"],
        kept=tuple(Kept(promise, checked, None) for promise, checked in kept["kept"]),
        waived=tuple(kept["waived"]),
    )
    return KeptProof(proof, datetime.fromisoformat(kept["made_at"]))


def _name(fingerprint: str, engine_version: int) -> str:
    return f"proof {engine_version} {fingerprint[:24]}"
