"""What a site may change in a rule book, and what takes a name and a reason."""

import pytest

from symptomcheck.core.answers import Key, Presence, Temperature, Tiredness
from symptomcheck.core.book_cases import said
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.book_quotes import quotes_hash
from symptomcheck.core.levels import Level
from symptomcheck.core.rulebook import RuleBook, load
from symptomcheck.core.rules import Status
from tests.core.books import shipped

ABOUT = 'about = "What our clinic does differently."\n'
NAMED = 'approved_by = "Dr Ines Okafor"\nreason = "Local protocol 12."\n'
LIMIT = """
[[change]]
rule = "fever-measured"
since = 2026-12-01
at_least = "{limit} C"
title.en = "A temperature of {limit} °C or higher"
title.es = "Temperatura de {limit} °C o más"
case = [
  {{ name = "at, in C", given = {{ temperature = "{limit} C" }}, then = "fires" }},
  {{ name = "below, in C", given = {{ temperature = "{below} C" }}, then = "quiet" }},
  {{ name = "at, in F", given = {{ temperature = "{limit_f} F" }}, then = "fires" }},
  {{ name = "below, in F", given = {{ temperature = "{below_f} F" }}, then = "quiet" }},
  {{ name = "no reading", then = "cannot tell" }},
]
"""
COLD = f"""
[[rule]]
id = "cold"
level = "today"
status = "approved"
since = 2026-12-01
title = {{ en = "Low temperature", es = "Temperatura baja" }}
why = {{ en = "Our clinic asks for it.", es = "Nuestro centro lo pide." }}
when.all = [ {{ answer = "temperature", below = "35.0 C" }} ]
case = [
  {{ name = "at, in C", given = {{ temperature = "35.0 C" }}, then = "quiet" }},
  {{ name = "below, in C", given = {{ temperature = "34.9 C" }}, then = "fires" }},
  {{ name = "at, in F", given = {{ temperature = "95.0 F" }}, then = "quiet" }},
  {{ name = "below, in F", given = {{ temperature = "94.9 F" }}, then = "fires" }},
  {{ name = "no reading", then = "cannot tell" }},
]
  [[rule.source]]
  document = "Our protocol"
  section = "1"
  quote = "Below 35"
  url = "https://example.org"
  read_on = 2026-12-01

[[document]]
title = "Our protocol"
url = "https://example.org"
read_on = 2026-12-01
held = "excerpt"
quotes = ["Below 35"]
quotes_sha256 = "{quotes_hash(["Below 35"])}"
"""
LOWER = LIMIT.format(limit="37.5", below="37.4", limit_f="99.5", below_f="99.4")
HIGHER = LIMIT.format(limit="38.5", below="38.4", limit_f="101.3", below_f="101.2")


def with_overlay(text: str) -> RuleBook:
    return load(shipped() | {"overlays/our-clinic.toml": ABOUT + text})


def fault_of(text: str) -> str:
    with pytest.raises(RuleBookError) as raised:
        with_overlay(text)
    return str(raised.value)


def change(rule: str, line: str, *more: str) -> str:
    return "\n".join(("[[change]]", f'rule = "{rule}"', "since = 2026-12-01", line, *more))


def test_a_lower_limit_needs_no_name() -> None:
    book = with_overlay(LOWER)

    assert book.judge([said(Key.TEMPERATURE, Temperature("37.5", "C"))]).level is Level.URGENT
    [recorded] = book.rule("fever-measured").changes
    assert (recorded.before, recorded.after, recorded.weaker) == ("38.0 C", "37.5 C", False)
    assert recorded.approved_by is None


def test_a_higher_limit_takes_a_name_and_a_reason() -> None:
    assert fault_of(HIGHER) == (
        'rules/overlays/our-clinic.toml: change of rule "fever-measured": it makes the rule less careful '
        "(38.0 C to 38.5 C) without approved_by and reason. Name who approved it and why; both are shown "
        "with the rule."
    )
    assert "approved_by and reason" in fault_of(HIGHER.replace("at_least", 'reason = "We wish."\nat_least'))

    book = with_overlay(HIGHER.replace("at_least", NAMED + "at_least"))

    assert book.judge([said(Key.TEMPERATURE, Temperature("38.4", "C"))]).level is Level.NONE
    assert book.rule("fever-measured").changes[0].approved_by == "Dr Ines Okafor"


