"""`symptomcheck demo`: every phone on one screen, over real HTTP, and an end that leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.cookiejar import CookieJar
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from click.testing import CliRunner

from symptomcheck.cli.demo import demo
from symptomcheck.rehearsal.cast import EVERYBODY
from symptomcheck.rehearsal.demo import HOST, FolderInUse, free_port, seed, set_up
from symptomcheck.web.app import create_app
from symptomcheck.web.phones import phones_roads
from symptomcheck.web.server import Server
from symptomcheck.worker import Worker, lines_of


class Screen:
    """The page as somebody with a browser sees it."""

    def __init__(self, port):
        self.address = f"http://{HOST}:{port}"
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def look(self, path="/phones"):
        with self._opener.open(self.address + path, timeout=30) as answer:
            self.status, self.headers = answer.status, answer.headers
            return answer.read().decode()

    def tap(self, path, **fields):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.look())
        fields |= {"csrf_token": token[1]} if token else {}
        with self._opener.open(self.address + path, urlencode(fields).encode(), timeout=60) as answer:
            return answer.read().decode()

    def thread(self, key):
        """Every text on one phone, newest last."""
        found = re.search(rf'<ol class="thread" id="{key}-thread".*?</ol>', self.look(), re.DOTALL)
        return re.findall(r"<p lang=\"..\">(.*?)</p>", found[0], re.DOTALL)

    def waits_for(self, key, words, seconds=20):
        """Until these words are the newest text on that phone."""
        until = time.monotonic() + seconds
        while words not in (newest := self.thread(key)[-1:] or [""])[0]:
            assert time.monotonic() < until, f"{key}: {newest}"
            time.sleep(0.1)


@contextmanager
def demonstration(folder, *, catch_up_seconds=180.0):
    port = free_port(0)
    with set_up(folder, port) as show:
        server = Server(create_app(show.house, more=[phones_roads(show)]), host=HOST, port=port)
        house = show.house
        worker = Worker(
            house.clinic,
            house.clock,
            house.senders,
            lines_of(house.settings),
            tick_seconds=0.5,
            catch_up_seconds=catch_up_seconds,
        )
        serving = Thread(target=server.serve)
        serving.start()
        try:
            seed(show)
            worker.start_in_thread()
            yield show, Screen(port)
        finally:
            show.end()
            server.stop()
            serving.join()
            worker.stop()


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with demonstration(tmp_path_factory.mktemp("demo"), catch_up_seconds=1.0) as (show, screen):
        yield show, screen


def test_everybody_is_on_the_screen_and_has_a_day_behind_them(opened):
    _, screen = opened
    page = screen.look()

    assert all(f'<h3 id="{actor.key}-name">{actor.name}</h3>' in page for actor in EVERYBODY)
    assert "adopted them for itself" in page
    assert any("Nothing you sent is on your call-now list" in text for text in screen.thread("samuel"))
    screen.waits_for("samuel", "check-in 1 of 4")
    screen.waits_for("ana", "1/4. ¿Confusión")


def test_an_answer_brings_the_call_line_to_the_patient_and_a_page_to_the_nurse(opened):
    show, screen = opened
    screen.tap("/phones/grace/text", text="2")

    screen.waits_for("grace", "Call your care team now: 503-555-0199")
    screen.waits_for("nora", "Alert #")
    number = show.alerts()[-1].number
    assert f"#{number} urgent</a></strong> · Grace Whitfield" in screen.look()

    screen.tap("/phones/nora/call", press="1")  # nothing rings yet: the text comes a minute before the call
    screen.tap("/phones/nora/text", text=f"ACK {number}")
    screen.waits_for("nora", "Nora Lee has it now")
    screen.tap(f"/phones/alerts/{number}/close")
    assert show.alerts() == ()


def test_check_in_page_and_the_teams_view_are_a_touch_away(opened):
    _, screen = opened
    assert "/phones" in screen.look("/")
    assert "Log a temperature" in screen.tap("/phones/ben/page")
    page = screen.look()
    assert (
        'href="/team"' in page and len(set(re.findall(r'href="(/team/patients/[0-9a-f-]{36})"', page))) == 6
    )


def test_a_lost_webhook_is_caught_up(opened):
    _, screen = opened
    screen.tap("/phones/ruth/text", text="1", travels="lost")

    assert "webhook lost" in screen.look()
    screen.waits_for("ruth", "2 of 4")


def test_a_text_twice_answers_once(opened):
    _, screen = opened
    screen.tap("/phones/samuel/text", text="1", travels="twice")

    screen.waits_for("samuel", "2 of 4")
    assert screen.thread("samuel").count("1") >= 1


def test_a_text_can_come_after_the_next_one(opened):
    _, screen = opened
    screen.tap("/phones/mateo/text", text="temperatura 36,6", travels="behind")
    screen.tap("/phones/mateo/text", text="gracias")

    assert "came after the next one" in screen.look()
    screen.waits_for("mateo", "Leí: 36.6 C")


def test_a_landline_gets_no_text(opened):
    show, screen = opened
    screen.tap("/phones/jun/line")
    screen.tap("/phones/jun/text", text="cant breathe")

    until = time.monotonic() + 20
    while "not delivered: a landline" not in screen.look() and time.monotonic() < until:
        time.sleep(0.1)
    assert "not delivered: a landline" in screen.look()
    assert [alert.about for alert in show.alerts()] == ["Jun Park"]
    screen.tap("/phones/jun/line")


def test_an_hour_passes_as_it_would(opened):
    show, screen = opened
    before = show.clock.now()

    screen.tap("/phones/clock", move="hour")

    assert (show.clock.now() - before).total_seconds() >= 3600
    assert any("no contestó" in text or "no answer" in text for text in screen.thread("luis"))


def test_to_the_next_morning_everybody_answers_by_themselves(opened):
    show, screen = opened

    screen.tap("/phones/clock", move="morning")
    while show.is_moving:
        time.sleep(0.1)

    assert show.alerts() == ()
    screen.waits_for("samuel", "check-in 1 of 4")


def test_an_unchanged_screen_is_not_sent_again(opened):
    _, screen = opened
    screen.look()
    version = screen.headers["X-Version"]

    statuses = set()
    for _ in range(20):
        page = screen.look(f"/phones?since={version}")
        statuses.add(screen.status)
        version = screen.headers.get("X-Version", version)
        assert page == "" or screen.status == 200
    assert 204 in statuses


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/phones/nobody/text", {"text": "1"}, 404),
        ("/phones/nora/page", {}, 404),
        ("/phones/ana/text", {"text": "1", "travels": "by pigeon"}, 400),
        ("/phones/clock", {"move": "back"}, 400),
    ],
)
def test_what_nobody_can_tap_is_refused(opened, path, fields, status):
    _, screen = opened

    with pytest.raises(HTTPError) as refused:
        screen.tap(path, **fields)

    assert refused.value.code == status


def test_a_folder_that_holds_a_clinic_is_left_alone(tmp_path):
    (tmp_path / "config.toml").write_text("")

    with pytest.raises(FolderInUse, match="holds a clinic already"), set_up(tmp_path, 0):
        pass


def test_a_port_that_is_taken_is_refused_before_anything_is_written(tmp_path):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = CliRunner().invoke(demo, ["--port", str(port), "--dir", str(tmp_path), "--no-browser"])

    assert str(refused.exception).startswith(f"--port {port} cannot be used")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_it_cleanly_and_leaves_nothing(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "symptomcheck", "demo", "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    finally:
        process.kill()  # a test that failed must not leave a demonstration running

    assert re.search(r"Phones:  http://127\.0\.0\.1:\d+/phones", "".join(said)), told
    assert process.returncode == 0
    assert told.endswith("The demonstration has ended.\n")
    assert list(tmp_path.glob("symptomcheck-demo-*")) == []
