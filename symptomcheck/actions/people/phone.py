"""Phone numbers as people type them, made into the one form that is stored and sent to."""

import phonenumbers
from phonenumbers import NumberParseException, ValidationResult

from symptomcheck.actions.refused import Refused


class PhoneRefused(Refused):
    """This is not a phone number that can be texted."""


def normalised(typed: str, *, region: str) -> str:
    """The number as +15035550142; `region` ("US") is meant when no country code was typed.

    PhoneRefused says what is wrong without repeating the number. Numbers that merely are not in use are let
    through: whether a text arrives is for the provider to say.
    """
    try:
        parsed = phonenumbers.parse(typed, region)
    except NumberParseException:
        raise PhoneRefused(
            "The phone number cannot be read. Write it with its area code, or as +1 503 555 0142."
        ) from None
    if parsed.extension:
        # The library drops it silently, and the text would go to the switchboard.
        raise PhoneRefused("The phone number has an extension, which cannot be texted. Give a mobile number.")
    if any(sign.isalpha() for sign in typed):
        raise PhoneRefused(
            "The phone number has letters in it. Write it with its area code, or as +1 503 555 0142."
        )
    match phonenumbers.is_possible_number_with_reason(parsed):
        case ValidationResult.IS_POSSIBLE:
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        case ValidationResult.IS_POSSIBLE_LOCAL_ONLY | ValidationResult.TOO_SHORT:
            raise PhoneRefused(
                "The phone number is too short. Write it with its area code, or as +1 503 555 0142."
            )
        case _:
            raise PhoneRefused(
                "The phone number has more digits than its country's numbers."
                " Write it with its area code, or as +1 503 555 0142."
            )


def region_of(our_number: str | None) -> str:
    """The country of the clinic's own number: numbers typed without a country code are there.

    "US" when that cannot be told: the clinic sends from a short code or a messaging service.
    """
    try:
        code = phonenumbers.parse(our_number or "", None).country_code or 0
    except NumberParseException:
        return "US"
    return phonenumbers.region_code_for_country_code(code)
