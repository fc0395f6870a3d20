"""Every screen, as walks from state to state: pictured by `./dev shots`, held to every promise by tests.

A walk begins at an address and yields the name of each state it comes to; whoever walks looks at it there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from symptomcheck.actions.staff.invite_staff import invite_staff
from symptomcheck.core.answers import Reporter
from tests.browser.looking import follow, press_enter
from tests.browser.served import Served
from tests.team import PASSWORD

Steps = Callable[[Page], Iterator[str]]
LABEL_TEXT = Path(__file__).parents[2] / "rules" / "overlays" / "label-text.toml"


@dataclass(frozen=True)
class Walk:
    """Where a walk begins, and its steps. `statuses`: what a state answers with, where it is not 200."""

    name: str
    begins: Callable[[Served], str]
    steps: Steps
    statuses: tuple[tuple[str, int], ...] = ()


def start(page: Page) -> None:
    """Begin a check-in."""
    follow(page.locator("form[action*='/start'] button"))


def choose(page: Page, **answers: str) -> None:
    """Choose one answer per group, then go on."""
    for key, value in answers.items():
        page.locator(f"input[name={key}][value='{value}']").check()
    follow(page.locator("main form button").first)


def write(page: Page, **typed: str) -> None:
    """Fill boxes, then send."""
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    follow(page.locator("main form button").first)


def sign_in(page: Page, login: str = "nora", password: str = PASSWORD) -> None:
    """Sign in by keyboard."""
    page.locator("#login").fill(login)
    page.locator("#password").fill(password)
    press_enter(page)


def _to(path: str) -> Callable[[Served], str]:
    return lambda served: path


def _public(page: Page) -> Iterator[str]:
    yield "front"
    follow(page.locator("main a[href='/rules']"))
    yield "rules"
    for sheet in ("leaflet", "card", "temperatures"):
        follow(page.locator(f"main a[href='/rules/{sheet}']"))
        yield f"paper-{sheet}"
        page.go_back()


def _errors(page: Page) -> Iterator[str]:
    yield "not-found"
    page.goto(page.url.replace("/nowhere", "/fault/500"))
    yield "fault"
    page.goto(page.url.replace("/fault/500", "/p/nobody"))
    yield "closed-link"


def _samples(page: Page) -> Iterator[str]:
    yield "sample-form"
    follow(page.get_by_role("button", name="Send"))
    yield "sample-form-refused"
    page.goto(page.url.replace("/form", "/shown"))
    yield "sample-shown"


def _check_in(page: Page) -> Iterator[str]:
    yield "home"
    start(page)
    yield "thinking"
    choose(page, confusion="no")
    yield "thinking-refused"
    choose(page, confusion="no", speech="no", sleepiness="no")
    yield "breathing"
    choose(page, breath="no", chest_pain="no", fainting="no")
    yield "temperature"
    write(page, number="quite warm")
    yield "temperature-refused"
    write(page, number="98.6")
    yield "read-back"
    follow(page.locator("main a.nhsuk-button"))
    yield "fatigue"
    choose(page, fatigue="1")
    yield "sent"
    follow(page.locator("main p a").last)
    follow(page.locator("main a[href*='/words']"))
    yield "words"
    write(page, words="chills and so shaky")
    yield "call-today"


def _call_now(page: Page) -> Iterator[str]:
    start(page)
    choose(page, confusion="no", speech="no", sleepiness="no")
    choose(page, breath="no", chest_pain="no", fainting="no")
    follow(page.locator("button[name=reading]"))
    yield "fever"
    choose(page, fever="yes")
    yield "call-now"
    follow(page.locator("main p a").last)
    yield "home-while-an-alert-is-open"


def _caregiver(page: Page) -> Iterator[str]:
    yield "whom"
    follow(page.locator("main a.nhsuk-button").first)
    yield "caregiver-home"
    follow(page.locator("main a[href*='/temperature']"))
    yield "caregiver-temperature"
    page.go_back()
    start(page)
    yield "caregiver-thinking"


def _queue(page: Page) -> Iterator[str]:
    yield "sign-in"
    sign_in(page, password="wrong")
    yield "sign-in-refused"
    sign_in(page)
    yield "queue"
    page.goto(page.url.partition("/team")[0] + "/team/alerts/1")
    yield "alert-urgent"
    follow(page.locator("form[action$='/close'] button"))
    yield "alert-close-refused"
    for number, state in ((6, "closed"), (7, "no-patient")):
        page.goto(page.url.partition("/team")[0] + f"/team/alerts/{number}")
        yield f"alert-{state}"


def _patients(page: Page) -> Iterator[str]:
    sign_in(page)
    yield "patients"
    follow(page.get_by_role("link", name="Ana Ruiz"))
    page.locator("main summary").first.click()
    yield "patient"
    follow(page.locator("form[action$='/pause'] button"))
    yield "patient-pause-refused"
    page.goto(page.url.partition("/team")[0] + "/team/patients/new")
    yield "enrol"
    follow(page.locator("main form button"))
    yield "enrol-refused"
    page.context.clear_cookies(name="team")
    write(page, name="Grace Ito")
    yield "sign-in-kept"
    sign_in(page)
    yield "kept"


def _rules(page: Page) -> Iterator[str]:
    sign_in(page)
    yield "team-rules"
    for door in ("rule/fainting", "proof", "history", "try"):
        page.goto(f"{page.url.partition('/team')[0]}/team/rules/{door}")
        yield f"team-rules-{door.partition('/')[0]}"
    page.locator("#caregiver-fainting").select_option("not_sure")
    page.locator("#patient-temperature").fill("38.2 C")
    follow(page.locator("main form button"))
    yield "team-rules-tried"
    page.goto(page.url.replace("/try", "/replay"))
    yield "team-rules-replay"
    page.locator("input[type=file]").set_input_files(LABEL_TEXT)
    follow(page.locator("main form button"))
    yield "team-rules-replayed"
    page.goto(page.url.replace("/rules/replay", "/alerts/1"))
    follow(page.locator("a[href*='/team/flags/']").first)
    yield "team-flag"


def _on_call(page: Page) -> Iterator[str]:
    sign_in(page)
    yield "rota"
    follow(page.locator("form[action$='/step-in'] button"))
    yield "rota-refused"
    for door in ("policy", "handover", "ledger"):
        page.goto(f"{page.url.partition('/team')[0]}/team/{door}")
        yield door


def _invite(page: Page) -> Iterator[str]:
    yield "invite"
    write(page, password="short", again="short")
    yield "invite-refused"


def _invited(served: Served) -> str:
    house = served.house
    return f"/team/invite/{invite_staff(house.clinic, 'admin', by='test', now=house.real_clock.now()).token}"


WALKS = (
    Walk("public", _to("/"), _public),
    Walk("errors", _to("/nowhere"), _errors, (("not-found", 404), ("fault", 500), ("closed-link", 404))),
    Walk("samples", _to("/samples/form"), _samples),
    Walk("check-in", lambda served: served.link(), _check_in),
    Walk("call-now", lambda served: served.link(), _call_now),
    Walk("caregiver", lambda served: served.link(Reporter.CAREGIVER, cares_for=2), _caregiver),
    Walk("invite", _invited, _invite),
    Walk("queue", _to("/team"), _queue),
    Walk("patients", _to("/team/patients"), _patients),
    Walk("on-call", _to("/team/rota"), _on_call),
    Walk("team-rules", _to("/team/rules"), _rules),
)
