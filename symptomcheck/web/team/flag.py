"""`/team/flags/<id>`: why a flag was raised, judged again from its stored answers by the book of then."""

from uuid import UUID

from flask import Blueprint, abort, render_template

from symptomcheck.actions.rulebook.explain_flag import NoSuchFlag, explain_flags
from symptomcheck.core.explain import key_phrase, value_phrase
from symptomcheck.web.language import current_language
from symptomcheck.web.rules_page import told_rule
from symptomcheck.web.team import words
from symptomcheck.web.team.rules import title_in
from symptomcheck.web.team.who import member
from symptomcheck.wiring import House


def add_to(roads: Blueprint, house: House) -> None:
    """The page of one flag."""

    @roads.get("/flags/<uuid:flag_id>")
    def flag(flag_id: UUID) -> str:
        now = house.clock.now()
        try:
            [explained] = explain_flags(house.clinic, flag_id, by=str(member().staff_id), now=now)
        except NoSuchFlag:
            abort(404)
        book, kept, language = explained.book, explained.kept, current_language()
        return render_template(
            "team/flag.html",
            explained=explained,
            kept=kept,
            answer=book.say(
                "said",
                language,
                key=key_phrase(book, kept.key, language),
                reporter=book.say(f"reporter.{kept.flag.reporter}", language),
                value=value_phrase(book, kept.flag.value, language),
            ),
            rule=told_rule(book, explained.rule, language) if explained.rule else None,
            inputs=[
                (
                    key_phrase(book, answer.key, language),
                    value_phrase(book, answer.value, language),
                    words.in_words(words.REPORTERS, answer.reporter.value),
                    answer.said_at,
                )
                for answer in kept.judged.inputs
            ],
            left_open=[
                (title_in(verdict.rule), [key_phrase(book, key, language) for key in verdict.missing])
                for verdict in explained.left_open
            ],
        )
