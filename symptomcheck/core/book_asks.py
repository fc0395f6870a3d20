"""Does a question name everything that its answer is taken for? A "1 = no" to words never asked is no answer.

Read with the book's own vocabulary: what the program could not find in a reply, it does not find in a
question either.
"""

from collections.abc import Mapping

from symptomcheck.core.answers import Key, Question
from symptomcheck.core.book_entry import Entry
from symptomcheck.core.book_types import BookQuestion, Text
from symptomcheck.core.reading.lexicon import Vocabulary
from symptomcheck.core.reading.mentions import find
from symptomcheck.core.reading.tokens import tokens

_ASKED_BY = ("ask.", "reask.", "ask.caregiver.", "reask.caregiver.")


def check_asks(
    entry: Entry,
    texts: Mapping[str, Text],
    questions: Mapping[Question, BookQuestion],
    vocabulary: Vocabulary,
) -> None:
    """A fault when a question, by text or on a page, leaves out something it asks about."""
    known = {each.key for each in vocabulary.entries}
    if vocabulary.lists["temperature"]:
        known.add(Key.TEMPERATURE)
    for question in questions.values():
        for key in question.asks_about:
            if key not in known:
                continue  # nobody's reply could say it either: the words file is another matter
            # A page asks about each by its own phrase.
            for text_id in (*(f"{prefix}{question.id}" for prefix in _ASKED_BY), f"key.{key}"):
                if key not in named_in(texts[text_id].template, vocabulary):
                    entry.where = f'text "{text_id}"'
                    raise entry.fault(
                        f"it asks about {key} and does not name it",
                        f"Name it in words the reader knows, like “{texts[f'key.{key}'].template}”.",
                    )


def named_in(template: str, vocabulary: Vocabulary) -> frozenset[Key]:
    """Everything that these words speak of, whatever they say of it.

    "Are you confused?" says nobody is: it names confusion all the same.
    """
    words = tokens(template).words
    looked = [vocabulary.look(word) for word in words]
    keys = {each.hit.entry.key for each in find(looked, vocabulary, at_home=True).weighed}
    named = {key for key in keys if key is not None}
    temperature = vocabulary.lists["temperature"]
    if any(
        word in temperature or (known and known.text in temperature)
        for word, known in zip(words, looked, strict=True)
    ):
        named.add(Key.TEMPERATURE)
    return frozenset(named)
