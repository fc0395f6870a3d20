"""`/team/rules/proof`: every promise of the current book, how much was looked at, and proving it again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from symptomcheck.actions.rulebook.prove_rulebook import BreaksPromise, prove_rulebook
from symptomcheck.core.rules import ENGINE_VERSION
from symptomcheck.storage import proofs
from symptomcheck.web.language import gettext
from symptomcheck.web.team.who import for_those_who_act, member
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """The proof that was kept, and a button that makes it anew."""
    clinic = house.clinic

    @roads.get("/rules/proof")
    def rule_proof() -> str:
        with clinic.db.read() as tx:
            fingerprint = clinic.books.current(tx).fingerprint
            kept = proofs.of(tx, fingerprint, ENGINE_VERSION)
        return render_template(
            "team/rule_proof.html", kept=kept, fingerprint=fingerprint, engine=ENGINE_VERSION
        )

    @roads.post("/rules/proof")
    @for_those_who_act
    def prove() -> Response:
        by = str(member().staff_id)
        try:
            prove_rulebook(clinic, by=by, again=True, now=house.clock.now())
            flash(gettext("Proved anew: every promise is kept."), "done")
        except BreaksPromise as broken:
            flash(str(broken), "wrong")
        return redirect(url_for("team.rule_proof"), 303)
