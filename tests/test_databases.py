"""The databases the tests themselves stand on."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests.databases import Server, unused_name


def test_a_copy_of_a_database_holds_its_rows_and_is_its_own(postgres: Server) -> None:
    first, second = unused_name(), unused_name()
    with psycopg.connect(postgres.create(first), autocommit=True) as connection:
        connection.execute("CREATE TABLE t (n int)")
    with psycopg.connect(postgres.create(second, template=first), autocommit=True) as connection:
        connection.execute("INSERT INTO t VALUES (1)")
    with psycopg.connect(postgres.url_of(first)) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
    for name in (first, second):
        postgres.drop(name)


def test_the_server_speaks_a_zone_that_is_not_utc(postgres: Server) -> None:
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SHOW timezone").fetchone() != ("UTC",)


def test_a_killed_test_run_leaves_neither_server_nor_files() -> None:
    program = "from tests.databases import running_server\nimport time\n"
    program += "with running_server() as server:\n    print(server.url, flush=True)\n    time.sleep(60)"
    environment = {name: value for name, value in os.environ.items() if name != "SYMPTOMCHECK_TEST_POSTGRES"}
    run = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[1],
    )
    assert run.stdout is not None
    url = run.stdout.readline().strip()
    with psycopg.connect(url) as connection:
        told = connection.execute("SHOW data_directory").fetchone()
    assert told is not None
    left = [Path(url.partition("?host=")[2]), Path(told[0])]
    run.kill()
    run.communicate()
    deadline = time.monotonic() + 10
    while any(path.exists() for path in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(path.exists() for path in left)
