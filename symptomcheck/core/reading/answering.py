"""What a text answers to the open question: a list of answers in order, a first word, or a symptom named.

A text that fits no question is never forced to: the question stays unanswered and is asked again.
"""

from collections.abc import Sequence

from symptomcheck.core.answers import ASKS_ABOUT, Key, Presence, Question, Temperature, Tiredness, Unit
from symptomcheck.core.reading import choices
from symptomcheck.core.reading.choices import Item, Said
from symptomcheck.core.reading.draft import AS_MENTION, Draft
from symptomcheck.core.reading.lexicon import (
    AND,
    BREAK,
    DENIAL,
    FILLER,
    LINK,
    MY,
    OR,
    THEY,
    TURN,
    WE,
    Vocabulary,
)  # fmt: skip
from symptomcheck.core.reading.meaning import AnswerGiven, Mention, ReadTemperature
from symptomcheck.core.reading.numbers import numbers
from symptomcheck.core.reading.phrases import Word
from symptomcheck.core.reading.temperature import Placed, read_temperatures

_OPENERS = frozenset("(#\"'*¿¡")
_NEVER_AN_EXCEPTION = (Said.NO, Said.POLITE)
_A_PART = "body.mention"  # of the words files: a part of the body that is named without a complaint
_SMALL = FILLER | LINK | AND | OR | WE | THEY | MY
_AFTER_AN_ANSWER = frozenset(".,;!?)-:\n=/&+(")


def answer_question(
    draft: Draft, asked: Question, words: Sequence[Word | None], vocabulary: Vocabulary
) -> None:
    """Fill in what the text answers while `asked` is open."""
    refused = False
    if not _in_order(draft, asked, words, vocabulary):
        refused = _first_word(draft, asked, words, vocabulary)
    _named(draft, asked, refused=refused)


def _in_order(draft: Draft, asked: Question, words: Sequence[Word | None], vocabulary: Vocabulary) -> bool:
    """Read a text that is nothing but answers. False if it holds anything else, or one that does not fit."""
    tokens = draft.said.words
    found = numbers(tokens, words, vocabulary)
    listed = choices.items(tokens, found, vocabulary)
    if not listed:
        return False
    said = [placed.item for placed in listed]
    if Said.CORRECTION in said:
        return _corrected(draft, asked, said)
    answers = choices.in_order(asked, said)
    if answers is not None:
        for (question, value), placed in zip(answers.items(), listed, strict=True):
            _answer(draft, question, value, placed.first, placed.end)
        _bare_numbers(draft, listed, words, vocabulary, sure=True)
        return True
    if len(listed) == 1:
        # "101.3" after the next question went out is a late answer; "98" or "101" alone could be anything.
        if isinstance(said[0], Temperature) and said[0].value % 1:
            _bare_numbers(draft, listed, words, vocabulary, sure=False)
        return False
    draft.misfit = True
    _bare_numbers(draft, listed, words, vocabulary, sure=True)
    for question in choices.alarms(asked, said):
        for key in ASKS_ABOUT[question]:
            draft.mention(key, Mention.ONE_OF)
        why = f"it could answer {question.value}, so it counts until the person has said which"
        draft.step("choice", "choice.misfit", 0, len(tokens), Mention.ONE_OF.value, True, why)
    return True


def _corrected(draft: Draft, asked: Question, said: Sequence[Item]) -> bool:
    """ "1 sorry I meant 2", "1 or 2": never a no; what would alarm counts at once, and it is asked again."""
    draft.misfit = True
    for item in said:
        _, value = choices.answer(asked, item)
        match value:
            case Presence() if value is not Presence.NO:
                for key in ASKS_ABOUT[asked]:
                    draft.mention(key, AS_MENTION[value])
            case Tiredness() if value in (Tiredness.TOO_TIRED, Tiredness.HARD_TO_STAY_AWAKE):
                _tired(draft, value)
            case _:
                continue
        why = "one of two answers, so it counts until the person has said which"
        draft.whole_step("choice", "choice.corrected", True, why)
    return True


def _bare_numbers(
    draft: Draft,
    listed: Sequence[choices.Placed],
    words: Sequence[Word | None],
    vocabulary: Vocabulary,
    *,
    sure: bool,
) -> None:
    """Take numbers without a word as temperatures, as if the temperature had been asked for."""
    known = {each.first for each in draft.placed}
    bare = {each.first for each in listed if isinstance(each.item, Temperature)} - known
    if not bare:
        return
    why = "a number among answers in order" if sure else "a lone number, to be confirmed"
    readings = read_temperatures(draft.said.words, words, vocabulary, asked=True)
    for found in [each for each in readings if each.first in bare]:
        read = ReadTemperature(found.read.temperature, sure and found.read.sure)
        name = f"temperature.{read.temperature.unit.value.lower()}"
        draft.step("temperature", name, found.first, found.end, Mention.YES.value, True, why)
        draft.placed.append(Placed(found.first, found.end, read, why))


def _answer(draft: Draft, question: Question, value: AnswerGiven, first: int, end: int) -> None:
    """Take a choice as the answer to `question`, and as what it says of each symptom asked about."""
    draft.answers[question] = value
    scope = value.value if isinstance(value, Presence) else ""
    draft.step(
        "choice", f"choice.{question.value}", first, end, scope, True, f"the answer to {question.value}"
    )
    match value:
        case Presence():
            draft.imply(question, value)
        case Tiredness():
            _tired(draft, value)


