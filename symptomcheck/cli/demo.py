"""`symptomcheck demo`: a clinic with simulated phones, on this machine alone."""

import os
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from symptomcheck import log
from symptomcheck.cli.signals import stops_on_signals
from symptomcheck.cli.wrong import Wrong

if TYPE_CHECKING:
    from symptomcheck.rehearsal.show import Show
    from symptomcheck.web.server import Server

# A text whose webhook was lost is fetched from the provider's list this often: quick enough to be watched.
_CATCH_UP_S = 20.0


@click.command(epilog="\b\nExample:\n  symptomcheck demo --port 8080")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one."
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep configuration and database in this folder; else they are gone at the end.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the page by itself.")
def demo(port: int, folder: Path | None, no_browser: bool) -> None:
    """Start a clinic with simulated phones, on this machine alone.

    Six invented patients, two caregivers and a care team; every text travels through the real webhook, rules,
    outbox and client, to a provider that only rings drawn phones. No account anywhere. Ctrl-C ends it.
    """
    from symptomcheck.rehearsal.demo import FolderInUse, free_port, seed, set_up
    from symptomcheck.worker import Worker, lines_of

    log.configure(least="error")
    try:
        # Before anything is written: a folder would be left behind that the next start refuses.
        port = free_port(port)
    except OSError as problem:
        raise Wrong(_cannot_use(port, problem)) from None
    try:
        with _folder(folder) as place, set_up(place, port) as show:
            server = _bind(show, port)
            house = show.house
            worker = Worker(
                house.clinic,
                house.clock,
                house.senders,
                lines_of(house.settings),
                tick_seconds=house.settings.worker.tick_seconds,
                catch_up_seconds=_CATCH_UP_S,
            )

            def stop() -> None:
                show.end()
                server.stop()

            with stops_on_signals(stop):
                serving = Thread(target=server.serve, name="web")
                serving.start()
                try:
                    click.echo("The cast takes its places and plays yesterday ...", err=True)
                    seed(show)
                    worker.start_in_thread()
                    _tell(show, place, port, kept=folder is not None, browser=not no_browser)
                    serving.join()
                finally:
                    stop()
                    serving.join()
                    worker.stop()
    except FolderInUse as wrong:
        raise Wrong(str(wrong)) from None
    click.echo("The demonstration has ended.", err=True)


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        yield named
    else:
        with tempfile.TemporaryDirectory(prefix="symptomcheck-demo-") as folder:
            yield Path(folder)


def _bind(show: "Show", port: int) -> "Server":
    from symptomcheck.rehearsal.demo import HOST
    from symptomcheck.web.app import create_app
    from symptomcheck.web.phones import phones_roads
    from symptomcheck.web.server import Server

    try:
        app = create_app(show.house, more=[phones_roads(show)])
    except FileNotFoundError as missing:  # the screens' files were never built
        raise Wrong(str(missing)) from None
    try:
        return Server(app, host=HOST, port=port)
    except OSError as problem:
        raise Wrong(_cannot_use(port, problem)) from None


def _cannot_use(port: int, problem: OSError) -> str:
    return f"--port {port} cannot be used ({problem.strerror}). Choose another, or 0 for any free one."


def _tell(show: "Show", folder: Path, port: int, *, kept: bool, browser: bool) -> None:
    from symptomcheck.rehearsal.log_ins import PASSWORD, give_log_ins

    home = f"http://127.0.0.1:{port}"
    address = f"{home}/phones"
    log_ins = give_log_ins(show.house.clinic, now=show.house.real_clock.now())
    click.echo(f"\nPhones:  {address}")
    click.echo("         Answer a question with 2, watch both phones, then reply ACK 1 from the nurse's.")
    click.echo(f"Team:    {home}/team   the queue, every alert, every patient")
    click.echo(f"         Sign in as {' or '.join(log_ins)}; the password is: {PASSWORD}")
    click.echo(f"Rules:   {home}/rules  in plain words, with their sources")
    click.echo(f"Clinic:  symptomcheck --config {folder / 'config.toml'} patient list")
    click.echo("         Any other command works on it too, while this runs.")
    if kept:
        click.echo(f"Folder:  {folder} stays when this ends.")
    click.echo("\nEverybody is invented; no text leaves this machine; no clinician has signed the rules.")
    click.echo("Ctrl-C ends it.")
    sys.stdout.flush()
    if browser and _has_a_screen():
        webbrowser.open(address)


def _has_a_screen() -> bool:
    # Without one Python may start a browser for terminals, which would take this terminal over.
    return sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
