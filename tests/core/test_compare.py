"""What a candidate changes: the rules with the smallest answers that show it, the texts, the files."""

from dataclasses import replace

from symptomcheck.core.compare import compare
from symptomcheck.core.rulebook import RuleBook, load
from symptomcheck.core.rules import compile_rules
from symptomcheck.core.verify import said_by
from tests.core.books import shipped, the_book, with_change
from tests.core.test_overlays_of_a_rulebook import ABOUT, LOWER, NAMED, change


def overlaid(text: str) -> RuleBook:
    return load(shipped() | {"overlays/our-clinic.toml": ABOUT + text})


def test_a_book_is_the_same_as_itself() -> None:
    assert compare(the_book(), load(shipped())).same


def test_a_lower_limit_is_shown_by_the_lowest_reading_between_the_two() -> None:
    found = compare(the_book(), overlaid(LOWER))

    [rule] = found.rules
    assert (rule.rule.id, rule.parts) == ("fever-measured", ("lines", "title", "changes"))
    [example] = rule.examples
    assert (said_by(example.answers), example.before, example.after) == (
        "temperature=37.5C (patient)",
        "quiet",
        "fires",
    )
    assert [file.name for file in found.files] == ["overlays/our-clinic.toml"]


def test_a_retired_rule_is_not_judged_any_more() -> None:
    found = compare(the_book(), overlaid(change("shaky", 'status = "retired"', NAMED)))

    [rule] = found.rules
    assert "status" in rule.parts
    assert ("fires", "not judged") in {(each.before, each.after) for each in rule.examples}
    assert rule.after is not None and rule.after.changes[0].weaker


def test_a_new_rule_and_one_that_is_gone_are_told() -> None:
    with_label = load(shipped("label-text"))
    new = compare(the_book(), with_label).rules
    gone = compare(with_label, the_book()).rules

    assert [change.rule.id for change in new] == [change.rule.id for change in gone]
    assert all(change.before is None for change in new) and all(change.after is None for change in gone)
    dizzy = next(each for each in new if each.rule.id == "label-dizziness")
    assert "dizzy=yes (patient)" not in {said_by(each.answers) for each in dizzy.examples[:1]}
    assert {(each.before, each.after) for each in dizzy.examples} == {
        ("not judged", "fires"),
        ("not judged", "quiet"),
        ("not judged", "cannot tell"),
    }


def test_another_text_is_shown_before_and_after_in_its_language() -> None:
    found = compare(the_book(), load(with_change("texts.es.toml", "Nada de lo que", "Nada de cuanto")))

    assert found.rules == ()
    assert {(text.language, text.before != text.after) for text in found.texts} == {("es", True)}
    [file] = found.files
    assert len(file.new) == len(file.gone) >= 1


def test_a_text_that_only_one_book_has_is_shown_on_one_side() -> None:
    fewer = dict(the_book().texts["es"])
    del fewer["urgent"]
    book = replace(the_book(), texts={**the_book().texts, "es": fewer})

    [text] = compare(the_book(), book).texts
    assert (text.language, text.id, text.after) == ("es", "urgent", None)


def test_what_the_fourth_choice_implies_is_part_of_the_comparison() -> None:
    forgetful = replace(the_book(), implied={}, judge=compile_rules(the_book().rules, {}))

    [rule] = compare(the_book(), forgetful).rules
    assert (rule.rule.id, rule.parts) == ("sleepiness", ())
    assert "fatigue=hard_to_stay_awake (patient)" in {said_by(each.answers) for each in rule.examples}
