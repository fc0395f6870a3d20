"""A dispatcher that stops gives back what it claimed and did not begin to send."""

from collections.abc import Sequence

from symptomcheck.actions.clinic import Clinic
from symptomcheck.storage import outcomes
from symptomcheck.storage.claims import Claimed


def give_back_texts(clinic: Clinic, texts: Sequence[Claimed], *, owner: str) -> None:
    """Queue these again, as if they had not been claimed: they certainly did not go out."""
    with clinic.db.write() as tx:
        outcomes.give_back(tx, [text.id for text in texts], owner=owner)
