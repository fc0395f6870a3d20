"""Whom a text came from, where that is no plain phone number."""

import re

from symptomcheck.actions.clinic import Clinic
from symptomcheck.channels.sender import InboundText

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_BY_ANOTHER_CHANNEL = re.compile(r"[a-z]+:(\+[1-9][0-9]{6,14})")


def number_of(address: str) -> str:
    """The phone number, whichever of the provider's channels the text took; anything else as it is.

    >>> number_of("whatsapp:+15550100101"), number_of("+15550100101"), number_of("22395")
    ('+15550100101', '+15550100101', '22395')
    """
    found = _BY_ANOTHER_CHANNEL.fullmatch(address)
    return found[1] if found else address


def can_be_texted(clinic: Clinic, text: InboundText) -> bool:
    """A phone number, and not our own: a short code is a machine, and a text to ourselves comes back."""
    address = text.from_address
    ours = {clinic.site.our_number, number_of(text.to_address)}
    return _NUMBER.fullmatch(address) is not None and address not in ours
