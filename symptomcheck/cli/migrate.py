"""`symptomcheck migrate`: the database, brought to this release's tables."""

import click

from symptomcheck.cli.house import needs_config, settings_of


@click.command(epilog="\b\nExample:\n  symptomcheck migrate --config clinic/config.toml")
@needs_config
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Bring the database up to date.

    Nothing happens when it has this release's tables already. The previous release may still be running
    meanwhile.
    """
    settings = settings_of(ctx)

    from symptomcheck import wiring

    wiring.migrate(settings)
    click.echo("The database has this release's tables.")
