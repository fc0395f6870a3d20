"""What every text with the care team's number must keep saying: call, and call without waiting.

The number alone is not enough: "Do not call your care team: $phone" has it too. The two texts that answer a
flag begin with words approved here: no program can tell whether a free wording still sends a person to the
telephone. Only English and Spanish can be held to this.
"""

import re

from symptomcheck.core.book_text_ids import TEXT_IDS
from symptomcheck.core.book_types import Audience, Text

# The shipped call lines, word for word. Another one is added here by whoever answers for it, never by a site.
OPENINGS = {
    ("urgent", "en"): "Call your care team now: $phone",
    ("urgent", "es"): "Llame ahora a su equipo médico: $phone",
    ("today", "en"): "Call your care team today: $phone",
    ("today", "es"): "Llame hoy a su equipo médico: $phone",
}
# In the sentence with the number, before it.
_CALL = {
    "en": re.compile(r"\bcall\b|\bcare team\b"),
    "es": re.compile(r"\bllame\b|\bequipo\b|\btel\b"),
}
_HOLDS_BACK = {
    "en": re.compile(
        r"\b(?:not|don't|never|no need to|needn't|may|might|could|can|would|avoid|stop|before"
        r"|instead of|unless) (?!wait)(?:\w+ ){0,2}call(?:ing)?\b"
        r"|(?<!\bdo not )(?<!\bdon't )(?<!\bcan not )(?<!\bcannot )\bwait(?:ing)?\b"
        r"|\b(?:tomorrow|later|next week|in the morning|to sleep|to bed|when you can)\b"
        r"|\bif you (?:like|wish|want)\b|\b(?:working|office) hours\b"
        r"|\b(?:we|they|someone|a nurse|your care team)(?: will|'ll)(?: \w+)? call\b"
    ),
    "es": re.compile(
        r"\bno (?:nos |les? |me )?(?:llam|hace falta|es necesario)"
        r"|\b(?:puede|podría|podrá|evite|antes de|en vez de|deje de)"
        r" (?:\w+ )?llam"
        r"|(?<!\bno )\besper[ea]\b|\b(?:mañana|más tarde|luego|después|la próxima semana|cuando pueda)\b"
        r"|\bsi (?:quiere|gusta|desea)\b|\bllamaremos\b|\ble llamar[áa]|\bdu[eé]rma|\bhorario\b"
    ),
}


def call_line_fault(text: Text) -> tuple[str, str] | None:
    """What is wrong with the call line of a text, and the remedy; nothing when it sends people to the phone.

    >>> call_line_fault(Text("urgent", "en", Audience.PATIENT, "Do not call your care team: $phone."))
    ('it does not begin with the approved call line', 'Begin it with “Call your care team now: $phone”.')
    >>> call_line_fault(Text("noted", "en", Audience.PATIENT, "If you like, call $phone. Or $emergency."))
    ('“if you like” holds a person back from calling', 'Tell the person to call, and not to wait.')
    """
    opening = OPENINGS.get((text.id, text.language))
    if opening and not text.template.startswith(opening):
        return "it does not begin with the approved call line", f"Begin it with “{opening}”."
    if text.audience not in (Audience.PATIENT, Audience.CAREGIVER) or text.language not in _CALL:
        return None
    if "phone" not in TEXT_IDS[text.id].must_name:
        return None
    plain = " ".join(text.template.lower().replace("’", "'").split())
    if held := _HOLDS_BACK[text.language].search(plain):
        return (
            f"“{held.group()}” holds a person back from calling",
            "Tell the person to call, and not to wait.",
        )
    sentences = re.split(r"[!?]|\.(?=\s)", plain.replace("tel.:", "tel:"))
    if not any(
        _CALL[text.language].search(each.partition("$phone")[0]) for each in sentences if "$phone" in each
    ):
        return "it names $phone without saying to call it", "Write it like “call $phone now”."
    return None
