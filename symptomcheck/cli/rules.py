"""`symptomcheck rules …`: look at a rule book, try it, and make one current."""

import time
from dataclasses import asdict
from pathlib import Path

import click

from symptomcheck.cli import proving
from symptomcheck.cli.book import book_of, configured, files_of, of_files
from symptomcheck.cli.candidate import sides_in
from symptomcheck.cli.house import needs_config, open_house, print_json
from symptomcheck.cli.rules_diff import diff, print_changes
from symptomcheck.cli.rules_explain import explain
from symptomcheck.cli.rules_replay import replay
from symptomcheck.cli.typed_answers import typed_answer
from symptomcheck.cli.wrong import Wrong
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.compare import compare
from symptomcheck.core.explain import explain_rule, explain_verdict, guesses
from symptomcheck.core.rule import Status
from symptomcheck.core.scenarios import differences, read_scenarios
from symptomcheck.core.verify import RANDOM_SETS
from symptomcheck.paths import data_folder
from symptomcheck.rule_files import on_disk, scenario_files


@click.group()
def rules() -> None:
    """The rules: read, prove, replay, adopt. Files are candidates; the database says which is current."""


for _elsewhere in (explain, diff, replay):
    rules.add_command(_elsewhere)


@rules.command(epilog="\b\nExample:\n  symptomcheck rules check --file rules/car-t.toml")
@needs_config
@of_files
@click.pass_context
def check(ctx: click.Context, file: Path | None, folder: Path | None) -> None:
    """Load a rule book and run every example in it; code 1 and the first fault when it is broken.

    Scenarios beside the rules are run too. One that a candidate judges otherwise is told, and is no fault: it
    may be what the candidate is for.
    """
    rules = None if folder is not None else configured(ctx)
    read_from = folder or (rules.folder if rules else None) or data_folder("rules")
    try:
        book = book_of(ctx, file, folder)
        scenes = [
            scene
            for name, text in scenario_files(read_from).items()
            for scene in read_scenarios(name, text, book)
        ]
    except RuleBookError as fault:
        click.echo(str(on_disk(fault, read_from, candidate=file)), err=True)
        ctx.exit(1)
    cases = sum(len(rule.cases) for rule in book.rules)
    click.echo(f"Ok: {len(book.rules)} rules, {cases} cases, texts in {', '.join(sorted(book.texts))}.")
    click.echo(f"Read from {read_from}{f', with {file}' if file else ''}.")
    otherwise = [(scene.name, found) for scene in scenes if (found := differences(scene, book))]
    click.echo(f"Scenarios: {len(scenes) - len(otherwise)} as told, {len(otherwise)} otherwise.")
    for name, found in otherwise:
        click.echo(f"  {name}: {' '.join(found)}")
    click.echo(f"Fingerprint {book.fingerprint}")


@rules.command(epilog="\b\nExamples:\n  symptomcheck rules show\n  symptomcheck rules show fever-measured")
@needs_config
@of_files
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.argument("rule_id", required=False)
@click.pass_context
def show(
    ctx: click.Context, file: Path | None, folder: Path | None, language: str, rule_id: str | None
) -> None:
    """Every rule in plain words, or the one named."""
    book = book_of(ctx, file, folder)
    if rule_id is not None and rule_id not in {rule.id for rule in book.rules}:
        raise Wrong(f"There is no rule {rule_id!r}. See symptomcheck rules show.")
    for rule in book.rules:
        if rule_id in (None, rule.id):
            status = "" if rule.status is Status.APPROVED else f", {rule.status}"
            click.secho(f"{rule.title[language]}  [{rule.id}, {rule.level}{status}]", bold=True)
            for sentence in (*explain_rule(book, rule, language), *guesses(book, rule, language)):
                click.echo(f"  {sentence}")
            click.echo()