def test_a_changed_limit_brings_cases_that_agree_with_it() -> None:
    assert "no cases at 99.5 F and one step below" in fault_of(LOWER.replace("99.5 F", "99.6 F"))


def test_a_changed_limit_brings_titles_that_agree_with_it() -> None:
    lies = LOWER.replace("Temperatura de 37.5", "Temperatura de 39.0")
    assert 'change of rule "fever-measured": title.es says 39.0 C of a rule at 37.5 C.' in fault_of(lies)

    rounded = LIMIT.format(limit="37.8", below="37.7", limit_f="100.04", below_f="99.94")
    assert with_overlay(rounded.replace("37.8 °C or", "37.8 °C (100.0 °F) or")).fingerprint


def test_an_article_rule_is_not_retired_without_a_name() -> None:
    assert "(approved to retired) without approved_by" in fault_of(change("confusion", 'status = "retired"'))

    book = with_overlay(change("confusion", 'status = "retired"', NAMED))

    assert book.rule("confusion").status is Status.RETIRED
    assert "confusion" not in book.article_rule_ids
    assert book.judge([said(Key.CONFUSION, Presence.YES)]).level is Level.NONE


def test_a_level_is_raised_freely_and_lowered_with_a_name() -> None:
    assert "(urgent to today) without approved_by" in fault_of(change("confusion", 'level = "today"'))

    book = with_overlay(change("extreme-fatigue", 'level = "urgent"'))

    assert book.judge([said(Key.FATIGUE, Tiredness.TOO_TIRED)]).level is Level.URGENT


def test_a_dot_is_no_name_and_no_reason() -> None:
    for key, written in (("approved_by", "."), ("reason", "x.")):
        named = "\n".join(line for line in NAMED.splitlines() if not line.startswith(key))
        found = fault_of(change("confusion", 'level = "today"', named, f'{key} = "{written}"'))
        assert f'{key} = "{written}" tells a reader nothing. Write a whole name' in found


def test_every_change_of_a_rule_is_kept_in_order() -> None:
    book = with_overlay(LOWER + change("fever-measured", 'level = "today"', NAMED))

    assert [each.after for each in book.rule("fever-measured").changes] == ["37.5 C", "today"]


def test_a_rule_that_alarms_below_a_limit_is_weaker_when_the_limit_falls() -> None:
    lower = LIMIT.format(limit="34.5", below="34.4", limit_f="94.1", below_f="94.0")
    lower = lower.replace("fever-measured", "cold").replace("at_least", "below")

    assert with_overlay(COLD).judge([said(Key.TEMPERATURE, Temperature("94.9", "F"))]).level is Level.TODAY
    assert "(35.0 C to 34.5 C) without approved_by" in fault_of(COLD + lower)


@pytest.mark.parametrize(
    ("overlay", "says"),
    [
        (change("hiccups", 'level = "today"'), 'rule = "hiccups" is not known here.'),
        (change("confusion", ""), "it changes no things. Change one of level, status or the limit"),
        (change("confusion", 'level = "today"', 'status = "draft"'), "it changes 2 things."),
        (change("confusion", 'level = "none"', NAMED), 'level = "none" would do nothing.'),
        (change("confusion", 'at_least = "37.0 C"'), "the rule has no single limit at_least."),
        (change("fever-measured", 'above = "37.0 C"'), "the rule has no single limit above."),
        (change("confusion", 'level = "urgent"', "quietly = true"), 'unknown key "quietly".'),
        ("[words.fr]", 'words = "fr" is not known here.'),
        ("[[rules]]", 'unknown key "rules".'),
    ],
)
def test_a_fault_in_an_overlay_is_one_sentence(overlay: str, says: str) -> None:
    found = fault_of(overlay)

    assert found.startswith("rules/overlays/our-clinic.toml: ")
    assert says in found


def test_an_overlay_says_what_it_is_about() -> None:
    with pytest.raises(RuleBookError, match="about is missing"):
        load(shipped() | {"overlays/our-clinic.toml": ""})


def test_an_overlay_has_no_article_rules_of_its_own() -> None:
    text = shipped("label-text")["overlays/label-text.toml"]
    claimed = text.replace('status = "approved"', 'status = "approved"\narticle = true', 1)

    with pytest.raises(RuleBookError, match="Only the base book has article rules"):
        load(shipped() | {"overlays/our-clinic.toml": claimed})


def test_an_overlay_may_add_words() -> None:
    assert with_overlay('[words.en]\nlanguage = "en"').overlays == ("rules/overlays/our-clinic.toml",)
