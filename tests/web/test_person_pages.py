"""The person's pages from outside: links that open nothing, forged forms, receipts, languages, headers."""

import re

import pytest

from symptomcheck.actions.links.make_link import LASTS
from symptomcheck.actions.links.revoke_links import revoke_links
from symptomcheck.core.answers import Reporter
from symptomcheck.rehearsal.settings import PUBLIC_URL
from symptomcheck.web.app import create_app
from tests.pages import BREATHING_NO, NO, Page, link_of, page_of

SCREENS = ("", "/temperature", "/words", "/after/anything")


@pytest.fixture
def ana(clinic):
    return clinic.patient("Ana", infused_days_ago=40)


def without_what_differs(text):
    return re.sub(r"csrf[^>]*|\?lang=[^\"]*", "", text)


def test_a_wrong_an_expired_and_an_ended_link_are_told_alike(clinic, ana):
    app = create_app(clinic.stage.house)
    ended, expired = link_of(clinic, ana), link_of(clinic, ana)
    told = [Page(app).opens(f"{PUBLIC_URL}/p/nobody{screen}") for screen in SCREENS]
    revoke_links(clinic.stage.clinic, ana.id, by="Nora", now=clinic.clock.now())
    told += [Page(app).opens(ended + screen) for screen in SCREENS]
    clinic.clock.play_until(clinic.clock.now() + LASTS)
    clinic.skip_to_here()
    told += [Page(app).opens(expired + screen) for screen in SCREENS]
    assert {page.status for page in told} == {404}
    assert len({without_what_differs(page.text) for page in told}) == 1
    told[0].says("This link does not work any more").says("555-010-0199")


@pytest.mark.parametrize("about", ["nonsense", "0" * 32])
def test_somebody_elses_conversation_is_a_wrong_link(clinic, ana, about):
    page = Page(create_app(clinic.stage.house)).opens(f"{link_of(clinic, ana)}?about={about}")
    assert page.status == 404


def test_a_link_reads_nothing_back(clinic, ana):
    page_of(clinic, ana).follows("own words").sends(words="my left toe itches")
    clinic.skip_to_here()
    for screen in SCREENS:
        page = Page(create_app(clinic.stage.house)).opens(link_of(clinic, ana) + screen)
        shown = re.sub(r"<[^>]+>", " ", page.text)  # a token may spell anything
        assert "toe" not in shown and "Ana" not in shown


def test_without_cookies_everything_is_heard_and_judged(clinic, ana):
    page = Page(create_app(clinic.stage.house))
    page.client = page.app.test_client(use_cookies=False)
    page.opens(link_of(clinic, ana)).follows("temperature").sends(number="98.6").says("Sent at")
    page.follows("Send something else").sends("/start").sends(**NO).says("2 of 4")
    page.sends(**BREATHING_NO | {"breath": "yes"}).says("Call your care team now")
    clinic.stage.settle()
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize(
    "broken", [{"key": "short"}, {"key": "00"}, {"checkin": "nonsense"}, {"question": "nonsense"}]
)
def test_a_form_that_was_tampered_with_is_refused(clinic, ana, broken):
    page = page_of(clinic, ana).sends("/start")
    to, hidden = page.form()
    page.posts(to, hidden | broken, **NO)
    assert page.status == 400


def test_a_double_press_and_two_tabs_lose_and_double_nothing(clinic, ana):
    page = page_of(clinic, ana).sends("/start")
    tab = page.another_tab()
    to, hidden = page.form()
    page.posts(to, hidden, **NO).says("2 of 4")
    page.posts(to, hidden, **NO).says("2 of 4")
    tab.sends(**NO).says("2 of 4")
    page.sends(**BREATHING_NO).says("3 of 4")


