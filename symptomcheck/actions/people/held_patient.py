"""The patient an action is about, held to the end of its transaction."""

from uuid import UUID

from symptomcheck.actions.refused import Refused
from symptomcheck.storage import patients
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.patients import Patient


class NoSuchPatient(Refused):
    """No patient has this id."""


def held_patient(tx: Transaction, patient_id: UUID) -> Patient:
    """The patient; NoSuchPatient when there is none."""
    patient = patients.hold(tx, patient_id)
    if patient is None:
        raise NoSuchPatient("There is no patient %(id)s. See `symptomcheck patient list`.", id=patient_id)
    return patient
