"""The log carries events, codes and numbers; a person's words have no field to stand in."""

import errno
import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import structlog

from symptomcheck import log
from symptomcheck.core.book_error import RuleBookError
from tests.conftest import configure_log_for_tests

ALERT = UUID("01900107-1400-7000-8000-000000000000")


@pytest.fixture(autouse=True)
def _log_as_tests_do() -> Iterator[None]:
    yield
    configure_log_for_tests()


def in_production() -> structlog.typing.FilteringBoundLogger:
    log.configure(json_lines=True)
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger("anything")
    return logger


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The one JSON line on stderr; stdout stays for what commands answer."""
    output = capsys.readouterr()
    assert output.out == ""
    (line,) = output.err.splitlines()
    told: dict[str, object] = json.loads(line)
    return told


def test_a_line_is_json_with_time_level_event_and_codes(capsys: pytest.CaptureFixture[str]) -> None:
    in_production().info("alert_opened", alert_id=ALERT, alert_number=12, level="urgent", ids={ALERT})
    told = said(capsys)
    assert datetime.fromisoformat(str(told.pop("time"))).tzinfo == UTC
    assert told == {
        "event": "alert_opened",
        "level": "info",
        "alert_id": str(ALERT),
        "alert_number": 12,
        "ids": [str(ALERT)],
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Ana"),
        ("patient_name", "Ana"),
        ("phone", "5550100199"),
        ("to", "+15550100199"),
        ("body", "1"),
        ("text", "1"),
        ("address", "x"),
        ("answer", "yes"),
        ("cause", "my temp is 101.3"),
        ("cause", "+15550100199"),
        ("cause", "15550100199"),
        ("cause", "555-010-0199"),
        ("cause", "ana@clinic.example"),
        ("cause", "no sé"),
        ("cause", {"text": "x"}),
        ("cause", ["timeout", "hard to breathe"]),
        ("cause", b"x"),
        ("cause", ValueError("hard to breathe")),
    ],
)
def test_a_field_that_could_hold_words_raises_in_tests_and_is_dropped_in_production(
    field: str, value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(log.Unloggable, match=f"message_kept: {field} could hold a person's words"):
        structlog.get_logger().info("message_kept", **{field: value})
    in_production().info("message_kept", **{field: value}, count=3)
    told = said(capsys)
    assert told["event"] == "message_kept" and told["count"] == 3 and told["refused_count"] == 1
    assert field not in told


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("patient_id", ALERT),
        ("patient_id", str(ALERT)),
        ("provider_id", "SM0123456789abcdef0123456789abcdef"),
        ("fingerprint", "0123456789abcdef" * 4),
        ("fingerprint", "123456789012"),
        ("fault", RuleBookError("plan.toml", "[day]", "is no key", "Write days.")),
        ("problem", "sqlalchemy.exc.OperationalError"),
        ("code", 30003),
        ("code", "30003"),
        ("due_at", datetime(2026, 11, 23, tzinfo=UTC)),
        ("at", date(2026, 11, 23)),
        ("road", "/twilio/sms"),
        ("state", None),
        ("tick_seconds", 0.25),
    ],
)
def test_ids_states_codes_and_numbers_are_what_the_log_is_for(field: str, value: object) -> None:
    assert log.is_loggable(field, value)


def test_an_event_is_a_name_and_not_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(log.Unloggable, match="is no event name"):
        structlog.get_logger().info("Ana texted us")
    in_production().info("Ana texted us", count=1)
    assert said(capsys)["event"] == "event_refused"


def test_a_traceback_says_where_and_what_kind_but_quotes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    logger = in_production()
    try:
        try:
            int("hard to breathe")
        except ValueError as error:
            raise RuntimeError("Ana: hard to breathe") from error
    except RuntimeError:
        logger.exception("reading_failed")
    trace = str(said(capsys)["trace"])
    assert "Ana" not in trace and "breathe" not in trace
    assert trace.startswith("builtins.RuntimeError at tests/test_log.py:")
    assert " caused by builtins.ValueError at tests/test_log.py:" in trace


def test_exceptions_are_taken_in_each_form_they_are_handed_over(capsys: pytest.CaptureFixture[str]) -> None:
    logger, error = in_production(), KeyError("Ana")
    logger.error("failed", exc_info=error)
    assert said(capsys)["trace"] == "builtins.KeyError at nowhere"
    logger.error("failed", exc_info=(KeyError, error, None))
    assert said(capsys)["trace"] == "builtins.KeyError at nowhere"
    logger.error("failed", exc_info=True)
    assert "trace" not in said(capsys)
    logger.error("failed", exc_info=False)
    assert "trace" not in said(capsys)


def test_what_a_library_logs_is_reduced_to_where_it_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    in_production()
    logging.getLogger("sqlalchemy.pool").warning("could not insert %s", "hard to breathe")
    told = said(capsys)
    assert told["event"] == "library_message" and told["library"] == "sqlalchemy.pool"
    assert "breathe" not in json.dumps(told)
    logging.getLogger("twilio.http_client").info("POST body: hard to breathe")
    assert capsys.readouterr().err == ""


def test_a_crash_is_one_line_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    in_production()

    def crash() -> None:
        raise LookupError("hard to breathe")

    thread = threading.Thread(target=crash)
    thread.start()
    thread.join()
    told = said(capsys)
    assert told["event"] == "crashed" and told["problem"] == "LookupError"
    assert "breathe" not in json.dumps(told)


def test_ending_on_purpose_is_no_crash(capsys: pytest.CaptureFixture[str]) -> None:
    in_production()
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(SystemExit))
    thread.start()
    thread.join()
    assert capsys.readouterr().err == ""


def test_on_a_terminal_lines_are_words(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(json_lines=False)
    structlog.get_logger().warning("clock_is_off", seconds=2.5, exc_info=KeyError("Ana"))
    first, second = capsys.readouterr().err.splitlines()
    assert first[8:] == " warning clock_is_off seconds=2.5"
    assert second.strip() == "builtins.KeyError at nowhere"


def test_lines_below_the_least_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(json_lines=True, least="warning")
    structlog.get_logger().info("tick_done")
    assert capsys.readouterr().err == ""


class FullDisk(io.StringIO):
    """A log file on a disk with no space left."""

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = in_production()
    monkeypatch.setattr("sys.stderr", FullDisk())
    logger.error("tick_failed")
