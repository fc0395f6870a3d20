""" "Nothing you sent is on your call-now list" is said only when that is so, whatever people text.

Played on the real road: whole check-ins of any answers, judged here by the answers that were kept, against a
list written out by hand from the article.
"""

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from symptomcheck.actions.checkins.start_checkin import start_checkin
from symptomcheck.storage.tables import answers
from tests.clinic import TestClinic
from tests.phones import THINKS_FOR

THE_LIST = ("confusion", "speech", "sleepiness", "breath", "chest_pain", "fainting")

QUIET = {"en": ("1", "1", "98.6", "1"), "es": ("1", "1", "36,8", "1")}
OTHERWISE = {
    "en": """2; 3; 4; no; yes; not sure; 37.95 C; 100.3; 100.4; 101; NONE; none; purple; ok; thx; cant breathe
        no fever; fever is gone; ?; 1012; 984; 1 1 98.6 1; 1 2 98.6; a bit shaky; worse
        no chest pain but dizzy; my gums bleed; what if i get a fever; no confusion, no trouble speaking
        one; 1.; he is sleepy; same; 36.6 then 38.2; no reading but I feel hot; 1 1; no no 98.2; 99""",
    "es": """2; 3; 4; no; sí; no sé; 37.95 C; 38; 38,0; no tengo; morado; gracias; no puedo respirar
        sin fiebre; ya no tengo fiebre; 1 1 36.8 1; cansada; no estoy confundida; mareado; igual; peor; uno; ?
        y si me da fiebre; me sangran las encías; 1 1; no no 36.5""",
}


def check_ins(language):
    """Texts of one check-in: four quiet answers, some of them replaced, others put in between."""
    other = st.sampled_from([text.strip() for text in re.split("[;\n]", OTHERWISE[language])])
    change = st.tuples(st.integers(0, 4), st.booleans(), other)

    def changed(changes):
        texts = list(QUIET[language])
        for place, replaces, text in changes:
            texts[place : place + replaces] = [text]
        return texts

    return st.lists(change, max_size=4).map(changed)


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_said_only_when_every_line_of_the_list_was_denied(quick_url, language):
    said = 0

    with TestClinic(quick_url) as clinic:

        @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
        @given(texts=check_ins(language))
        def play(texts):
            nonlocal said
            said += says_so(clinic, language, texts)

        play()

    assert said, "no check-in of all these was quiet: the story proves nothing"


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_said_when_every_line_was_denied(quick_url, language):
    with TestClinic(quick_url) as clinic:
        assert says_so(clinic, language, QUIET[language])


def says_so(clinic, language, texts):
    """Play one check-in of somebody new; was it said? Fails when it was said wrongly."""
    who = clinic.patient("Ana", language=language, infused_days_ago=3)
    opened = start_checkin(clinic.stage.clinic, who.id, by="the story", now=clinic.clock.now())
    clinic.stage.settle()
    for text in texts:
        clinic.clock.put(clinic.clock.now() + THINKS_FOR)
        who.phone.texts(text)
        if any("on your call-now list" in told or "está en su lista" in told for told in who.phone.unread):
            newest = kept_answers(clinic, who, opened.checkin_ids[0])
            assert is_quiet(newest), f"{texts} left {newest}"
            clinic.nobody_is_alerted_about(who)
            clinic.skip_to_here()
            return True
    clinic.skip_to_here()
    return False


def kept_answers(clinic, who, checkin_id):
    """The newest answer of this check-in about each symptom, as it lies in the table."""
    with clinic.stage.clinic.db.read() as tx:
        rows = tx.execute(
            select(answers.c.key, answers.c.value)
            .where(answers.c.patient_id == who.id, answers.c.checkin_id == checkin_id)
            .order_by(answers.c.id)
        ).all()
    return {row.key: row.value for row in rows}


def is_quiet(newest):
    """Each line of the list is a plain no, and fever is denied or measured below the line."""
    if any(newest.get(key) != "no" for key in THE_LIST) or newest.get("fever", "no") != "no":
        return False
    if (measured := newest.get("temperature")) is None:
        return "fever" in newest
    return Decimal(measured[:-1]) < {"C": Decimal("38.0"), "F": Decimal("100.4")}[measured[-1]]
