"""`symptomcheck audit`: the ledger, and what fell through it."""

import click

from symptomcheck.cli.house import needs_config, open_house, print_json


@click.command(epilog="\b\nExample:\n  symptomcheck audit --json")
@needs_config
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.option("--since-ever", is_flag=True, help="Also look at what is older than two days.")
@click.pass_context
def audit(ctx: click.Context, as_data: bool, since_ever: bool) -> None:
    """Count what fell through: alerts without a next step, texts that stand still, patients nobody asks.

    Each line is a promise and how many items broke it. The goal is 0 everywhere; exit code 1 when it is not.
    """
    with open_house(ctx) as house:
        from symptomcheck.actions.audit_ledger import audit_ledger

        ledger = audit_ledger(house.clinic, now=house.clock.now(), since_ever=since_ever)
    if as_data:
        print_json(
            {
                "at": ledger.at.isoformat(),
                "unaccounted": ledger.unaccounted,
                "promises": [
                    {
                        "id": line.promise.id,
                        "item": line.promise.item,
                        "holds": line.promise.holds,
                        "broken": line.broken,
                        "remedy": line.promise.remedy,
                    }
                    for line in ledger.lines
                ],
            }
        )
    else:
        for line in ledger.lines:
            click.echo(f"{'BROKEN' if line.broken else 'ok':6} {line.broken:>5}  {line.promise.holds}")
            if line.broken:
                click.echo(f"{'':14} {line.promise.remedy}")
        at = f"{ledger.at:%Y-%m-%d %H:%M:%S} UTC"
        click.echo(f"\n{ledger.unaccounted or 'Nothing'} unaccounted for at {at}.")
    ctx.exit(1 if ledger.unaccounted else 0)
