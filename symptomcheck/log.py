"""What the program says about itself, to stderr: events and numbers, never a person's words.

Only the fields listed here may be logged, and only short codes as their values: a name, a phone number, an
address or a text has no field to stand in. A line that breaks this raises while testing; in production the
field is dropped and the line says so. Tracebacks and other libraries' messages are reduced to where and what
kind: their sentences may quote what a person wrote.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePath
from types import TracebackType
from typing import Any, TypeAlias
from uuid import UUID

import structlog

from symptomcheck.core.book_error import RuleBookError

Line: TypeAlias = MutableMapping[str, Any]

# Who or what, without saying who it is; where; which state; how many; how long.
# fmt: off
ALLOWED_FIELDS = frozenset(
    {
        "id", "ids", "alert_number", "rule_id", "version", "revision", "fingerprint",
        "at", "road", "method", "status", "port", "process", "pid", "thread", "library", "signal",
        "verb",
        "kind", "state", "level", "cause", "code", "channel", "problem", "fault", "reason", "rung", "step",
        "backend", "result",
        "count", "limit", "attempt", "attempts", "backlog", "sent", "failed", "claimed", "due", "late",
        "missed", "done", "left", "unaccounted", "broken",
        "seconds", "milliseconds", "offset", "age", "rate",
    }
)
# fmt: on
# alert_id, patient_id, tick_seconds, status_code ... but never patient_name.
_ALLOWED_ENDINGS = ("_id", "_ids", "_count", "_seconds", "_ms", "_code", "_state", "_kind", "_at")

_EVENT = re.compile(r"[a-z][a-z0-9_]{0,60}")
# No blank, so no sentence; no plus and no long run of digits, so no phone number; no @, so no address.
_CODE = re.compile(r"[\w.:/<>,-]{0,200}", re.ASCII)
_PHONE = re.compile(r"(?<![0-9a-fA-F-])[0-9(][0-9().-]{5,}[0-9](?![0-9a-fA-F-])")
_HEX = re.compile(r"[0-9a-f]{1,64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DEEPEST = 12


class Unloggable(ValueError):
    """A log call that could carry a person's words. Raised while testing only."""


def configure(*, strict: bool = False, json_lines: bool | None = None, least: str = "info") -> None:
    """Send every log line of this process to stderr; `strict` raises on what production would drop.

    `json_lines` is on unless stderr is a terminal. `least` is the lowest level that is written.
    """
    if json_lines is None:
        json_lines = not sys.stderr.isatty()
    level = logging.getLevelNamesMapping()[least.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _where_it_broke,
            _refuse_words(strict),
            _stamp,
            _as_json if json_lines else _as_words,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_StderrFactory(),
        cache_logger_on_first_use=False,
    )
    logging.root.handlers[:] = [_OtherLibraries(level=logging.WARNING)]
    logging.root.setLevel(logging.WARNING)
    # A request that waits for a thread is no event: on a busy morning that is a line per text.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sys.excepthook = _crashed
    threading.excepthook = lambda args: _crashed(args.exc_type, args.exc_value, args.exc_traceback)


def is_loggable(field: str, value: object) -> bool:
    """Whether `field` may stand in a log line with `value`."""
    if field not in ALLOWED_FIELDS and not field.endswith(_ALLOWED_ENDINGS):
        return False
    match value:
        case None | bool() | int() | float() | UUID() | datetime() | date() | time() | timedelta():
            return True
        case RuleBookError():
            return True  # its sentence quotes a rule file, which clinicians wrote
        case str() if field == "fingerprint":
            return bool(_HEX.fullmatch(value))
        case str():
            is_code = _CODE.fullmatch(value) and not _PHONE.search(value)
            return bool(is_code or _UUID.fullmatch(value))
        case list() | tuple() | set() | frozenset():
            return all(is_loggable(field, item) for item in value)
        case _:
            return False


def _refuse_words(strict: bool) -> Callable[[Any, str, Line], Line]:
    def refuse(_logger: Any, _method: str, line: Line) -> Line:
        own = {"level": line.pop("level"), "trace": line.pop("trace", None)}
        event = str(line.pop("event", ""))
        if not _EVENT.fullmatch(event):
            if strict:
                raise Unloggable(f"{event!r} is no event name. Write a few words joined by _, and no values.")
            event = "event_refused"
        refused = sorted(field for field, value in line.items() if not is_loggable(field, value))
        if refused and strict:
            raise Unloggable(
                f"{event}: {', '.join(refused)} could hold a person's words. See symptomcheck/log.py."
            )
        kept: dict[str, Any] = {"event": event} | {
            field: line[field] for field in line if field not in refused
        }
        if refused:
            kept["refused_count"] = len(refused)
        return kept | {name: value for name, value in own.items() if value is not None}

    return refuse


def _where_it_broke(_logger: Any, _method: str, line: Line) -> Line:
    """`exc_info` as places and kinds; an exception's own sentence may quote a text: it is not written."""
    raised = line.pop("exc_info", None)
    match raised:
        case BaseException():
            line["trace"] = trace_of(raised)
        case (_, BaseException() as error, _):
            line["trace"] = trace_of(error)
        case None | False:
            pass
        case _ if (current := sys.exception()) is not None:
            line["trace"] = trace_of(current)
    return line


def trace_of(error: BaseException) -> str:
    """Kind and places of an exception and its causes, innermost last, without a word of their messages."""
    told: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(told) < _DEEPEST:
        frames = traceback.extract_tb(seen.__traceback__)[-_DEEPEST:]
        places = " > ".join(f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        told.append(f"{type(seen).__module__}.{type(seen).__qualname__} at {places or 'nowhere'}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " caused by ".join(told)


def _place(filename: str) -> str:
    """The last two parts of a path: home folders name people too."""
    return "/".join(PurePath(filename).parts[-2:])


def _stamp(_logger: Any, _method: str, line: Line) -> Line:
    return {"time": datetime.now(UTC).isoformat(timespec="milliseconds")} | dict(line)


def _as_json(_logger: Any, _method: str, line: Line) -> str:
    return json.dumps(line, default=_plain)


def _as_words(_logger: Any, _method: str, line: Line) -> str:
    shown = dict(line)
    clock, level, event, trace = (
        shown.pop("time")[11:19],
        shown.pop("level"),
        shown.pop("event"),
        shown.pop("trace", ""),
    )
    values = " ".join(f"{field}={_plain(value)}" for field, value in shown.items())
    return f"{clock} {level:<7} {event} {values}".rstrip() + (f"\n         {trace}" if trace else "")


def _plain(value: object) -> object:
    match value:
        case set() | frozenset():
            return sorted(str(item) for item in value)
        case _:
            return str(value)


class _Stderr:
    """Whole lines, so that those of two threads do not mix, to wherever stderr is at that moment."""

    def msg(self, line: str) -> None:
        # A full disk or a closed terminal must not keep a page from going out.
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = log = msg


class _StderrFactory:
    def __call__(self, *_: Any) -> _Stderr:
        return _Stderr()


class _OtherLibraries(logging.Handler):
    """Warnings of the libraries we use, as where they came from: SQLAlchemy and twilio quote what we sent."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno,
            "library_message",
            library=record.name,
            at=re.sub(r"[^\w.:/<>-]", "_", f"{_place(record.pathname)}:{record.lineno}"),
            exc_info=record.exc_info,
        )


def _crashed(kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit) or error is None:
        return
    structlog.get_logger().critical("crashed", problem=kind.__name__, exc_info=error)
