"""What an action refused, in the language of the reader."""

from symptomcheck.actions.refused import Refused
from symptomcheck.web.language import gettext, lazy

# Who a refusal is about: values of sentences that are words themselves.
_WORDS = {each.message: each for each in (lazy("The patient"), lazy("The caregiver"))}


def told(refused: Refused) -> str:
    """The sentence of a refusal, translated, with its values."""
    values = {name: str(_WORDS.get(str(value), value)) for name, value in refused.values.items()}
    sentence = gettext(refused.sentence)
    return sentence % values if values else sentence
