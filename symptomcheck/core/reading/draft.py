"""A reading while it is being made: what was found so far, and the trace of every decision.

Weighs two mentions of one thing against each other; finds nothing itself.
"""

from symptomcheck.core.answers import ASKS_ABOUT, Key, Presence, Question, Tiredness
from symptomcheck.core.reading.meaning import AnswerGiven, Keyword, Mention, Reading, Step
from symptomcheck.core.reading.temperature import Placed
from symptomcheck.core.reading.tokens import Tokens

# Of two ways a text speaks of one symptom, the one that asks more of the team.
_WEIGHT = {
    mention: weight
    for weight, mention in enumerate(
        (Mention.YES, Mention.ONE_OF, Mention.NOT_SURE, Mention.RESOLVED, Mention.HYPOTHETICAL, Mention.NO)
    )
}
AS_MENTION = {
    Presence.YES: Mention.YES,
    Presence.NO: Mention.NO,
    Presence.NOT_SURE: Mention.NOT_SURE,
    Presence.ONE_OF: Mention.ONE_OF,
}
AFFIRMED = (Mention.YES, Mention.NOT_SURE)
_TIRED = (Tiredness.USUAL, Tiredness.MORE_TIRED, Tiredness.TOO_TIRED, Tiredness.HARD_TO_STAY_AWAKE)


class Draft:
    """Gathers what one text says; lives for one call of `read`."""

    __slots__ = (
        "_spans",
        "affirms",
        "answers",
        "asked",
        "denials",
        "health_words",
        "language",
        "misfit",
        "placed",
        "read",
        "said",
        "symptoms",
        "text",
        "tiredness",
        "trace",
    )  # fmt: skip

    def __init__(self, text: str, language: str, asked: Question | None, said: Tokens) -> None:
        self.text, self.language, self.asked, self.said = text, language, asked, said
        self.symptoms: dict[Key, Mention] = {}
        self.tiredness: Tiredness | None = None
        self.health_words: list[str] = []
        self.placed: list[Placed] = []
        self.answers: dict[Question, AnswerGiven] = {}
        self.trace: list[Step] = []
        self.denials: set[int] = (
            set()
        )  # places of words like "no" that belong to a symptom, and so answer nothing
        self.read: set[int] = set()  # places of words that were understood as a symptom or a health word
        self.affirms = False  # nothing but "yes"
        self.misfit = False  # a list of answers that fits no questions
        self._spans: list[tuple[int, int]] | None = None

    def mention(self, key: Key, mention: Mention) -> None:
        """The text speaks of a symptom; the weightier mention stays."""
        before = self.symptoms.get(key)
        if before is None or _WEIGHT[mention] < _WEIGHT[before]:
            self.symptoms[key] = mention

    def tired(self, tiredness: Tiredness) -> None:
        """The text says how tired the person is; the worse degree stays."""
        if self.tiredness is None or _TIRED.index(tiredness) > _TIRED.index(self.tiredness):
            self.tiredness = tiredness

    def imply(self, question: Question, value: Presence) -> None:
        """What a choice says of every symptom its question asks about.

        "2, chest pain" and "no but my chest hurts" name what is there: then only what was named is a fact.
        """
        keys = ASKS_ABOUT[question]
        if any(self.symptoms.get(key) in AFFIRMED for key in keys):
            return
        for key in keys:
            self.mention(key, AS_MENTION[value])

    def affirms_any_of(self, question: Question) -> bool:
        """Does the text affirm, in free words, one of the symptoms that `question` asks about?"""
        return any(self.symptoms.get(key) in AFFIRMED for key in ASKS_ABOUT[question])

    def step(self, kind: str, phrase: str, first: int, end: int, scope: str, counted: bool, why: str) -> None:
        """Write down one decision with the person's own words, from token `first` up to `end`."""
        if self._spans is None:
            self._spans = self.said.spans()
        words = self.said.own[self._spans[first][0] : self._spans[end - 1][1]] if end else ""
        self.trace.append(Step(kind, phrase, words, scope, counted, why))

    def whole_step(self, kind: str, phrase: str, counted: bool, why: str) -> None:
        """Write down a decision about the whole text."""
        self.step(kind, phrase, 0, len(self.said.words), "", counted, why)

    def understood(self) -> bool:
        """Was anything made of the text so far?"""
        return bool(self.symptoms or self.placed or self.answers or self.health_words)

    def reading(
        self,
        *,
        keyword: Keyword | None = None,
        chatter: bool = False,
        unclear: bool = False,
        same: bool = False,
    ) -> Reading:
        """The finished reading."""
        return Reading(
            text=self.text,
            language=self.language,
            asked=self.asked,
            answers=self.answers,
            symptoms=self.symptoms,
            tiredness=self.tiredness,
            temperatures=tuple([placed.read for placed in self.placed]),
            keyword=keyword,
            health_words=tuple(dict.fromkeys(self.health_words)),
            chatter=chatter,
            unclear=unclear,
            same_or_worse=same,
            trace=tuple(self.trace),
            affirms=self.affirms,
        )