def _tired(draft: Draft, degree: Tiredness) -> None:
    """Take a degree of tiredness as said; who can hardly stay awake is also very sleepy."""
    draft.tired(degree)
    draft.mention(Key.FATIGUE, Mention.NO if degree is Tiredness.USUAL else Mention.YES)
    if degree is Tiredness.HARD_TO_STAY_AWAKE:
        draft.mention(Key.SLEEPINESS, Mention.YES)


def _first_word(draft: Draft, asked: Question, words: Sequence[Word | None], vocabulary: Vocabulary) -> bool:
    """ "2 chest pain", "no, but dizzy", "yes since noon": an answer, then more words.

    True if it is a "no" that cannot be taken, because not all of the rest was understood.
    """
    tokens = draft.said.words
    place = 0
    while place < len(tokens) and tokens[place] in _OPENERS:
        place += 1
    if place >= len(tokens):
        return False
    placed = choices.item_at(tokens, place, vocabulary)
    if placed is None or not draft.denials.isdisjoint(range(place, placed.end)):
        return False
    fits, value = choices.answer(asked, placed.item)
    if not fits or not _stands_alone(draft, placed, asked, vocabulary):
        return False
    if value is Presence.NO and asked in choices.ORDER[:2] and _names_a_part(draft, words[placed.end :]):
        value = Presence.ONE_OF
    if value is Presence.NO:
        of_a_phrase = placed.end < len(tokens) and {place, placed.end} <= draft.read  # "no estoy bien"
        if of_a_phrase or not _is_harmless(draft, placed.end, words, vocabulary):
            return True
    _answer(draft, asked, value, placed.first, placed.end)
    return False


def _names_a_part(draft: Draft, rest: Sequence[Word | None]) -> bool:
    """ "no, only my chest": an exception, and a part of the body of which nothing else was made."""
    excepts = any(word is not None and word.flags & TURN for word in rest)
    return excepts and any(known.startswith(_A_PART) for known in draft.health_words)


def _is_harmless(draft: Draft, start: int, words: Sequence[Word | None], vocabulary: Vocabulary) -> bool:
    """Is everything after a "no" understood, and none of it an exception: "no, only when walking"?

    In each clause: thanks, another no, or symptoms that were read with nothing but small words around them.
    """
    tokens = draft.said.words
    names_something = left_over = False
    place = start
    while place < len(tokens):
        word = words[place]
        flags = word.flags if word is not None else 0
        item = choices.item_at(tokens, place, vocabulary)
        if place in draft.read:
            names_something = True
        elif item is not None and item.item in _NEVER_AN_EXCEPTION:
            place = item.end
            continue
        elif flags & (BREAK | TURN):
            if left_over and not names_something:
                return False
            names_something = left_over = False
        elif tokens[place][0].isalnum() and place not in draft.denials:
            if not flags & _SMALL or flags & DENIAL:
                return False
            left_over = True
        place += 1
    return names_something or not left_over


def _stands_alone(draft: Draft, placed: choices.Placed, asked: Question, vocabulary: Vocabulary) -> bool:
    """Is it an answer, and not the beginning of something else: "2 tylenol", "no idea", "1 of my sons"?"""
    tokens = draft.said.words
    if asked is Question.TEMPERATURE and any(known.read.of_body for known in draft.placed):
        return False
    following = tokens[placed.end]
    if following in _AFTER_AN_ANSWER:
        return placed.end + 1 >= len(tokens) or not tokens[placed.end + 1][0].isdigit()
    if isinstance(placed.item, Said) and placed.item.is_numeral:
        names_a_symptom = any(step.kind in ("symptom", "health_word") for step in draft.trace)
        return names_a_symptom or following in vocabulary.lists["after_choice"]
    if asked is Question.TEMPERATURE:
        return placed.item is Said.NO_READING or tokens[placed.first] in vocabulary.lists["nothing"]
    return following not in vocabulary.lists["not_after_answer"]


def _named(draft: Draft, asked: Question, *, refused: bool) -> None:
    """Free words that name what was asked about answer the question too."""
    if asked in draft.answers:
        if draft.answers[asked] is Presence.NO and draft.affirms_any_of(asked):
            draft.answers[asked] = Presence.YES
        if asked is Question.FATIGUE:
            draft.answers[asked] = draft.tiredness  # "tired, exhausted": the worse of the two
        return
    readings = [placed.read.temperature for placed in draft.placed if placed.read.of_body]
    if asked in (Question.TEMPERATURE, Question.FEVER) and readings:
        # A number answers the fever question better than yes or no would.
        highest = max(readings, key=lambda temperature: temperature.in_unit(Unit.C))
        draft.answers[Question.TEMPERATURE] = highest
    elif asked is Question.FATIGUE and not draft.misfit:
        if draft.symptoms.get(Key.SLEEPINESS) is Mention.YES and draft.tiredness is None:
            draft.tired(Tiredness.HARD_TO_STAY_AWAKE)
            draft.mention(Key.FATIGUE, Mention.YES)
        if draft.tiredness is not None:
            draft.answers[asked] = draft.tiredness
    elif not draft.misfit:
        said = {draft.symptoms.get(key) for key in ASKS_ABOUT[asked]}
        if not said.isdisjoint((Mention.YES, Mention.NOT_SURE)):
            draft.answers[asked] = Presence.YES if Mention.YES in said else Presence.NOT_SURE
        elif said == {Mention.NO} and not refused:
            # "no chest pain" alone says nothing of breath and fainting: no answer to a question about all.
            draft.answers[asked] = Presence.NO
