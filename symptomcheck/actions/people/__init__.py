"""Patients, caregivers, consents and how they are reached. No check-in and no alert is decided here."""