def test_an_answer_that_got_lost_still_says_call_now(clinic, ana):
    page = page_of(clinic, ana).sends("/start")
    to, hidden = page.form()
    for _ in range(2):
        page.posts(to, hidden, **NO | {"confusion": "yes"}).says("Call your care team now")
    clinic.stage.settle()
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_nothing_that_calms_is_shown_over_an_urgent_alert(clinic, ana):
    page = page_of(clinic, ana).follows("own words").sends(words="thanks so much").says("Sent at")
    receipt, link = PUBLIC_URL + page.path, PUBLIC_URL + page.path.split("/after")[0]
    ana.phone.texts("I cant breathe")
    for screen in ("", "/words", "/temperature"):
        page.opens(link + screen).says("Call your care team now")
    page.opens(link + "/words").sends(words="todo bien gracias").says("Please call now").says("still open")
    page.opens(receipt).says("Please call now").says("Nobody on your care team has seen it yet")
    assert "has it since" not in page.text and "You can close" in page.text
    clinic.skip_to_here()


def test_a_receipt_that_was_made_up_or_is_old_shows_the_first_screen(clinic, ana):
    page = page_of(clinic, ana)
    link = page.path.rstrip("?")
    page.opens(f"{PUBLIC_URL}{link}/after/made-up").says("What do you want to send?")
    page.follows("temperature").sends(number="98.6").follows("Yes, go on").says("Sent at")
    receipt = page.path
    clinic.clock.goes_to("23:00")
    clinic.skip_to_here()
    page.opens(PUBLIC_URL + receipt).says("What do you want to send?")


@pytest.mark.parametrize("number", ["", "12", "98.6 and confused", "200", "38.5 F", "385 F"])
def test_what_is_no_temperature_has_to_be_written_again(clinic, ana, number):
    page = page_of(clinic, ana).follows("temperature").sends(number=number).says("Write the number")
    assert 'aria-invalid="true"' in page.text or "error" in page.text


def test_a_letter_that_does_not_fit_the_number_is_asked_about(clinic, ana):
    page = page_of(clinic, ana).follows("temperature").sends(number="98.6", unit="C").says("Write the number")
    assert 'value="98.6"' in page.text


def test_a_reading_is_found_however_it_is_typed(clinic, ana):
    page = page_of(clinic, ana).follows("temperature")
    for number, unit, both in (
        ("98.6F", "C", "98.6 F (37.0 C)"),
        ("37,4 C", "", "37.4 C (99.3 F)"),
        ("986", "F", "98.6 F (37.0 C)"),
        ("100.39", "F", "100.39 F (37.9 C)"),
    ):
        page.sends(number=number, unit=unit).says(f"We read {both}").follows("No, write it again")
    clinic.nobody_is_alerted_about(ana)
    for number, both in (("38°", "38 C (100.4 F)"), ("385", "38.5 C (101.3 F)"), ("43", "43 C (109.4 F)")):
        page.sends(number=number).says("Please call now").says(f"We read {both}")
        page.follows("Send something else").follows("temperature")
    clinic.skip_to_here()


def test_the_page_speaks_the_persons_language_and_switches(clinic):
    ana = clinic.patient("Ana", infused_days_ago=40, language="es", greeted=False)
    ana.phone.skip()
    page = page_of(clinic, ana).says("¿Qué quiere enviar?").sends("/start").says("Confusión nueva")
    page.follows("English").says("New confusion")


def test_a_caregiver_is_asked_in_the_caregivers_voice(clinic, ana):
    clinic.caregiver("Ben", of=ana)
    page_of(clinic, ana, Reporter.CAREGIVER).sends("/start").says("the person you care for").says("1 of 3")


def test_no_address_names_a_symptom_and_nothing_is_kept_by_the_browser(clinic, ana):
    page = page_of(clinic, ana).sends("/start").sends(**NO | {"speech": "yes"})
    assert not re.search("speech|confus|urgent", page.path)
    clinic.skip_to_here()
    headers = page.client.get(page.path, base_url=PUBLIC_URL).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_log_names_a_token(clinic, ana, capsys):
    link = link_of(clinic, ana)
    Page(create_app(clinic.stage.house)).opens(link).follows("own words").sends(words="ok thanks")
    told = capsys.readouterr()
    assert link.rpartition("/")[2] not in told.out + told.err
