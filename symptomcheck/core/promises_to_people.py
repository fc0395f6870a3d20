"""The promises about what people are asked and told, one function each (see promise.py)."""

from symptomcheck.core.answers import Key, Presence, Question, Reporter
from symptomcheck.core.book_cases import said
from symptomcheck.core.book_text_ids import LONGEST
from symptomcheck.core.call_lines import call_line_fault
from symptomcheck.core.levels import Level
from symptomcheck.core.lint import faults
from symptomcheck.core.promise import COOL, Broken, Checked, fired_by_base, is_urgent, must_be, waived
from symptomcheck.core.rulebook import RuleBook


def choices_mean_what_they_say(book: RuleBook) -> Checked:
    """The first choice flags nothing; 2 and 3 to thinking, breathing and fever are urgent"""
    for question in (Question.THINKING, Question.BREATHING, Question.FEVER):
        excused = all(waived(book, key) for key in book.questions[question].asks_about)
        for choice in book.questions[question].choices:
            wanted = Level.NONE if choice.number == 1 else Level.URGENT
            if not excused:
                for reporter in Reporter:
                    answers = tuple(said(key, value, reporter) for key, value in choice.answers)
                    yield must_be(book, answers, wanted)


def tiredness_is_not_sleepiness(book: RuleBook) -> Checked:
    """In the base book tiredness 1 to 3 alone is never urgent; 4, hard to stay awake, answers sleepiness"""
    for choice in book.questions[Question.FATIGUE].choices:
        for reporter in Reporter:
            answers = tuple(said(key, value, reporter) for key, value in choice.answers)
            urgent = fired_by_base(book, answers)
            if bool(urgent) is (choice.number < 4) and not (
                choice.number == 4 and waived(book, Key.SLEEPINESS)
            ):
                yield Broken(answers, f"{'urgent' if urgent else 'nothing urgent'} fires")
            yield None


def a_whole_check_in_leaves_nothing_open(book: RuleBook) -> Checked:
    """Every question answered with its first choice and a reading, or no fever, settles every urgent rule"""
    cool, no_fever = said(Key.TEMPERATURE, COOL), said(Key.FEVER, Presence.NO)
    whole = {
        question.id: [said(key, value) for key, value in question.choices[0].answers]
        for question in book.questions.values()
        if question.choices and question.instead_of is None
    }
    for fever in (cool, no_fever):
        answers = (*(answer for part in whole.values() for answer in part), fever)
        still = book.unsettled(book.judge(answers))
        yield Broken(answers, f'"{still[0].rule.id}" is still open') if still else None
        for left_out in (fever, *(part[0] for part in whole.values())):
            fewer = tuple(answer for answer in answers if answer is not left_out)
            open_rules = {verdict.rule.id for verdict in book.unsettled(book.judge(fewer))}
            needed = any(left_out.key in rule.keys and is_urgent(rule) for rule in book.judge.rules)
            forgotten = needed and not open_rules
            yield Broken(fewer, f"nothing is open though {left_out.key} is") if forgotten else None


def every_level_has_its_text(book: RuleBook) -> Checked:
    """Every level has its text in every language, with the number to call in it"""
    texts = (
        "urgent",
        "today",
        "nothing_on_list",
        "incomplete",
        "not_understood",
        "unlisted_words",
        "still_open",
    )
    for language in book.languages:
        for text_id in texts:
            text = book.texts[language].get(text_id)
            wrong = text is None or LONGEST["phone"] not in text.say(LONGEST)
            yield Broken((), f"the text {text_id} ({language}) has no number to call") if wrong else None


def every_call_line_sends_people_to_the_phone(book: RuleBook) -> Checked:
    """Every text with the number says to call it, urgent and today in approved words, and none holds back"""
    for language in book.languages:
        for text in book.texts[language].values():
            wrong = call_line_fault(text)
            yield Broken((), f"text {text.id} ({language}): {wrong[0]}") if wrong else None


def nothing_says_a_banned_word(book: RuleBook) -> Checked:
    """Nothing a person can read contains a banned word"""
    for language in book.languages:
        words = {f"text {text.id}": text.template for text in book.texts[language].values()}
        for rule in book.rules:
            words |= {f"title of {rule.id}": rule.title[language], f"why of {rule.id}": rule.why[language]}
            words |= {f"false alarm of {rule.id}, {text}": text for text in rule.false_alarms[language]}
        for question in book.questions.values():
            words |= {f"choice of {question.id}, {c.number}": c.words[language] for c in question.choices}
        for attribute in book.attributes:
            words[f"attribute {attribute.id}"] = attribute.value[language]
        for where, text in words.items():
            found = faults(text, language)
            yield Broken((), f"{where} ({language}): {found[0]}") if found else None
