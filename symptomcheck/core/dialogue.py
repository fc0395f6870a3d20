"""What to say next: one reading and where the check-in stands -> where it stands then, and what to say.

Pure: the same round, reading and verdicts always give the same turn. It never decides what is urgent
(rules.py) nor what a text means (reading/). Silence, misfits and "not sure" never become an answer here.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from symptomcheck.core.answers import ASKS_ABOUT, Answer, Key, Presence, Question
from symptomcheck.core.garbled import looks_garbled
from symptomcheck.core.levels import Level
from symptomcheck.core.open_alert import NoticeReason
from symptomcheck.core.reading.meaning import Keyword, Reading, ReadTemperature
from symptomcheck.core.rules import Judgement, Verdict
from symptomcheck.core.turn import Ended, Made, Round, Say, Situation, Turn, Weighed

# A provider passes no sent time: a "1" this soon after a second question may be for the first one.
TOO_QUICK = timedelta(seconds=5)
MISFITS_BEFORE_MOVING_ON = 2


def weigh(
    judgement: Judgement,
    unsettled: tuple[Verdict, ...],
    *,
    new: frozenset[Answer],
    article: frozenset[str],
    unheeded: bool = False,
) -> Weighed:
    """What a judgement means here; `new` are this reply's answers, `article` the article's rule ids.

    `unsettled` are the urgent verdicts a question was left open for: a reading of 36.9 settles what "fever,
    without a reading" cannot tell.
    """
    fresh = [v.rule.level for v in judgement.fired if not new.isdisjoint(v.evidence)]
    loud = {v.rule.id for v in (*judgement.fired, *unsettled)}
    return Weighed(
        new_level=max(fresh, key=lambda level: level.rank, default=Level.NONE),
        article_quiet=article.isdisjoint(loud),
        urgent_missing=frozenset(key for v in unsettled for key in v.missing),
        unheeded=unheeded,
    )


def step(situation: Situation, reading: Reading, weighed: Weighed, now: datetime) -> Turn:
    """The whole dialogue: urgent first, then keywords, then the open question, then anything unasked."""
    if weighed.new_level is Level.URGENT:
        return _call_now(situation)
    if reading.keyword is not None:
        return _keyword(situation, reading.keyword)
    if situation.round is None:
        turn = _unasked(situation, reading, weighed)
    else:
        turn = _asked(situation, situation.round, reading, weighed, now)
    if situation.unlike_them and NoticeReason.GIBBERISH not in turn.reasons:
        return replace(turn, reasons=(*turn.reasons, NoticeReason.GIBBERISH))
    return turn


def step_on_page(situation: Situation, reading: Reading, weighed: Weighed, now: datetime) -> Turn:
    """The same dialogue for what was sent from a page: nothing is misread there, and no question is texted.

    What answers an open question moves the check-in on; anything else is a report beside it.
    """
    if weighed.new_level is Level.URGENT:
        return _call_now(situation)
    at = situation.round
    if at is None:
        return _unasked(situation, reading, weighed)
    at = replace(at, today_due=at.today_due or weighed.new_level is Level.TODAY)
    answered = _answered(at.remaining, reading, weighed)
    if not answered:
        return replace(_unasked(situation, reading, weighed), round=at)
    left = tuple(question for question in at.remaining if question not in answered)
    after = replace(at, remaining=left, misfits=0, asked_at=now)
    if Question.TEMPERATURE in answered and reading.highest is None:
        after = _without_a_number(after, fever_said=_speaks_of(Key.FEVER, reading))
    # Whatever was texted last is no longer the question that is open.
    after = replace(after, texted=at.texted and after.remaining[:1] == at.remaining[:1])
    extra, reasons = _beside_the_answer(reading, weighed, situation.on_cover)
    return _go_on(situation, after, weighed, says=extra, reasons=reasons, made=Made.ANSWERED)


def _call_now(situation: Situation) -> Turn:
    # What was still to ask is withheld: whoever must call now should not be kept texting. That is no miss.
    ended = Ended.PARTLY if situation.round else None
    made = Made.ANSWERED if situation.round else Made.REPORTED
    return Turn(made=made, says=(Say("urgent"),), ended=ended, withheld=situation.round is not None)


def _keyword(situation: Situation, keyword: Keyword) -> Turn:
    match keyword:
        case Keyword.HELP:
            return Turn(
                made=Made.KEYWORD, says=(Say("help"),), round=situation.round, reasons=(NoticeReason.HELP,)
            )
        case Keyword.START:
            return Turn(made=Made.KEYWORD, says=(Say("start"),), round=situation.round)
        case Keyword.STOP:
            return Turn(made=Made.KEYWORD, says=(Say("stop"),), reasons=(NoticeReason.STOP,))
        case Keyword.WRONG:
            return Turn(made=Made.KEYWORD, says=(Say("wrong"),), reasons=(NoticeReason.WRONG,))
    assert_never(keyword)


def _asked(situation: Situation, at: Round, reading: Reading, weighed: Weighed, now: datetime) -> Turn:
    answered = _answered(at.remaining, reading, weighed)
    extra, reasons = _beside_the_answer(reading, weighed, situation.on_cover)
    if _too_quick(at, reading, now):
        return Turn(made=Made.NOT_UNDERSTOOD, says=(Say("too_quick"), at.ask()), round=at, unheard=True)
    after = replace(
        at,
        texted=True,
        remaining=tuple(question for question in at.remaining if question not in answered),
        today_due=at.today_due or weighed.new_level is Level.TODAY,
    )
    if at.open is Question.TEMPERATURE:
        if _unsure(reading) and not situation.number_given:
            # Still open until they say the number is right: "1012" is judged as 101.2 all the same.
            says = (*extra, *_read_back(reading))
            again = replace(after, remaining=(at.open, *after.remaining), asked_at=now)
            return Turn(made=Made.ANSWERED, says=says, round=again, reasons=reasons)
        if situation.number_given and _confirms(reading):
            after = replace(after, remaining=after.remaining[1:])
            return _go_on(
                situation, replace(after, misfits=0), weighed, says=extra, reasons=reasons, made=Made.ANSWERED
            )
    if at.open in answered:
        after = replace(after, misfits=0, asked_at=now)
        if at.open is Question.TEMPERATURE and reading.highest is None:
            after = _without_a_number(after, fever_said=_speaks_of(Key.FEVER, reading))
        says = (*_read_back(reading), *extra)
        return _go_on(situation, after, weighed, says=says, reasons=reasons, made=Made.ANSWERED)
    if weighed.new_level is Level.TODAY:
        # Told at once: somebody who falls silent now must not wait for the end of the check-in to hear it.
        says = (*_read_back(reading), Say("today"), after.ask())
        return Turn(made=Made.REPORTED, says=says, round=after, reasons=reasons)
    if extra:
        return Turn(made=Made.REPORTED, says=(*extra, after.ask()), round=after, reasons=reasons)
    if reading.chatter:
        return Turn(made=Made.CHATTER, round=at)
    if not at.texted:
        return _ask_by_text(after, reading, now)
    return _misfit(situation, after, reading, weighed, now)


def _ask_by_text(at: Round, reading: Reading, now: datetime) -> Turn:
    """The open question was only ever on a page: a "1" cannot be its answer, so it is put now."""
    said = bool(reading.facts())
    before = _read_back(reading) if said else (Say("too_quick"),)
    made = Made.REPORTED if said else Made.NOT_UNDERSTOOD
    reasons = _for_a_reader(reading)
    return Turn(made=made, says=(*before, at.ask()), round=replace(at, asked_at=now), reasons=reasons)


def _misfit(situation: Situation, at: Round, reading: Reading, weighed: Weighed, now: datetime) -> Turn:
    """Ask once more, in other words; after a second misfit the team gets it and the check-in moves on."""
    made = Made.REPORTED if reading.facts() else Made.NOT_UNDERSTOOD
    if at.misfits + 1 < MISFITS_BEFORE_MOVING_ON:
        again = replace(at, misfits=at.misfits + 1)
        reasons = _for_a_reader(reading)
        says = (*_read_back(reading), again.ask_again())
        return Turn(made=made, says=says, round=again, reasons=reasons)
    after = replace(at, misfits=0, asked_at=now, remaining=at.remaining[1:], skipped=(*at.skipped, at.open))
    if at.open is Question.TEMPERATURE:
        after = _without_a_number(after, fever_said=_speaks_of(Key.FEVER, reading))
    says = (Say("not_understood"),)
    return _go_on(situation, after, weighed, says=says, reasons=(NoticeReason.UNREADABLE,), made=made)


def _for_a_reader(reading: Reading) -> tuple[NoticeReason, ...]:
    """Why somebody should read a text that did not fit, although the question is asked once more.

    A number may be a temperature nobody waited for, and words what no rule knows: the next "1" must not bury
    them. A mistyped choice is no message.
    """
    if looks_garbled(reading.text):
        return (NoticeReason.GIBBERISH,)
    says_something = len(reading.text.split()) > 1 or sum(sign.isdigit() for sign in reading.text) > 1
    return (NoticeReason.REMARK,) if says_something and not reading.facts() else ()


def _without_a_number(at: Round, *, fever_said: bool) -> Round:
    """No reading: then fever is asked in words, always, unless they have just spoken of it.

    NONE is an answer: whoever has no thermometer has not left a question out.
    """
    if fever_said or Question.FEVER in at.questions:
        return at
    return replace(
        at,
        questions=(*at.questions, Question.FEVER),
        remaining=(Question.FEVER, *at.remaining),
    )


def _go_on(
    situation: Situation,
    at: Round,
    weighed: Weighed,
    *,
    says: tuple[Say, ...],
    reasons: tuple[NoticeReason, ...],
    made: Made,
) -> Turn:
    if at.remaining:
        return Turn(made=made, says=(*says, at.ask()), round=at, reasons=reasons)
    doubtful = bool(reasons) or situation.unlike_them
    closing, more = _closing(situation, at, weighed, doubtful=doubtful)
    ended = Ended.PARTLY if at.skipped else Ended.ANSWERED
    return Turn(made=made, says=(*says, closing), ended=ended, reasons=(*reasons, *more))


def _closing(
    situation: Situation, at: Round, weighed: Weighed, *, doubtful: bool
) -> tuple[Say, tuple[NoticeReason, ...]]:
    """The last text. "Nothing on the list" needs every article rule quiet, and nothing in doubt."""
    asked_about = {key for question in at.questions for key in ASKS_ABOUT[question]}
    unknown = not asked_about.isdisjoint(weighed.urgent_missing)
    reasons = (NoticeReason.CANNOT_TELL,) if unknown else ()
    if at.today_due:
        return Say("today"), reasons
    if situation.urgent_open:
        return Say("still_open"), reasons
    if unknown or doubtful or at.skipped:
        return Say("incomplete"), reasons
    quiet = weighed.article_quiet and not situation.alert_open
    return Say("nothing_on_list" if quiet else "noted"), reasons


def _unasked(situation: Situation, reading: Reading, weighed: Weighed) -> Turn:
    """A text that answers no open question: a report, a remark, or something unreadable."""
    extra, reasons = _beside_the_answer(reading, weighed, situation.on_cover)
    call_line = Say("still_open") if situation.alert_open else None
    if weighed.new_level is Level.TODAY:
        return Turn(made=Made.REPORTED, says=(*_read_back(reading), Say("today")), reasons=reasons)
    if extra:
        return Turn(made=Made.REPORTED, says=(*_read_back(reading), *extra), reasons=reasons)
    if reading.facts():
        says = (*_read_back(reading), call_line or Say("noted"))
        awaiting = Question.TEMPERATURE if _unsure(reading) else None
        return Turn(made=Made.REPORTED, says=says, awaiting=awaiting)
    if reading.same_or_worse and call_line:
        # "Still bad" keeps the alert; nothing a person texts closes one.
        return Turn(made=Made.REPORTED, says=(call_line,))
    if reading.chatter:
        return Turn(made=Made.CHATTER)
    reason = NoticeReason.GIBBERISH if looks_garbled(reading.text) else NoticeReason.UNREADABLE
    return Turn(
        made=Made.NOT_UNDERSTOOD,
        says=(Say("still_open" if situation.urgent_open else "not_understood"),),
        reasons=(reason,),
        # "My temp is" may come in two texts: then a number follows. What is still awaited from before stays.
        awaiting=Question.TEMPERATURE if reading.asked is None else None,
    )


def _beside_the_answer(
    reading: Reading, weighed: Weighed, on_cover: bool
) -> tuple[tuple[Say, ...], tuple[NoticeReason, ...]]:
    """Words a person of the team must read although no rule speaks of them, or none any more."""
    if reading.health_words or weighed.unheeded:
        passed_on = "unlisted_words_passed_on" if on_cover else "unlisted_words"
        return (Say(passed_on),), (NoticeReason.HEALTH_WORDS,)
    if reading.shown_to_the_team:
        return (Say("mention_passed_on"),), (NoticeReason.MENTION,)
    return (), ()


def _answered(remaining: tuple[Question, ...], reading: Reading, weighed: Weighed) -> frozenset[Question]:
    """The questions still to ask that this text answers, by a choice or in words.

    A mention that is over, or only asked about, answers nothing. "No chest pain" says nothing of breath and
    fainting: it answers their question once nothing the question asks about is missing any more.
    """
    said = dict(reading.facts())

    def is_answered(question: Question) -> bool:
        keys = ASKS_ABOUT[question]
        values = [said[key] for key in keys if key in said]
        denied_in_part = set(values) == {Presence.NO} and not weighed.urgent_missing.isdisjoint(keys)
        return question in reading.answers or (bool(values) and not denied_in_part)

    return frozenset(question for question in remaining if is_answered(question))


def _too_quick(at: Round, reading: Reading, now: datetime) -> bool:
    second_or_later = at.remaining[0] is not at.questions[0]
    bare = set(reading.answers) == {at.open} and len(reading.text.strip()) <= 3 and reading.highest is None
    return second_or_later and bare and now - at.asked_at < TOO_QUICK


def _speaks_of(key: Key, reading: Reading) -> bool:
    return any(said is key for said, _ in reading.facts())


def _confirms(reading: Reading) -> bool:
    return reading.highest is None and reading.affirms


def _unsure(reading: Reading) -> bool:
    return reading.highest is not None and not reading.highest.sure


def _read_back(reading: Reading) -> tuple[Say, ...]:
    """The temperature as it was read, in both units, so that a misreading is noticed."""
    if reading.highest is None:
        return ()
    text_id = "echo.temperature" if reading.highest.sure else "temperature_confirm"
    return (Say(text_id, (("both", in_both_units(reading.highest)),)),)


def in_both_units(read: ReadTemperature) -> str:
    """The reading as sent, then in the other unit to one decimal.

    >>> from symptomcheck.core.answers import Temperature
    >>> in_both_units(ReadTemperature(Temperature("101.3", "F"), True))
    '101.3 F (38.5 C)'
    """
    return read.temperature.in_both_units()
