"""One text in, its meaning out: the one entrance of reading.

Symptoms, temperatures and health words are read first, then answers to the open question, then keywords,
then chatter; every part of a text is evaluated. Pure, deterministic, linear in the length of the text;
raises for no text.
"""

import re
from collections.abc import Mapping, Sequence

from symptomcheck.core.answers import Key, Question, Tiredness
from symptomcheck.core.reading import keywords, mentions
from symptomcheck.core.reading.answering import answer_question
from symptomcheck.core.reading.draft import AFFIRMED, Draft
from symptomcheck.core.reading.lexicon import NUMBER, Vocabulary
from symptomcheck.core.reading.meaning import Keyword, Mention, Reading, ReadTemperature, Step
from symptomcheck.core.reading.mentions import Mentions
from symptomcheck.core.reading.phrases import Word
from symptomcheck.core.reading.temperature import read_temperatures
from symptomcheck.core.reading.tokens import tokens
from symptomcheck.core.reading.words import vocabulary

__all__ = ["Keyword", "Mention", "ReadTemperature", "Reading", "Step", "Vocabulary", "read", "vocabulary"]

FALLBACK = "en"
_DIGIT = re.compile(r"\d")


def read(
    text: str, *, language: str, asked: Question | None, vocabularies: Mapping[str, Vocabulary]
) -> Reading:
    """What `text` says, read in `language` while `asked` is the open question.

    The other languages' unambiguous symptom phrases count too. A language without a vocabulary is read as
    English.
    """
    home = vocabularies.get(language) or vocabularies[FALLBACK]
    said = tokens(text)
    draft = Draft(text, language, asked, said)
    if keywords.is_tapback(said):
        draft.whole_step("chatter", "tapback", False, "a reaction quotes our words, not the person's")
        return draft.reading(chatter=True)
    draft.affirms = keywords.affirms(said, home)
    words = [home.look(token) for token in said.words]
    found = mentions.find(words, home, at_home=True)
    _take(draft, found)
    for other in vocabularies.values():
        if other is not home:
            # Spelt exactly: a misspelling is forgiven in one's own language only.
            plain = said.words if "'" not in said.folded else [token.replace("'", "") for token in said.words]
            abroad = mentions.find([other.known.get(token) for token in plain], other, at_home=False)
            _take(draft, abroad.without(found) if found.weighed else abroad)
    if _DIGIT.search(said.folded) or any([word is not None and word.flags & NUMBER for word in words]):
        _temperatures(draft, words, home, found.supposed)
    if asked is not None and words:
        answer_question(draft, asked, words, home)
    return _finished(draft, words, home)


def _take(draft: Draft, found: Mentions) -> None:
    """Take over the symptoms and health words that were found in free words."""
    for weighed in found.weighed:
        entry, mention = weighed.hit.entry, weighed.verdict.mention
        draft.step(
            "not_symptom" if mention is None else "health_word" if entry.key is None else "symptom",
            entry.id,
            weighed.hit.first,
            weighed.hit.last + 1,
            mention.value if mention is not None else "",
            mention in AFFIRMED or (mention is Mention.NO and entry.key is not None),
            weighed.verdict.why,
        )
        if weighed.verdict.denied_by >= 0:
            draft.denials.add(weighed.verdict.denied_by)
        if mention is None:
            continue
        draft.read.update(range(weighed.hit.first, weighed.hit.last + 1))
        if entry.key is None:
            if mention in AFFIRMED:
                draft.health_words.append(entry.id)
            continue
        draft.mention(entry.key, mention)
        if entry.key is Key.FATIGUE:
            if mention in AFFIRMED:
                draft.tired(entry.tiredness or Tiredness.MORE_TIRED)
            elif mention is Mention.NO:
                draft.tired(Tiredness.USUAL)


def _temperatures(
    draft: Draft,
    words: Sequence[Word | None],
    vocabulary: Vocabulary,
    supposed: Sequence[tuple[int, int]] | None,
) -> None:
    asked = draft.asked in (Question.TEMPERATURE, Question.FEVER)
    draft.placed = read_temperatures(
        draft.said.words,
        words,
        vocabulary,
        asked=asked,
        symptoms=draft.read if draft.symptoms else frozenset(),
    )
    if draft.placed:
        if supposed is None:
            supposed = mentions.supposed_stretches(words, vocabulary)
        draft.placed = [placed.supposed_in(supposed) for placed in draft.placed]
    for placed in draft.placed:
        name = f"temperature.{placed.read.temperature.unit.value.lower()}"
        scope = Mention.YES.value if placed.read.of_body else ""
        draft.step("temperature", name, placed.first, placed.end, scope, placed.read.of_body, placed.why)


def _finished(draft: Draft, words: Sequence[Word | None], home: Vocabulary) -> Reading:
    """The reading, with what is left to decide: keyword, "same", chatter, or nothing could be made of it."""
    if draft.answers:
        return draft.reading(unclear=draft.misfit)
    asked = draft.asked is not None
    about = keywords.about(draft.said, home)
    keyword = keywords.keyword(about, asked=asked)
    if keyword is not None:
        draft.whole_step("keyword", f"keyword.{keyword.value}", True, "nothing else is in the text")
        return draft.reading(keyword=keyword)
    same = keywords.is_same_or_worse(draft.said, home)
    if draft.understood() or same:
        return draft.reading(unclear=draft.misfit or (asked and not draft.understood()), same=same)
    if keywords.is_chatter(draft.said, about, home, asked=asked):
        draft.whole_step("chatter", "chatter", False, "needs no answer")
        return draft.reading(chatter=True)
    return draft.reading(unclear=asked or keywords.is_gibberish(draft.said, words))
