"""Signed webhook texts per second, the full road, as a ratio to a raw-SQL webhook in the same run.

Both databases; two web processes, eight connections; ours and the floor in turn. Commits and statements per
text are counted exactly, in this process.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event

from bench import floor
from bench.figures import line, median, percentile
from bench.load import Answers, post_all
from bench.population import clinic, database, enrol_in_bulk
from bench.webhooks import OUR_NUMBER, phone, webhooks
from symptomcheck.actions.checkins.receive_reply import receive_reply
from symptomcheck.channels.sender import InboundText
from symptomcheck.wiring import House

ROUNDS = 5
TEXTS = 1500
CONNECTIONS = 8


def run(*, as_json: bool) -> int:
    """Both databases, one after the other."""
    for kind in ("sqlite", "postgresql"):
        _compare(kind, as_json)
    return 0


def _compare(kind: str, as_json: bool) -> None:
    people = (ROUNDS + 1) * TEXTS + 3
    with database(kind) as url, clinic(url) as (config, house):
        enrol_in_bulk(house, 0, people)
        floor.prepare(url, people)
        _count(kind, house, people - 3, as_json)
        with ExitStack() as servers:
            ours = [servers.enter_context(_served("ours", str(config))) for _ in range(2)]
            floors = [servers.enter_context(_served("floor", url)) for _ in range(2)]
            runs: dict[str, list[Answers]] = {"ours": [], "floor": []}
            for round_ in range(ROUNDS + 1):
                texts = list(_texts(round_ * TEXTS))
                for name, path, ports in (("ours", "/twilio/sms", ours), ("floor", "/sms", floors)):
                    requests = webhooks(texts, path=path, first_id=round_ * TEXTS)
                    runs[name].append(post_all(requests, ports, connections=CONNECTIONS))
        for name, answers in runs.items():
            _print(f"{kind} {name}", answers[1:], as_json)
        ratios = [a.per_second / b.per_second for a, b in zip(runs["ours"], runs["floor"], strict=True)][1:]
        line(f"{kind} ours / floor", as_json, ratio=median(ratios), low=min(ratios), high=max(ratios))


def _texts(first: int) -> Iterator[tuple[int, str]]:
    """A morning's first answers: nineteen of twenty need nobody, the twentieth is urgent and pages."""
    for number in range(TEXTS):
        yield first + number, "2" if number % 20 == 19 else "No" if number % 20 == 7 else "1"


def _print(case: str, answers: list[Answers], as_json: bool) -> None:
    took = [1000 * seconds for each in answers for seconds in each.took]
    line(
        case,
        as_json,
        per_second=median([each.per_second for each in answers]),
        p50_ms=percentile(took, 0.5),
        p99_ms=percentile(took, 0.99),
        p99_to_p50=percentile(took, 0.99) / percentile(took, 0.5),
        refused=sum(len(each.refused) for each in answers),
    )


def _count(kind: str, house: House, first: int, as_json: bool) -> None:
    """Statements and commits of one quiet and one flagged text, once each was warm."""
    for number, (name, body) in enumerate((("first", "1"), ("unflagged", "1"), ("flagged", "2"))):
        with counted(house) as counts:
            now = datetime.now(UTC)
            text = InboundText(
                provider_id=f"SMcount{number}",
                from_address=phone(first + number),
                to_address=OUR_NUMBER,
                body=body,
                received_at=now,
            )
            receive_reply(house.clinic, text, now=now)
        if name != "first":  # which also loads the rule book
            line(f"{kind} {name}", as_json, statements=counts["statements"], commits=counts["commits"])


@contextmanager
def counted(house: House) -> Iterator[dict[str, int]]:
    """Statements (without BEGIN) and commits while the block runs."""
    counts = {"statements": 0, "commits": 0}
    engine = house.clinic.db.engine

    def statement(_c: object, _cursor: object, sql: str, *_rest: object) -> None:
        counts["statements"] += not sql.startswith("BEGIN")

    def commit(_connection: object) -> None:
        counts["commits"] += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    yield counts
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "commit", commit)


@contextmanager
def _served(kind: str, place: str) -> Iterator[int]:
    command = [sys.executable, "-m", "bench.serve", kind, place]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    assert process.stdout is not None
    yield int(process.stdout.readline())
    process.terminate()
    process.wait(30)
