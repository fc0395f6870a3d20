"""`symptomcheck doctor`: is everything in place, line by line, with the remedy for what is not."""

from collections.abc import Iterator

import click

from symptomcheck.cli.examined import Line, examine_settings, try_to_send
from symptomcheck.cli.house import needs_config, print_json, settings_of
from symptomcheck.config import ConfigError, Settings
from symptomcheck.core.book_error import RuleBookError


@click.command(epilog="\b\nExamples:\n  symptomcheck doctor\n  symptomcheck doctor --send-to +15550100123")
@needs_config
@click.option(
    "--send-to", metavar="NUMBER", help="Also send a text there, to see that one can really be sent."
)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.pass_context
def doctor(ctx: click.Context, send_to: str | None, as_data: bool) -> None:
    """Check that everything is in place.

    Configuration, secrets, database, clock, keys, rules, cover, sending, metronome; code 1 if one is wrong.
    """
    lines = list(_examine(ctx, send_to))
    if as_data:
        print_json([{"what": line.what, "ok": line.ok, "says": line.says} for line in lines])
    else:
        for line in lines:
            click.echo(f"{'ok   ' if line.ok else 'WRONG'}  {line.what:<14} {line.says}")
    ctx.exit(0 if all(line.ok for line in lines) else 1)


def _examine(ctx: click.Context, send_to: str | None) -> Iterator[Line]:
    try:
        settings = settings_of(ctx)
    except ConfigError as wrong:
        yield Line("configuration", False, str(wrong))
        return
    yield from examine_settings(settings)
    yield from _examine_house(settings)
    if send_to is not None:
        yield try_to_send(settings, send_to)


def _examine_house(settings: Settings) -> Iterator[Line]:
    from symptomcheck import wiring
    from symptomcheck.cli import examined

    try:
        house = wiring.build(settings)
    except (ConfigError, RuleBookError) as wrong:
        yield Line("database" if isinstance(wrong, ConfigError) else "rules", False, str(wrong))
        return
    try:
        yield Line(
            "database",
            True,
            f"reachable, with this release's tables ({house.clinic.db.url.get_backend_name()})",
        )
        yield from examined.examine_house(house)
    finally:
        house.close()
