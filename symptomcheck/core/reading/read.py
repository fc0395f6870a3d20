"""One text in, its meaning out: the one entrance of reading.

Symptoms, temperatures and health words are read first, then answers to the open question, then keywords, then chatter;
every part of a text is evaluated. Pure, deterministic, linear in the length of the text; raises for no text.
"""

import re
from collections.abc import Mapping, Sequence

from symptomcheck.core.answers import ASKS_ABOUT, Key, Presence, Question, Temperature, Tiredness, Unit
from symptomcheck.core.reading import choices, keywords, mentions
from symptomcheck.core.reading.choices import Said
from symptomcheck.core.reading.lexicon import NUMBER, Kind, Vocabulary
from symptomcheck.core.reading.meaning import (
    AnswerGiven,
    Keyword,
    Mention,
    Reading,
    ReadTemperature,
    Step,
)
from symptomcheck.core.reading.phrases import Word
from symptomcheck.core.reading.temperature import Placed, numbers, read_temperatures
from symptomcheck.core.reading.tokens import Tokens, tokens
from symptomcheck.core.reading.words import vocabulary

__all__ = ["Keyword", "Mention", "ReadTemperature", "Reading", "Step", "Vocabulary", "read", "vocabulary"]

FALLBACK = "en"
_DIGIT = re.compile(r"\d")
_WEIGHT = (
    Mention.YES, Mention.ONE_OF, Mention.NOT_SURE, Mention.RESOLVED, Mention.HYPOTHETICAL, Mention.NO,
)  # fmt: skip
_AS_MENTION = {
    Presence.YES: Mention.YES,
    Presence.NO: Mention.NO,
    Presence.NOT_SURE: Mention.NOT_SURE,
    Presence.ONE_OF: Mention.ONE_OF,
}
_TIRED = (Tiredness.USUAL, Tiredness.MORE_TIRED, Tiredness.TOO_TIRED, Tiredness.HARD_TO_STAY_AWAKE)


def read(
    text: str, *, language: str, asked: Question | None, vocabularies: Mapping[str, Vocabulary]
) -> Reading:
    """What `text` says, read in `language` while `asked` is the open question.

    The other languages' unambiguous symptom phrases count too. A language without a vocabulary is read as English.
    """
    home = vocabularies.get(language) or vocabularies[FALLBACK]
    said = tokens(text)
    reader = _Reader(text, language, asked, said)
    if keywords.is_tapback(said):
        reader.step("chatter", "tapback", 0, len(said.words), "", False, "a reaction quotes our words")
        return reader.reading(chatter=True)
    words = [home.look(token) for token in said.words]
    reader.symptoms_of(words, home, at_home=True)
    for other in vocabularies.values():
        if other is not home:
            # Spelt exactly: a misspelling is forgiven in one's own language only.
            reader.symptoms_of([other.known.get(token) for token in said.words], other, at_home=False)
    if _DIGIT.search(said.folded) or any(word is not None and word.flags & NUMBER for word in words):
        reader.temperatures_of(words, home)
    if asked is not None:
        reader.answers_to(asked, words, home)
    return reader.finish(home)


