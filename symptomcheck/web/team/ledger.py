"""`/team/ledger`: every promise, and how many items broke it."""

from flask import Blueprint, render_template

from symptomcheck.actions.audit_ledger import audit_ledger
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """The table names nobody, so nobody need know who looked. Its sentences are English, as in the log."""

    @roads.get("/ledger")
    def ledger() -> str:
        return render_template("team/ledger.html", seen=audit_ledger(house.clinic, now=house.clock.now()))
