"""Rules and verdicts as sentences a nurse can read, in both languages."""

import re

import pytest

from symptomcheck.core.answers import Key, Presence, Reporter, Temperature
from symptomcheck.core.book_cases import said
from symptomcheck.core.explain import as_markdown, both_units, explain_rule, explain_verdict
from symptomcheck.core.lint import faults
from symptomcheck.core.rulebook import load
from tests.core.books import shipped, the_book
from tests.core.test_overlays_of_a_rulebook import ABOUT, HIGHER, LOWER, NAMED, change


def test_a_rule_is_explained_from_its_own_data() -> None:
    book = the_book()

    sentences = explain_rule(book, book.rule("fever-measured"), "en")

    assert sentences[0] == "It fires when the temperature is 38.0 C (100.4 F) or higher."
    assert sentences[1].startswith("Urgent: the person is told to call the care team now")
    assert sentences[3].startswith(
        "Source: CAR T-cell therapy in plain language (article, as of June 2026), "
    )
    assert sentences[3].endswith("“Fever after CAR T-cell therapy”")
    assert sentences[4].endswith("“Fever (100.4°F/38°C or higher)”")


def test_a_rule_names_every_answer_that_makes_it_fire() -> None:
    book = the_book()

    assert explain_rule(book, book.rule("confusion"), "en")[0] == (
        'It fires when the answer about new confusion is "yes", "not sure" '
        'or "yes to a question about several things".'
    )
    assert explain_rule(book, book.rule("extreme-fatigue"), "es")[0] == (
        'Se activa cuando la respuesta sobre cansancio es "demasiado cansado para lo diario".'
    )


@pytest.mark.parametrize(("join", "word"), [("any", "any of these is"), ("all", "all of these are")])
def test_a_rule_of_several_lines_says_how_they_combine(join: str, word: str) -> None:
    files = shipped()
    files["car-t.toml"] = files["car-t.toml"].replace(
        'when.any = [ { answer = "chills", is_one_of = ["yes", "not_sure", "one_of"] } ]',
        f'when.{join} = [ {{ answer = "chills", is = "yes" }}, {{ answer = "shaky", is = "yes" }} ]',
    )
    before, _, chills = files["car-t.toml"].partition('id = "chills"')
    cases = """case = [
      { name = "1", given = { chills = "yes", shaky = "yes" }, then = "fires" },
      { name = "2", given = { chills = "no", shaky = "no" }, then = "quiet" },
      { name = "3", then = "cannot tell" },
    ]
    """
    start, end = chills.index("case = ["), chills.index("  [[rule.source]]")
    files["car-t.toml"] = f'{before}id = "chills"{chills[:start]}{cases}{chills[end:]}'
    book = load(files)

    joiner = "or" if join == "any" else "and"
    assert explain_rule(book, book.rule("chills"), "en")[0] == (
        f'It fires when {word} true: the answer about chills is "yes" {joiner} '
        'the answer about feeling shaky is "yes".'
    )


def test_a_flag_says_who_said_what_and_what_nobody_answered() -> None:
    book = the_book()
    judgement = book.judge(
        [
            said(Key.TEMPERATURE, Temperature("101.3", "F"), Reporter.CAREGIVER),
            said(Key.CONFUSION, Presence.NOT_SURE),
        ]
    )

    confusion, measured = (explain_verdict(book, verdict, "en") for verdict in judgement.fired)

    assert confusion == ("New confusion: it fires.", "About new confusion, the patient said: not sure.")
    assert measured[1] == "About temperature, the caregiver said: 101.3 F (38.5 C)."


def test_a_verdict_that_cannot_tell_says_what_is_missing() -> None:
    book = the_book()
    verdicts = {verdict.rule.id: verdict for verdict in book.judge([said(Key.CHILLS, Presence.NO)]).verdicts}

    assert explain_verdict(book, verdicts["confusion"], "es") == (
        "Confusión nueva: no se sabe.",
        "Sin respuesta: confusión nueva.",
    )
    assert explain_verdict(book, verdicts["chills"], "en") == (
        "Chills: it is quiet.",
        "About chills, the patient said: no.",
    )


def test_what_a_site_changed_is_part_of_the_explanation() -> None:
    raised = HIGHER.replace("at_least", NAMED + "at_least")
    for overlay, rule, sentence in (
        (LOWER, "fever-measured", "This site changed it from 38.0 C to 37.5 C."),
        (
            raised,
            "fever-measured",
            "This site changed it from 38.0 C to 38.5 C. Approved by Dr Ines Okafor: Local protocol 12.",
        ),
        (change("chills", 'level = "urgent"'), "chills", "This site changed it from today to urgent."),
    ):
        book = load(shipped() | {"overlays/our-clinic.toml": ABOUT + overlay})
        assert explain_rule(book, book.rule(rule), "en")[-1] == sentence


def test_a_temperature_is_shown_as_sent_with_the_other_unit_beside_it() -> None:
    assert both_units(Temperature("37.95", "C")) == "37.95 C (100.3 F)"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_of_all_rules_names_every_rule_and_every_case(language: str) -> None:
    book = the_book()

    page = as_markdown(book, language)

    for rule in book.rules:
        assert f"`{rule.id}`" in page
        assert all(case.name in page for case in rule.cases)
        assert all(source.quote in page for source in rule.sources)


def test_the_page_marks_a_rule_that_is_not_judged_and_leaves_out_what_is_not_written() -> None:
    files = shipped()
    files["car-t.toml"] = re.sub(r"false_alarms\.\w\w = .*\n", "", files["car-t.toml"])
    book = load(files | {"overlays/our-clinic.toml": ABOUT + change("chills", 'status = "retired"', NAMED)})

    page = as_markdown(book, "en")

    assert "## Chills (retired)" in page
    assert "It may also fire" not in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_explanation_never_says_more_than_its_source(language: str) -> None:
    book = the_book()
    for rule in book.rules:
        for sentence in explain_rule(book, rule, language):
            if not sentence.startswith(("Source:", "Fuente:")):
                assert faults(sentence, language) == ()
