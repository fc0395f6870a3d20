"""`symptomcheck run`, `web`, `worker`: the doors that stay open until SIGTERM or Ctrl-C."""

import sys
from typing import TYPE_CHECKING

import click

from symptomcheck.cli.house import needs_config, open_house, warn_if_no_text_leaves
from symptomcheck.cli.signals import stops_on_signals
from symptomcheck.cli.wrong import Wrong

if TYPE_CHECKING:
    from symptomcheck.web.server import Server
    from symptomcheck.wiring import House


@click.command(epilog="\b\nExample:\n  symptomcheck run --config clinic/config.toml")
@needs_config
@click.pass_context
def run(ctx: click.Context) -> None:
    """Start everything in one process.

    The web server, the metronome and the dispatcher. Brings the database up to date first. SIGTERM and
    Ctrl-C end it, and nothing is lost.
    """
    with open_house(ctx, migrate=True) as house:
        from symptomcheck.worker import Worker

        mind_rules(house)
        warn_if_no_text_leaves(house)
        server = bind(house)
        worker = Worker.of(house)
        with stops_on_signals(server.stop):
            worker.start_in_thread()
            try:
                serve(house, server)
            finally:
                worker.stop()


@click.command(epilog="\b\nExample:\n  symptomcheck web --config clinic/config.toml")
@needs_config
@click.pass_context
def web(ctx: click.Context) -> None:
    """Start only the web server.

    On PostgreSQL any number of them may run beside any number of workers.
    """
    with open_house(ctx) as house:
        mind_rules(house)
        server = bind(house)
        with stops_on_signals(server.stop):
            serve(house, server)


@click.command(epilog="\b\nExample:\n  symptomcheck worker --config clinic/config.toml")
@needs_config
@click.pass_context
def worker(ctx: click.Context) -> None:
    """Start only the worker.

    Its metronome decides what is due, its dispatcher sends what was decided.
    """
    with open_house(ctx) as house:
        from symptomcheck.worker import Worker

        mind_rules(house)
        warn_if_no_text_leaves(house)
        worker = Worker.of(house)
        # It minds the signals itself once it runs; until then this does.
        with stops_on_signals(worker.stop):
            click.echo("The worker ticks.", err=True)
            worker.run()


def bind(house: "House") -> "Server":
    """The web server, listening but not yet answering; a port that is taken stops the start."""
    from symptomcheck.web.app import create_app
    from symptomcheck.web.server import Server

    web = house.settings.web
    try:
        app = create_app(house)
    except FileNotFoundError as missing:  # the screens' files were never built
        raise Wrong(str(missing)) from None
    try:
        return Server(app, host=web.host, port=web.port)
    except OSError as problem:
        raise Wrong(
            f"{house.settings.file}: [web] port {web.port} on {web.host} cannot be used ({problem.strerror})."
            " Stop what listens there, or choose another port."
        ) from None


def serve(house: "House", server: "Server") -> None:
    """Answer until the server is stopped, then finish what was begun."""
    host, public_url = house.settings.web.host, house.settings.site.public_url
    click.echo(f"Listening on http://{host}:{server.port}", err=True)
    click.echo(f"Twilio's webhooks: {public_url}/twilio/sms and {public_url}/twilio/status", err=True)
    sys.stderr.flush()
    server.serve()


def mind_rules(house: "House") -> None:
    """Say what is wrong with the rule files on the disk, and prove the current book unless it was proved.

    Wrong files stop nothing: the clinic goes on with its book. A book that breaks a promise with this release
    stops the start.
    """
    from symptomcheck import wiring
    from symptomcheck.actions.rulebook.prove_rulebook import prove_rulebook

    refused = wiring.offer_rule_files(house)
    if refused is not None:
        click.echo(f"These rule files are refused, the current rule book stays: {refused}", err=True)
    prove_rulebook(house.clinic, by="system", now=house.clock.now())
