"""`/team/handover`: what a shift tells the next one, to be printed or read aloud."""

from flask import Blueprint, render_template

from symptomcheck.actions.alerts.change_policy import policy_as_read
from symptomcheck.actions.alerts.hand_over import hand_over
from symptomcheck.web.team import told, words
from symptomcheck.web.team.who import member
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """One page, in sentences."""
    clinic = house.clinic

    @roads.get("/handover")
    def handover() -> str:
        now = house.clock.now()
        seen = hand_over(clinic, staff_id=member().staff_id, now=now)
        policy = policy_as_read(clinic)
        return render_template(
            "team/handover.html",
            now=now,
            seen=seen,
            words=words,
            open=[
                {
                    "alert": each,
                    "rules": told.rules_told(each.fired, seen.books),
                    "reasons": told.reasons_told(each.kept.alert),
                    "next": told.next_step(each.kept.alert, policy, now=now, zone=clinic.site.zone),
                }
                for each in seen.open
            ],
        )
