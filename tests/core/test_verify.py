"""A proof of a book as a site runs it: with overlays, with what a site changed, in parts."""

import pytest

from symptomcheck.core.answers import Key, Presence, Temperature
from symptomcheck.core.book_cases import said
from symptomcheck.core.promise import Broken
from symptomcheck.core.rulebook import RuleBook, load
from symptomcheck.core.rules import ENGINE_VERSION
from symptomcheck.core.verify import PROMISES, Kept, check_random_sets, joined, said_by, verify
from tests.core.books import shipped, the_book
from tests.core.test_overlays_of_a_rulebook import ABOUT, COLD, HIGHER, LOWER, NAMED, change

SOME = 500


def ours(*overlay: str) -> RuleBook:
    return load(shipped() | {"overlays/our-clinic.toml": ABOUT + "\n".join(overlay)})


def test_a_proof_names_its_book_its_engine_and_every_promise() -> None:
    proof = verify(the_book(), random_sets=SOME)

    assert (proof.fingerprint, proof.engine_version) == (the_book().fingerprint, ENGINE_VERSION)
    assert [kept.promise for kept in proof.kept[:-1]] == [promise.__doc__ for promise in PROMISES]
    assert proof.kept[-1].checked == SOME


@pytest.mark.parametrize(
    "book",
    [
        load(shipped("label-text")),
        ours(LOWER),
        ours(COLD),
        ours(change("chills", 'level = "urgent"')),
        ours(change("extreme-fatigue", 'level = "urgent"')),
    ],
    ids=["label text", "a lower limit", "a rule of our own", "chills made urgent", "tiredness made urgent"],
)
def test_more_careful_overlays_keep_every_promise(book: RuleBook) -> None:
    proof = verify(book, random_sets=SOME)

    assert [str(kept) for kept in proof.kept if kept.broken] == []
    assert proof.waived == ()


@pytest.mark.parametrize(
    ("rule", "how"),
    [
        ("fever-measured", HIGHER.replace("at_least", NAMED + "at_least")),
        *((rule, change(rule, 'status = "retired"', NAMED)) for rule in ("confusion", "sleepiness", "shaky")),
        ("fever-reported", change("fever-reported", 'level = "today"', NAMED)),
    ],
)
def test_a_less_careful_rule_is_waived_by_name_and_every_other_promise_is_kept(rule: str, how: str) -> None:
    proof = verify(ours(how), random_sets=SOME)

    assert [str(kept) for kept in proof.kept if kept.broken] == []
    assert proof.waived == (
        f'Rule "{rule}" is less careful here. Approved by Dr Ines Okafor: Local protocol 12.',
    )
    assert proof.sentences()[-1] == proof.waived[0]


def test_a_rule_of_many_answers_is_walked_by_examples_and_still_proved() -> None:
    keys = ("chills", "shaky", "dizzy", "fever", "breath")
    lines = ", ".join(f'{{ answer = "{key}", is = "yes" }}' for key in keys)
    given = ", ".join(f'{key} = "no"' for key in keys)
    book = ours(
        COLD.replace(
            'when.all = [ { answer = "temperature", below = "35.0 C" } ]', f"when.any = [ {lines} ]"
        ).partition("case = [")[0]
        + f"""case = [
          {{ name = "one", given = {{ chills = "yes" }}, then = "fires" }},
          {{ name = "none", given = {{ {given} }}, then = "quiet" }},
          {{ name = "nobody", then = "cannot tell" }},
        ]
        """
        + COLD[COLD.index("  [[rule.source]]") :]
    )

    proof = verify(book, random_sets=SOME)

    assert [str(kept) for kept in proof.kept if kept.broken] == []
    assert proof.states > 25**5


def test_two_processes_can_share_the_random_sets() -> None:
    parts = [check_random_sets(the_book(), first=first, count=SOME) for first in (0, SOME)]

    assert [part.checked for part in parts] == [SOME, SOME]
    assert all(part.broken is None for part in parts)


def test_a_counterexample_reads_as_what_a_person_would_type() -> None:
    answers = (said(Key.TEMPERATURE, Temperature("38.0", "C")), said(Key.CHILLS, Presence.NO))

    assert said_by(answers) == "temperature=38.0C (patient), chills=no (patient)"


def test_a_kept_promise_says_how_much_was_looked_at() -> None:
    assert str(Kept("Nothing is forgotten", 1234, None)) == "kept (1,234): Nothing is forgotten."


def test_parts_of_the_random_sets_are_joined_with_the_smallest_example() -> None:
    large, small = (Broken((said(Key.CHILLS, Presence.NO),) * size, "") for size in (2, 1))
    parts = (Kept("", 3, None), Kept("", 4, large), Kept("", 5, small))

    assert (joined(parts).checked, joined(parts).broken) == (12, small)
    assert joined(parts[:1]).broken is None