class _Reader:
    """Gathers what one text says; lives for one call of `read`."""

    __slots__ = (
        "answers", "asked", "denials", "health_words", "language", "listed", "numbers", "placed", "said", "spans",
        "supposed", "symptoms", "text", "tiredness", "trace",
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
        self.supposed: Sequence[tuple[int, int]] = ()
        self.spans: list[tuple[int, int]] | None = None
        self.listed = False

    # -- symptoms in free words ------------------------------------------------------------------------------------

    def symptoms_of(self, words: Sequence[Word | None], vocabulary: Vocabulary, *, at_home: bool) -> None:
        found = mentions.find(words, vocabulary, at_home=at_home)
        if at_home:
            self.supposed = found.supposed
        for weighed in found.weighed:
            entry, verdict = weighed.hit.entry, weighed.verdict
            counted = verdict.mention in (Mention.YES, Mention.NOT_SURE, Mention.NO)
            if entry.kind is Kind.HEALTH_WORD:
                counted = verdict.mention in (Mention.YES, Mention.NOT_SURE)
            self.step(
                entry.kind.value if entry.kind is not Kind.DENIAL else "symptom",
                entry.id,
                weighed.hit.first,
                weighed.hit.last + 1,
                verdict.mention.value if verdict.mention is not None else "",
                counted,
                verdict.why,
            )
            if verdict.denied_by >= 0:
                self.denials.add(verdict.denied_by)
            if verdict.mention is None:
                continue
            if entry.kind is Kind.HEALTH_WORD and counted:
                self.health_words.append(entry.id)
            elif entry.key is not None:
                self.mention(entry.key, verdict.mention)
                if entry.key is Key.FATIGUE and counted:
                    self.tired(Tiredness.USUAL if verdict.mention is Mention.NO else entry.tiredness)

    def mention(self, key: Key, mention: Mention) -> None:
        """Keep the weightier of two ways a text speaks of one symptom."""
        before = self.symptoms.get(key)
        if before is None or _WEIGHT.index(mention) < _WEIGHT.index(before):
            self.symptoms[key] = mention

    def tired(self, tiredness: Tiredness | None) -> None:
        """Keep the worse of two degrees of tiredness."""
        tiredness = tiredness or Tiredness.MORE_TIRED
        if self.tiredness is None or _TIRED.index(tiredness) > _TIRED.index(self.tiredness):
            self.tiredness = tiredness

    # -- temperatures ----------------------------------------------------------------------------------------------

    def temperatures_of(self, words: Sequence[Word | None], vocabulary: Vocabulary) -> None:
        if not self.trace:
            self.supposed = mentions.supposed_stretches(words, vocabulary)
        self.placed = read_temperatures(
            self.said.words,
            words,
            vocabulary,
            asked=self.asked in (Question.TEMPERATURE, Question.FEVER),
            supposed=self.supposed,
        )
        for placed in self.placed:
            self.step(
                "temperature",
                f"temperature.{placed.read.temperature.unit.value.lower()}",
                placed.first,
                placed.end,
                "yes",
                placed.read.of_body,
                placed.why,
            )

    # -- answers to the open question ------------------------------------------------------------------------------

    def answers_to(self, asked: Question, words: Sequence[Word | None], vocabulary: Vocabulary) -> None:
        if not self.said.words:
            return
        if not self.in_order(asked, words, vocabulary):
            self.first_word(asked, vocabulary)
        self.named(asked)

    def in_order(self, asked: Question, words: Sequence[Word | None], vocabulary: Vocabulary) -> bool:
        """A text that is nothing but answers. True if it was read, or was a list that fits no questions."""
        found = numbers(self.said.words, words, vocabulary)
        lists = vocabulary.lists
        units = [
            place
            for number in found
            for place in range(number.end, min(number.end + 3, len(self.said.words)))
            if self.said.words[place] in lists["degrees"] | lists["celsius"] | lists["fahrenheit"]
        ]
        listed = choices.items(self.said.words, found, units, vocabulary)
        if not listed:
            return False
        said = [placed.item for placed in listed]
        answers = choices.in_order(asked, said)
        if answers is not None:
            for (question, value), placed in zip(answers.items(), listed, strict=True):
                self.answer(question, value, placed.first, placed.end)
                if isinstance(value, Temperature):
                    self.bare(placed, words, vocabulary, sure=True)
            return True
        if len(listed) == 1:
            if isinstance(said[0], Temperature) and said[0].value % 1:
                self.bare(listed[0], words, vocabulary, sure=False)
            return False
        self.listed = True
        for placed in listed:
            if isinstance(placed.item, Temperature):
                self.bare(placed, words, vocabulary, sure=True)
        for question in choices.alarms(asked, said):
            for key in ASKS_ABOUT[question]:
                self.mention(key, Mention.ONE_OF)
            why = f"it could answer {question.value}, so it counts until the person has said which"
            self.step("choice", "choice.misfit", 0, len(self.said.words), Mention.ONE_OF.value, True, why)
        return True

    def bare(
        self, placed: choices.Placed, words: Sequence[Word | None], vocabulary: Vocabulary, *, sure: bool
    ) -> None:
        """A number without a word, in a list of answers: as if the temperature question were open."""
        if any(known.first == placed.first for known in self.placed):
            return
        for read in read_temperatures(self.said.words, words, vocabulary, asked=True):
            if read.first == placed.first:
                temperature = ReadTemperature(read.read.temperature, sure and read.read.sure)
                self.placed.append(Placed(read.first, read.end, temperature, read.why))
                why = "a number among answers in order" if sure else "a lone number; to be confirmed"
                unit = read.read.temperature.unit.value.lower()
                self.step("temperature", f"temperature.{unit}", read.first, read.end, "yes", True, why)

    def answer(self, question: Question, value: AnswerGiven, first: int, end: int) -> None:
        """Take a choice as the answer to `question`, and as what it says of each symptom asked about."""
        self.answers[question] = value
        why = f"the answer to {question.value}"
        scope = value.value if isinstance(value, Presence) else ""
        self.step("choice", f"choice.{question.value}", first, end, scope, True, why)
        if isinstance(value, Presence):
            self.imply(question, value)
        elif isinstance(value, Tiredness):
            self.tired(value)
            self.mention(Key.FATIGUE, Mention.NO if value is Tiredness.USUAL else Mention.YES)
            if value is Tiredness.HARD_TO_STAY_AWAKE:
                self.mention(Key.SLEEPINESS, Mention.YES)

    def imply(self, question: Question, value: Presence) -> None:
        """What a choice says of every symptom of its question that the text does not speak of itself."""
        keys = ASKS_ABOUT[question]
        affirmed = any(self.symptoms.get(key) in (Mention.YES, Mention.NOT_SURE) for key in keys)
        if affirmed:
            return  # "2, chest pain" and "no but my chest hurts": only what was named is a fact
        for key in keys:
            if key not in self.symptoms or (
                self.symptoms[key] in (Mention.RESOLVED, Mention.HYPOTHETICAL) and value is not Presence.NO
            ):
                self.symptoms[key] = _AS_MENTION[value]

    def first_word(self, asked: Question, vocabulary: Vocabulary) -> None:
        """ "2 chest pain", "no, but dizzy", "yes since noon": an answer, then more words."""
        place = 0
        while place < len(self.said.words) and self.said.words[place] in "(#\"'*":
            place += 1
        if place >= len(self.said.words):
            return
        placed = choices.item_at(self.said.words, place, vocabulary)
        if placed is None or not isinstance(placed.item, Said) or place in self.denials:
            return
        fits, value = choices.answer(asked, placed.item)
        if not fits or not self.stands_alone(placed, asked, vocabulary):
            return
        if asked is Question.TEMPERATURE and any(read.read.of_body for read in self.placed):
            return
        self.answer(asked, value, placed.first, placed.end)

    def stands_alone(self, placed: choices.Placed, asked: Question, vocabulary: Vocabulary) -> bool:
        """Is the first word an answer and not the beginning of something else: "2 tylenol", "no idea", "1 of my"?"""
        words = self.said.words
        if placed.end >= len(words):
            return True
        following = words[placed.end]
        if following in ".,;!)-:\n=/&+(":
            return not (
                following in "./:" and placed.end + 1 < len(words) and words[placed.end + 1][0].isdigit()
            )
        if isinstance(placed.item, Said) and placed.item.value in "1234":
            first_symptom = any(step.kind in ("symptom", "health_word") for step in self.trace)
            return first_symptom or following in vocabulary.lists["after_choice"]
        if asked is Question.TEMPERATURE:
            return placed.item is Said.NO_READING
        return following not in vocabulary.lists["not_after_answer"]

    def named(self, asked: Question) -> None:
        """Free words that name what was asked about answer the question too."""
        if asked in self.answers:
            value = self.answers[asked]
            if value is Presence.NO and any(
                self.symptoms.get(key) in (Mention.YES, Mention.NOT_SURE) for key in ASKS_ABOUT[asked]
            ):
                self.answers[asked] = Presence.YES
            return
        if asked is Question.TEMPERATURE:
            highest = max(
                (placed.read for placed in self.placed if placed.read.of_body),
                key=lambda read: read.temperature.in_unit(Unit.C),
                default=None,
            )
            if highest is not None:
                self.answers[asked] = highest.temperature
        elif asked is Question.FATIGUE:
            if self.symptoms.get(Key.SLEEPINESS) is Mention.YES and self.tiredness is None:
                self.tired(Tiredness.HARD_TO_STAY_AWAKE)
                self.mention(Key.FATIGUE, Mention.YES)
            if self.tiredness is not None:
                self.answers[asked] = self.tiredness
        else:
            said = (
                {self.symptoms[key] for key in ASKS_ABOUT[asked] if key in self.symptoms}
                if not self.listed
                else set()
            )
            for mention, value in (
                (Mention.YES, Presence.YES),
                (Mention.NOT_SURE, Presence.NOT_SURE),
                (Mention.NO, Presence.NO),
            ):
                if mention in said:
                    self.answers[asked] = value
                    return

    # -- the rest --------------------------------------------------------------------------------------------------

    def finish(self, home: Vocabulary) -> Reading:
        understood = bool(self.symptoms or self.placed or self.answers or self.health_words)
        word = None if self.answers else keywords.keyword(self.said, home, asked=self.asked is not None)
        if word is not None:
            self.step(
                "keyword",
                f"keyword.{word.value}",
                0,
                len(self.said.words),
                "",
                True,
                "nothing else is in the text",
            )
        same = not self.answers and self.is_same_or_worse(home)
        chatter = not understood and word is None and not same and keywords.is_chatter(self.said, home)
        if chatter:
            self.step("chatter", "chatter", 0, len(self.said.words), "", False, "needs no answer")
        unclear = (
            not understood
            and word is None
            and not same
            and not chatter
            and (self.asked is not None or keywords.is_gibberish(self.said, home))
        )
        return self.reading(keyword=word, chatter=chatter, unclear=unclear or self.listed, same=same)

    def is_same_or_worse(self, home: Vocabulary) -> bool:
        return any(
            home.exact.get(" ".join(self.said.words[:count])) == "same_or_worse"
            for count in range(1, min(6, len(self.said.words) + 1))
        )

    def step(self, kind: str, phrase: str, first: int, end: int, scope: str, counted: bool, why: str) -> None:
        if self.spans is None:
            self.spans = self.said.spans()
        words = self.said.own[self.spans[first][0] : self.spans[end - 1][1]] if end else ""
        self.trace.append(Step(kind, phrase, words, scope, counted, why))

    def reading(
        self,
        *,
        keyword: Keyword | None = None,
        chatter: bool = False,
        unclear: bool = False,
        same: bool = False,
    ) -> Reading:
        return Reading(
            text=self.text,
            language=self.language,
            asked=self.asked,
            answers=self.answers,
            symptoms=self.symptoms,
            tiredness=self.tiredness,
            temperatures=tuple(placed.read for placed in self.placed),
            keyword=keyword,
            health_words=tuple(dict.fromkeys(self.health_words)),
            chatter=chatter,
            unclear=unclear,
            same_or_worse=same,
            trace=tuple(self.trace),
        )
