"""`/team`: what the team has to handle now, urgent first."""

from flask import Blueprint, current_app, render_template, request

from symptomcheck.actions.alerts.change_policy import policy_as_read
from symptomcheck.actions.alerts.view_queue import view_queue
from symptomcheck.web.team import told, words
from symptomcheck.web.team.who import member
from symptomcheck.wiring import House

# The alerts a page that refreshes itself shows already.
_KNOWN = "X-Known"


def add_to(roads: Blueprint, house: House) -> None:
    """The queue; the same page whether a person or the page itself asks for it."""
    clinic = house.clinic

    @roads.get("")
    def queue() -> str:
        now = house.clock.now()
        per_page: int = current_app.config["PER_PAGE"]
        page = max(request.args.get("page", 1, type=int), 1)
        seen = view_queue(
            clinic,
            first=(page - 1) * per_page,
            limit=per_page,
            staff_id=member().staff_id,
            known=_known(),
            now=now,
        )
        policy = policy_as_read(clinic)
        return render_template(
            "team/queue.html",
            now=now,
            count=seen.count,
            page=page,
            is_last=page * per_page >= seen.count,
            shown=[
                {
                    "alert": each,
                    "rules": told.rules_told(each.fired, seen.books),
                    "reasons": told.reasons_told(each.kept.alert),
                    "said": each.said and words.shortened(each.said.words),
                    "next": told.next_step(each.kept.alert, policy, now=now, zone=clinic.site.zone),
                }
                for each in seen.shown
            ],
        )


def _known() -> frozenset[int]:
    listed = request.headers.get(_KNOWN, "")
    return frozenset(int(each) for each in listed.split(",") if each.isascii() and each.isdigit())
