"""What a patient or a caregiver texts: keywords, remarks, machines, and a phone that several people share."""

from collections.abc import Iterator

import pytest

from symptomcheck.actions.checkins.receive_reply import Receipt, Received, receive_reply
from symptomcheck.actions.people.newcomers import NewCaregiver
from symptomcheck.channels.sender import InboundText
from symptomcheck.storage import contacts
from tests.actions.house import House, open_house
from tests.actions.texting import ANA, BEN, asks, minutes_pass, says, texts_to

CARER = NewCaregiver(name="Ben Ruiz", phone="555-010-0111")


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    with open_house(sqlite_url) as house:
        yield house


def answered(house: House, body: str, phone: str = ANA, **how: bool) -> list[str]:
    """What comes back on that phone."""
    since = house.now
    says(house, phone, body, **how)
    return texts_to(house, phone, since=since)


def checkin(house: House) -> tuple[str, str | None]:
    (row,) = house.rows("checkins")
    return row.state, row.question


def reasons(house: House) -> set[str]:
    return {reason for row in house.rows("alerts") for reason in row.reasons}


# -- keywords, while a check-in is open --


@pytest.mark.parametrize(("words", "state"), [("STOP", "stopped"), ("WRONG", "wrong")])
def test_who_wants_no_more_texts_is_asked_no_more(house, words, state):
    ana = house.enrol()
    asks(house, ana.patient_id)
    assert answered(house, words) == [words.casefold()]
    (contact,) = {row.contact_id for row in house.rows("conversations")}
    assert [row.state for row in house.rows("contact_methods", id=contact)] == [state]
    assert checkin(house)[1] is None
    assert words.casefold() in reasons(house)
    minutes_pass(house, 31)
    assert house.rows("outbox", kind="reminder") == []


def test_start_while_a_question_is_open_leaves_it_open(house):
    ana = house.enrol()
    asks(house, ana.patient_id)
    assert answered(house, "START") == ["start"]
    assert checkin(house) == ("asked", "thinking")


def test_help_leaves_the_question_open(house):
    ana = house.enrol()
    asks(house, ana.patient_id)
    assert answered(house, "HELP") == ["help"]
    assert checkin(house) == ("asked", "thinking")
    assert "help" in reasons(house)


def test_a_keyword_the_provider_answered_is_obeyed_and_not_answered_again(house):
    house.enrol()
    assert answered(house, "STOP", answered_by_provider=True) == []
    assert [row.state for row in house.rows("contact_methods", state="stopped")] == ["stopped"]


def test_a_symptom_is_answered_though_the_provider_answers_keywords(house):
    house.enrol()
    assert answered(house, "cant breathe", answered_by_provider=True) == ["urgent"]


# -- the same text twice, and machines --


def test_a_text_that_comes_twice_is_judged_once(house):
    house.enrol()
    text = InboundText(
        provider_id="SMtwice",
        from_address=ANA,
        to_address="+15550100100",
        body="cant breathe",
        received_at=house.now,
    )
    assert receive_reply(house.clinic, text, now=house.now).received is Received.PERSON
    again = receive_reply(house.clinic, text, now=house.now)
    assert again == Receipt(Received.DUPLICATE, "duplicate", "none")
    assert len(house.rows("judgements")) == 1


def test_after_five_texts_nobody_can_read_one_last_answer_and_then_none(house):
    house.enrol()
    told = [answered(house, f"the river is wide number {word}") for word in "abcdefgh"]
    assert told[5:] == [["loop_brake"], [], []]
    assert "loop" in reasons(house)


def test_the_brake_holds_nothing_back_that_a_rule_speaks_of(house):
    house.enrol()
    for word in "abcdefgh":
        says(house, ANA, f"the river is wide number {word}")
    assert answered(house, "cant breathe") == ["urgent"]


def test_the_brake_lets_an_open_question_stay_open(house):
    ana = house.enrol()
    for word in "abcdef":
        says(house, ANA, f"the river is wide number {word}")
    asks(house, ana.patient_id)
    assert answered(house, "the river is wide") == []
    assert checkin(house) == ("asked", "thinking")


# -- whom it is about --


def two_on_one_phone(house: House) -> None:
    house.enrol()
    house.enrol("Leo Roy", "555-010-0101")


def test_a_quiet_answer_that_could_be_anybodys_is_nobodys_until_they_say_whose(house):
    two_on_one_phone(house)
    assert answered(house, "temp 98.6") == ["which_person"]
    assert house.rows("answers") == []


@pytest.mark.parametrize(("words", "said"), [("thanks", []), ("HELP", ["help"])])
def test_thanks_and_keywords_are_about_the_phone(house, words, said):
    two_on_one_phone(house)
    assert answered(house, words) == said


def test_a_name_says_whom_a_report_is_about_while_another_is_being_asked(house):
    ana = house.enrol()
    house.enrol("Leo Roy", "555-010-0101")
    asks(house, ana.patient_id)
    assert answered(house, "Leo cant breathe") == ["urgent"]
    (alert,) = house.rows("alerts")
    assert alert.patient_id != ana.patient_id
    assert checkin(house) == ("asked", "thinking")


def test_the_name_of_whoever_is_being_asked_answers_their_question(house):
    ana = house.enrol()
    house.enrol("Leo Roy", "555-010-0101")
    asks(house, ana.patient_id)
    assert answered(house, "Ana is confused") == ["urgent"]
    assert [row.patient_id for row in house.rows("alerts")] == [ana.patient_id]


def test_a_number_that_was_waited_for_belongs_to_whom_it_was_waited_for(house):
    two_on_one_phone(house)
    says(house, ANA, "Leo my temp is")
    (waiting,) = [row for row in house.rows("conversations") if row.awaiting]
    assert answered(house, "101.3") == ["urgent"]
    assert [row.patient_id for row in house.rows("alerts")] == [waiting.patient_id]


def test_two_patients_who_are_told_the_same_are_told_once(house):
    two_on_one_phone(house)
    assert answered(house, "cant breathe") == ["urgent"]
    assert len(house.rows("alerts")) == 2


# -- beside the rules --


def test_health_words_are_said_to_be_passed_on_only_while_somebody_is_on_call(house):
    house.enrol()
    assert answered(house, "my gums bleed") == ["unlisted_words_passed_on"]
    with house.clinic.db.write() as tx:
        for way in house.rows("reaches", person_id=house.rows("staff")[0].id):
            contacts.set_state(tx, way.contact_id, "undeliverable", now=house.now)
    minutes_pass(house, 11)
    assert answered(house, "my gums bleed") == ["unlisted_words"]


def test_a_caregivers_words_are_kept_as_a_caregivers(house):
    house.enrol(caregivers=(CARER,))
    assert answered(house, "she cant breathe", BEN) == ["urgent"]
    assert {row.reporter for row in house.rows("flags")} == {"caregiver"}
