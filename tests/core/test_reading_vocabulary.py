"""A words file that is wrong stops the start, and the sentence says where and what to do."""

import tomllib
from collections.abc import Mapping

import pytest

from symptomcheck.core.answers import Key, Question
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.reading.meaning import Mention
from symptomcheck.core.reading.read import read
from symptomcheck.core.reading.words import Vocabulary, vocabulary
from symptomcheck.paths import data_folder
from tests.core.reader import shipped

FEVER = '\nid = "x"\nsymptom = "fever"'

SMALL = """
[sets]
hurts = "hurts aches"
[scope]
fillers = "my"
no = "no"
[[symptom]]
id = "chest"
symptom = "chest_pain"
phrases = ["chest <hurts>"]
match = ["my chest aches"]
not_match = ["chest of drawers"]
[[denial]]
id = "fine"
symptom = "chest_pain"
phrases = ["chest fine"]
match = ["chest fine"]
[[health_word]]
id = "rash"
phrases = ["rash"]
match = ["rash"]
not_match = ["no rash"]
[[not_symptom]]
id = "idiom"
phrases = ["war chest"]
match = ["war chest"]
[[mark]]
id = "gone"
means = "over_after"
phrases = ["gone"]
match = ["gone"]
"""


def small(*overlays: str) -> Vocabulary:
    files = [("words.en.toml", tomllib.loads(SMALL))]
    files += [(f"overlays/{place}.toml", tomllib.loads(text)) for place, text in enumerate(overlays)]
    return vocabulary("en", files)


def mentions(text: str, words: Vocabulary) -> Mapping[Key, Mention]:
    return read(text, language="en", asked=None, vocabularies={"en": words}).symptoms


FAULTS = {
    'colour = "red"': 'table "colour" is not known. Known: language, sets',
    'language = "es"': 'language: is "es", not "en". Correct one of the two.',
    "sets = 3": "sets: is not a table. Write [sets].",
    "[sets]\nhurts = 3": 'sets: "hurts" is no text. Write hurts = "word word".',
    '[scope]\nfill = "so"': 'scope: "fill" is not known. Known: fillers',
    '[lists]\nfevers = "so"': 'lists: "fevers" is not known',
    '[said]\nmaybe = ["so"]': 'said: "maybe" is not known. Known: 1, 2',
    "[said]\nyes = 3": 'said: "yes" is not a list of texts. Write yes = ["text", "text"].',
    '[exact]\nstop = ["halt", " "]': 'exact: "stop" is not a list of texts',
    '[numbers]\nforty = "40"': 'numbers: "forty" is no whole number. Write forty = 38.',
    "symptom = 3": "symptom: is not a list of entries. Write [[symptom]] before each entry.",
    '[[symptom]]\nsymptom = "fever"': "[[symptom]]: an entry has no id",
    '[[symptom]]\nid = "x"\ncolour = 1': 'symptom "x": "colour" is not known. Known: id, phrases',
    '[[symptom]]\nid = "x"\nsymptom = "sepsis"': 'symptom "x": symptom = "sepsis" is not known. Known: fever',
    '[[symptom]]\nid = "x"\nsymptom = "fever"': 'symptom "x": has no phrases',
    '[[symptom]]\nid = "x"\nsymptom = "fever"\nphrases = ["hot"]': 'symptom "x": has no example',
    '[[symptom]]\nid = "x"\nsymptom = "fatigue"\ntiredness = "dead"': 'tiredness = "dead" is not known',
    '[[mark]]\nid = "x"\nmeans = "so"': 'mark "x": means = "so" is not known. Known: denies',
    '[[denial]]\nid = "chest"\nsymptom = "fever"\nphrases = ["cool"]': "has an id that is taken",
    f'[[denial]]{FEVER}\nphrases = ["<cool>"]': "uses <cool>, which is no set",
    f'[[denial]]{FEVER}\nphrases = ["(a|b [c])"]': "has a choice inside a choice",
    f'[[denial]]{FEVER}\nphrases = ["cool (a|)"]': "has an empty choice",
    f'[[denial]]{FEVER}\nphrases = ["cool ..."]': "has no firm beginning and end",
    f'[[denial]]{FEVER}\nphrases = ["[cool]"]': "has no firm beginning and end",
    f'[[denial]]{FEVER}\nphrases = ["()"]': "has an empty choice",
    f'[[denial]]{FEVER}\nphrases = ["cool"]\nmatch = ["hot"]': '"hot" is not read as x',
    f'[[denial]]{FEVER}\nphrases = ["cool"]\nnot_match = ["cool"]': '"cool" is read as x',
}


@pytest.mark.parametrize(("text", "problem"), FAULTS.items())
def test_a_fault_is_named_with_its_remedy(text: str, problem: str) -> None:
    with pytest.raises(RuleBookError) as refused:
        small(text)

    assert str(refused.value).startswith("overlays/0.toml: ")
    assert problem in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_clinic_adds_words_without_touching_ours() -> None:
    ours = small()
    theirs = small('[sets]\nhurts = "smarts"\n[spelling]\nsmarts = "smrats"\nunused = "unsued"')

    assert not mentions("my chest smarts", ours)
    assert mentions("my chest smarts", theirs)[Key.CHEST_PAIN] is Mention.YES
    assert mentions("my chest smrats", theirs)[Key.CHEST_PAIN] is Mention.YES


def test_a_clinic_adds_an_entry_of_its_own() -> None:
    theirs = small('[[symptom]]\nid = "own"\nsymptom = "breath"\nphrases = ["puffed"]\nmatch = ["puffed"]')

    assert mentions("a bit puffed", theirs)[Key.BREATH] is Mention.YES


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_shipped_entry_does_what_its_examples_promise(language: str) -> None:
    assert shipped(language).entries


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_shipped_file_covers_every_symptom(language: str) -> None:
    file = data_folder("rules") / f"words.{language}.toml"
    named = {entry["symptom"] for entry in tomllib.loads(file.read_text(encoding="utf-8"))["symptom"]}

    assert named == {key.value for key in Key} - {"temperature"}


def test_a_language_without_words_is_read_as_english() -> None:
    words = small()
    reading = read("my chest aches", language="fr", asked=Question.BREATHING, vocabularies={"en": words})

    assert reading.symptoms == {Key.CHEST_PAIN: Mention.YES}
    assert reading.language == "fr"
