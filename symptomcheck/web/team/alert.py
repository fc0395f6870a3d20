"""`/team/alerts/<number>`: one alert with everything that belongs to it.

What is sent from here is in alert_forms.py.
"""

from flask import Blueprint, abort, render_template

from symptomcheck.actions.alerts.acknowledge_alert import NoSuchAlert
from symptomcheck.actions.alerts.change_policy import policy_as_read
from symptomcheck.actions.alerts.view_alert import view_alert
from symptomcheck.core.explain import key_phrase
from symptomcheck.web.language import current_language
from symptomcheck.web.team import alert_told, told, words
from symptomcheck.web.team.alert_fields import CloseForm, ContactForm, NoteForm
from symptomcheck.web.team.who import may_act, member
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """The page of one alert."""

    @roads.get("/alerts/<int:number>")
    def alert(number: int) -> str:
        return show(house, number)


def show(
    house: House,
    number: int,
    *,
    note: NoteForm | None = None,
    closing: CloseForm | None = None,
    late_note: str = "",
) -> str:
    """The page; with a form that was refused, or with fresh ones.

    `late_note` was typed to close an alert: it is offered as a note if somebody else had closed it.
    """
    clinic, now = house.clinic, house.clock.now()
    try:
        seen = view_alert(clinic, number, staff_id=member().staff_id, may_act=may_act(), now=now)
    except NoSuchAlert:
        abort(404)
    kept, language = seen.kept, current_language()
    held_by = kept.alert.acknowledged_by
    if late_note and seen.ends.closed_by != member().staff_id:
        note = NoteForm(prefix="note-", formdata=None, note=late_note)
    with clinic.db.read() as tx:
        book = clinic.books.current(tx)
    return render_template(
        "team/alert.html",
        now=now,
        seen=seen,
        number=number,
        is_open=seen.ends.closed_at is None,
        # Somebody else has it until they pass it on, close it, or their time is over: no button then.
        may_take=held_by is None or (held_by != member().staff_id and now >= kept.alert.next_step_at),
        mine=held_by == member().staff_id,
        holder=seen.names.get(held_by) if held_by else None,
        next=told.next_step(kept.alert, policy_as_read(clinic), now=now, zone=clinic.site.zone)
        if seen.ends.closed_at is None
        else "",
        rules=alert_told.rules_in_full(seen),
        reasons=told.reasons_told(kept.alert),
        left_open=[
            (
                told.title_of(book, verdict.rule.id),
                [key_phrase(book, key, language) for key in verdict.missing],
            )
            for verdict in (seen.patient.left_open if seen.patient else ())
        ],
        compared=alert_told.compared(book, seen.patient.answers if seen.patient else ()),
        timeline=alert_told.timeline(seen),
        outcome=words.in_words(words.OUTCOMES, seen.ends.outcome) if seen.ends.outcome else "",
        closed_by=seen.names.get(seen.ends.closed_by) if seen.ends.closed_by else None,
        note_form=note or NoteForm(prefix="note-", formdata=None),
        contact_form=ContactForm(prefix="contact-", formdata=None),
        pass_form=ContactForm(prefix="pass-", formdata=None),
        close_form=closing or CloseForm(prefix="close-", formdata=None),
        words=words,
    )
