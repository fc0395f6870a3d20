"""The command `symptomcheck`: its list of commands, and what every one of them does when something is wrong.

A command's module is imported when it is asked for: `read` must not wait for a web server it never starts.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

import click

from symptomcheck.actions.refused import Refused
from symptomcheck.cli.wrong import Wrong
from symptomcheck.config import ConfigError
from symptomcheck.core.book_error import RuleBookError

# In the order of the help: setting up, running, people, rules.
_COMMANDS = {
    "init": "symptomcheck.cli.init:init",
    "migrate": "symptomcheck.cli.migrate:migrate",
    "doctor": "symptomcheck.cli.doctor:doctor",
    "run": "symptomcheck.cli.serve:run",
    "web": "symptomcheck.cli.serve:web",
    "worker": "symptomcheck.cli.serve:worker",
    "tick": "symptomcheck.cli.tick:tick",
    "staff": "symptomcheck.cli.staff:staff",
    "patient": "symptomcheck.cli.patient:patient",
    "alert": "symptomcheck.cli.alert:alert",
    "audit": "symptomcheck.cli.audit:audit",
    "rules": "symptomcheck.cli.rules:rules",
    "read": "symptomcheck.cli.read:read",
    "demo": "symptomcheck.cli.demo:demo",
    "rehearse": "symptomcheck.cli.rehearse:rehearse",
}


class Root(click.Group):
    """A group that finds its commands late and reports every fault in one sentence."""

    def __init__(self, *args: Any, late: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._late = late

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._late)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self._late.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def main(  # type: ignore[override]  # click overloads it by standalone_mode
        self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        if not standalone_mode:
            return super().main(args, standalone_mode=False, **extra)
        try:
            # Without standalone mode click raises what it would print, and returns the code of ctx.exit().
            code = super().main(args, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as nothing_asked:
            click.echo(nothing_asked.format_message(), err=True)
            sys.exit(2)
        except click.UsageError as wrong:
            sys.exit(_say(_usage(wrong)))
        except (Wrong, ConfigError, RuleBookError, Refused) as wrong:
            sys.exit(_say(str(wrong)))
        except click.ClickException as wrong:
            sys.exit(_say(wrong.format_message()))
        except click.Abort:
            sys.exit(1)
        except BrokenPipeError:
            # Whoever read our output (head, less) has gone: nothing is wrong, and nobody is left to tell.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except Exception as fault:
            if os.environ.get("SYMPTOMCHECK_DEBUG"):
                raise
            sys.exit(_say(_our_fault(fault)))
        sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str) -> int:
    click.echo(sentence, err=True)
    return 2


def _usage(wrong: click.UsageError) -> str:
    """click's three lines as one."""
    path = wrong.ctx.command_path if wrong.ctx else "symptomcheck"
    said = " ".join(wrong.format_message().split())
    return f"{path}: {said.rstrip('.')}. See {path} --help."


def _our_fault(fault: Exception) -> str:
    # The message of an exception may quote what a person wrote: its kind and place are enough.
    trace, place = fault.__traceback__, ""
    while trace is not None:
        if "symptomcheck" in (name := trace.tb_frame.f_code.co_filename):
            place = f" in {Path(name).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"This is a fault of ours ({type(fault).__name__}{place}). Set SYMPTOMCHECK_DEBUG=1 to see all of it."
    )


@click.group(
    "symptomcheck",
    cls=Root,
    late=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(version("symptomcheck"), prog_name="symptomcheck")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The configuration file; else SYMPTOMCHECK_CONFIG, else ./config.toml.",
)
@click.pass_context
def root(ctx: click.Context, config: Path | None) -> None:
    """Symptom check-ins by text message after an infusion, for a care team to run.

    \b
    Try it without any account:   symptomcheck demo
    Set up a clinic:              symptomcheck init clinic --name Riverside --phone 555-010-0199
    """
    ctx.obj = config


def main() -> NoReturn:
    """The console script."""
    root()
    raise AssertionError("root always exits")