@rules.command(
    "try",
    epilog="\b\nExamples:\n  symptomcheck rules try fever=no temperature=38.2C\n"
    "  symptomcheck rules try fatigue=too_tired caregiver:confusion=yes",
)
@needs_config
@of_files
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.argument("answers", nargs=-1, metavar="KEY=VALUE...")
@click.pass_context
def try_(
    ctx: click.Context,
    file: Path | None,
    folder: Path | None,
    language: str,
    as_data: bool,
    answers: tuple[str, ...],
) -> None:
    """Judge answers and print each rule's verdict with its reason.

    What is not given is unanswered. Put caregiver: before an answer that the caregiver gave.
    """
    book = book_of(ctx, file, folder)
    said = [answer for written in answers if (answer := typed_answer(written)) is not None]
    judgement = book.judge(said)
    if as_data:
        verdicts = [
            {
                "rule": verdict.rule.id,
                "level": verdict.rule.level.value,
                "outcome": verdict.outcome.value,
                "missing": [key.value for key in verdict.missing],
                "reason": list(explain_verdict(book, verdict, language)),
            }
            for verdict in judgement.verdicts
        ]
        print_json({"level": judgement.level.value, "verdicts": verdicts})
        return
    click.echo(f"Level: {judgement.level.value}")
    for verdict in judgement.verdicts:
        reason = " ".join(explain_verdict(book, verdict, language))
        click.echo(f"{verdict.outcome.value:<12} {verdict.rule.id}: {reason}")


@rules.command(epilog="\b\nExample:\n  symptomcheck rules verify --file my/car-t.toml")
@needs_config
@of_files
@click.option("--random-sets", type=click.IntRange(min=0), default=RANDOM_SETS, show_default=True)
@click.pass_context
def verify(ctx: click.Context, file: Path | None, folder: Path | None, random_sets: int) -> None:
    """Prove what a rule book promises, with counts; code 1 and a counterexample when a promise is broken."""
    started = time.monotonic()
    processes = proving.processes()
    proof = proving.proved(files_of(ctx, file, folder), random_sets=random_sets, processes=processes)
    for sentence in proof.sentences():
        click.echo(sentence)
    took = f"{time.monotonic() - started:.1f} s on {processes} of this machine's processors"
    click.echo(f"Rule book {proof.fingerprint}, engine {proof.engine_version}: {took}.")
    ctx.exit(0 if proof.holds else 1)


@rules.command(
    epilog="\b\nExamples:\n"
    '  symptomcheck rules adopt --by "Dr. Kim Park" --reason "Reviewed for our clinic"\n'
    '  symptomcheck rules adopt --by "Dr. Kim Park" --reason "Threshold 37.8 C" --file my/car-t.toml'
)
@needs_config
@of_files
@click.option("--by", required=True, metavar="NAME", help="The clinician who answers for it.")
@click.option("--reason", required=True, help="Why; it stays with the book.")
@click.pass_context
def adopt(ctx: click.Context, file: Path | None, folder: Path | None, by: str, reason: str) -> None:
    """Make a rule book current: the configured one, or a candidate. Old books are kept for ever.

    One file (--file) takes its place in the book that is current; a folder is a whole book. What changes is
    printed. The book is verified first: one that breaks a promise is refused, with code 1 and the
    counterexample.
    """
    with open_house(ctx) as house:
        from symptomcheck.actions.rulebook.adopt_rulebook import adopt_rulebook
        from symptomcheck.actions.rulebook.prove_rulebook import BreaksPromise

        current, files = sides_in(house, ctx, None, file, folder)
        proposed = house.clinic.books.compile(files)
        print_changes(compare(current, proposed), current, proposed)
        for rule in proposed.rules:
            if rule.since > house.clock.now().date():
                click.echo(
                    f"Rule {rule.id} says since {rule.since}: it judges from now on, not from that day."
                )
        try:
            adopted = adopt_rulebook(house.clinic, files, by=by, reason=reason, now=house.clock.now())
        except BreaksPromise as broken:
            click.echo("\n".join(broken.proof.sentences()), err=True)
            ctx.exit(1)
    again = " It was current already." if adopted.before == adopted.fingerprint else ""
    click.echo(
        f"Adopted {adopted.fingerprint[:12]} by {by}; {adopted.replanned} patients planned anew.{again}"
    )


@rules.command(epilog="\b\nExample:\n  symptomcheck rules history --json")
@needs_config
@click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")
@click.pass_context
def history(ctx: click.Context, as_data: bool) -> None:
    """Every book that was current, who adopted it and why; the newest first."""
    with open_house(ctx) as house:
        from symptomcheck.storage import rulebooks

        with house.clinic.db.read() as tx:
            adoptions = rulebooks.history(tx)
    if as_data:
        print_json([asdict(each) for each in adoptions])
        return
    for each in adoptions:
        signed = "" if each.clinician else " (no clinician)"
        click.echo(
            f"{each.adopted_at:%Y-%m-%d %H:%M} UTC  {each.fingerprint[:12]}  {each.adopted_by}{signed}"
        )
        click.echo(f"  {each.reason}")
