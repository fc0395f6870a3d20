"""Three million stored answers judged again by a candidate: the command a clinician runs, on both databases.

The floor, in the same run: the same rows read and parsed, and nothing judged. Each runs in a fresh process,
whose highest memory is told.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from bench.figures import line
from bench.population import clinic, database, enrol_in_bulk
from symptomcheck.paths import data_folder
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.rulebooks import current
from symptomcheck.storage.tables import judgements, patients
from symptomcheck.wiring import House

STORED_ANSWERS = 3_000_000
PATIENTS = 2_000
# What four replies of a check-in answer, each judged with everything before it: 3, 6, 7 and 8 answers.
REPLIES = (
    ("confusion", "speech", "sleepiness"),
    ("breath", "chest_pain", "fainting"),
    ("temperature",),
    ("fatigue",),
)
PER_CHECKIN = 3 + 6 + 7 + 8
CANDIDATE = data_folder("rules") / "overlays" / "label-text.toml"


def run(*, as_json: bool) -> int:
    """Both databases, one after the other."""
    for kind in ("sqlite", "postgresql"):
        with database(kind, durable=False) as url, clinic(url) as (config, house):
            enrol_in_bulk(house, 0, PATIENTS)
            _answer_in_bulk(house)
            floor = _alone([sys.executable, "-m", "bench.replay", str(config)])
            command = [sys.executable, "-m", "symptomcheck", "--config", str(config), "rules", "replay"]
            ours = _alone([*command, str(CANDIDATE), "--json"])
        told = json.loads(ours.pop("said"))
        floor.pop("said")
        line(f"{kind} read and parse", as_json, **floor)
        line(
            f"{kind} replay",
            as_json,
            answers=told["answers"],
            judgements=told["judgements"],
            patient_days=told["patient_days"],
            changed=told["changed"],
            **ours,
            to_floor=ours["seconds"] / floor["seconds"],
        )
    return 0


def _alone(command: list[str]) -> dict[str, Any]:
    """A command in a process of its own: wall seconds with its start, its highest memory, what it said."""
    timed = (
        "import json, resource, subprocess, sys\n"
        "said = subprocess.run(sys.argv[1:], check=True, stdout=subprocess.PIPE, text=True).stdout\n"
        "print(json.dumps([said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))\n"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", timed, *command],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    seconds = time.perf_counter() - start
    said, memory = json.loads(done.stdout)
    return {"said": said, "seconds": seconds, "mb": memory / 1024}


def _answer_in_bulk(house: House) -> None:
    chance = random.Random(4)
    with house.clinic.db.write() as tx:
        people = list(tx.execute(select(patients.c.id)).scalars())
        adopted = current(tx)
        assert adopted is not None
    start = datetime.now(UTC) - timedelta(days=1 + STORED_ANSWERS // PER_CHECKIN // len(people))
    for day in range(STORED_ANSWERS // PER_CHECKIN // len(people)):
        with house.clinic.db.write() as tx:
            rows = [
                row
                for person in people
                for row in _checkin(tx, person, adopted.fingerprint, start + timedelta(days=day), chance)
            ]
            tx.execute(insert(judgements), rows)
    with house.clinic.db.write() as tx:
        tx.execute(text("ANALYZE"))


def _checkin(
    tx: Transaction, person: Any, fingerprint: str, at: datetime, chance: random.Random
) -> Iterator[dict[str, Any]]:
    inputs: list[list[str]] = []
    for minute, keys in enumerate(REPLIES):
        at += timedelta(minutes=minute)
        for key in keys:
            inputs.append([key, _value(key, chance), "patient", str(person), at.isoformat()])
        yield {
            "id": tx.new_id(at),
            "patient_id": person,
            "person_id": person,
            "fingerprint": fingerprint,
            "level": "none",
            "inputs": list(inputs),
            "cannot_tell": [],
            "judged_at": at,
        }


def _value(key: str, chance: random.Random) -> str:
    match key:
        case "temperature":
            return f"{97 + chance.random() * 5:.1f}F"
        case "fatigue":
            return chance.choice(["usual"] * 6 + ["more_tired"] * 3 + ["too_tired"])
        case _:
            return chance.choice(["no"] * 60 + ["yes", "not_sure", "one_of"])


def _floor(config: str) -> None:
    """Read and parse every row, as storage does, and judge nothing."""
    from symptomcheck.config import load
    from symptomcheck.storage.recorded import recorded
    from symptomcheck.wiring import build

    house = build(load(Path(config)))
    with house.clinic.db.read() as tx:
        print(sum(len(each.answers) for each in recorded(tx)))
    house.close()


if __name__ == "__main__":
    _floor(sys.argv[1])
