"""What a book must not leave out: the seven symptoms of the article, and asking about them.

Checked before anything is built on the rules, so that the sentence names the rule or the phase itself and not
a case, a choice or a scenario that misses it.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from symptomcheck.core.answers import Key, Question, Reporter
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.book_types import BookQuestion
from symptomcheck.core.rule import Rule
from symptomcheck.core.schedule import Plan

# The article's three bullets. Not read from the book: a book that drops one must not pass.
ARTICLE_RULES = {
    "fever-reported": Key.FEVER,
    "confusion": Key.CONFUSION,
    "speech": Key.SPEECH,
    "sleepiness": Key.SLEEPINESS,
    "breath": Key.BREATH,
    "chest-pain": Key.CHEST_PAIN,
    "fainting": Key.FAINTING,
}

_WATCHED = frozenset((*ARTICLE_RULES.values(), Key.TEMPERATURE))


def check_article_rules(rules: Iterable[Rule], file: str) -> None:
    """A fault when the base book lacks one of the seven under its own id."""
    article = {rule.id: rule.keys for rule in rules if rule.article}
    for rule_id, key in ARTICLE_RULES.items():
        if key not in article.get(rule_id, ()):
            raise RuleBookError(
                file,
                f'rule "{rule_id}"',
                f"the article's rule about {key} is missing",
                f'Put it back as id = "{rule_id}", article = true; an overlay may retire it, by name.',
            )


def check_plan_asks(plan: Plan, questions: Mapping[Question, BookQuestion], file: str) -> None:
    """A fault when days are left out, or when a phase never asks the patient about one of the seven."""
    if plan.phases[0].first_day != 0:
        raise RuleBookError(file, "phase 1", "nobody is asked on day 0", "Begin with day 0, the infusion.")
    for number, (earlier, later) in enumerate(pairwise(plan.phases), start=2):
        if later.first_day != earlier.last_day + 1:
            problem = f"nobody is asked on days {earlier.last_day + 1} to {later.first_day - 1}"
            remedy = f"Let its days begin with {earlier.last_day + 1}."
            raise RuleBookError(file, f"phase {number}", problem, remedy)
    for number, phase in enumerate(plan.phases, start=1):
        asked = {one for slot in phase.slots if slot.reporter is Reporter.PATIENT for one in slot.questions}
        for question in questions.values():
            watched = [key for key in question.asks_about if key in _WATCHED]
            # The fever question is asked by itself when there is no reading.
            if watched and (question.instead_of or question.id) not in asked:
                raise RuleBookError(
                    file,
                    f"phase {number}",
                    f"no check-in of the patient asks about {', '.join(watched)}",
                    f'Add "{question.instead_of or question.id}" to the questions of one of its slots.',
                )
