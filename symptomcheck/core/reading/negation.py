"""Whether a phrase that was found is affirmed, denied, over, only supposed, or somebody else's.

Scopes after NegEx (Chapman 2001), by clause. Looks at most a dozen words to either side, so that time
stays linear. When page and notice are both possible, page: every rule here must be sure before it takes a
symptom away.
"""

from dataclasses import dataclass

from symptomcheck.core.reading.lexicon import (
    AND,
    BREAK,
    COMMA,
    DENIAL,
    FILLER,
    LINK,
    MY,
    NO,
    NOT,
    OR,
    STOP,
    THEY,
    TURN,
    WE,
    Kind,
    Means,
)  # fmt: skip
from symptomcheck.core.reading.meaning import Mention
from symptomcheck.core.reading.over import (
    has_returned,
    is_over_right_after,
    is_said_after_all,
    is_said_indeed,
    said_right_after,
    why_over,
)  # fmt: skip
from symptomcheck.core.reading.surroundings import FARTHEST, Hit, Surroundings

MOST_UNKNOWN = 1
_NEW_THING = frozenset(("a", "an", "some", "bit", "lil", "little", "un", "una", "algo"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a phrase is meant and why; the place of the "no" that denies it, or -1."""

    mention: Mention | None
    why: str
    denied_by: int = -1


AS_SO = Verdict(Mention.YES, "said as so")


def verdict(around: Surroundings, hit: Hit) -> Verdict:
    """How this phrase is meant; no mention at all if it is not about this person."""
    marked = bool(around.mark_at)
    if marked and any(
        around.means(place) is Means.ELSEWHERE for place in around.before(hit, BREAK | TURN | AND)
    ):
        return Verdict(None, "it is about something or somebody else")
    supposed = around.is_supposed(hit.first)
    denied_by = _denied_inside(around, hit)
    if denied_by < 0:
        denied_by = _denied_before(around, hit)
    denies = denied_by >= 0 or hit.entry.kind is Kind.DENIAL
    if marked and denies and not supposed and is_said_after_all(around, hit, denied_by):
        return Verdict(Mention.YES, "denied, but the words after it say that it is so", denied_by)
    if hit.entry.kind is Kind.DENIAL:
        if supposed or denied_by >= 0:
            return Verdict(None, "that it is absent is itself denied or only supposed", denied_by)
        return Verdict(Mention.NO, "the phrase says that it is absent")
    if supposed and denied_by < 0 and is_said_indeed(around, hit):
        return Verdict(Mention.YES, "asked about, but the words after it say that it is so")
    if supposed:
        return Verdict(Mention.HYPOTHETICAL, "it is only supposed")
    if denied_by >= 0:
        return Verdict(Mention.NO, f'"{around.text(denied_by)}" denies it', denied_by)
    if not marked:
        return AS_SO
    if said_right_after(around, hit) is Means.NO_AFTER:
        return Verdict(Mention.NO, 'the "no" after it denies it')
    over = why_over(around, hit)
    if is_over_right_after(around, hit):
        over = "the words after it say that it is over"
    if over and has_returned(around, hit):
        return Verdict(Mention.YES, "it was over, but the words after it say that it has come back")
    if over:
        return Verdict(Mention.RESOLVED, over)
    if any(around.means(place) is Means.NOT_SURE for place in around.before(hit, STOP | TURN | COMMA)):
        return Verdict(Mention.NOT_SURE, "said with doubt")
    return AS_SO


def _denied_inside(around: Surroundings, hit: Hit) -> int:
    """ "my chest does not hurt": the place of a denial that the phrase itself has no use for."""
    for place in range(hit.first, hit.last):
        denies = around.flags[place] & DENIAL and place not in hit.places
        if denies and (hit.entry.kind is Kind.DENIAL or around.means(place) is not Means.NOT_A_DENIAL):
            return place
    return -1


def _denied_before(around: Surroundings, hit: Hit) -> int:
    """Walk left from the phrase to the "no" that holds for it, if one does.

    Over commas only within a list ("no fever, chills or cough"); never over a new subject; from "not" only
    over links ("don't have any"), because "didn't sleep, fever" denies the sleep. "no cough and fever" is a
    fever: people who deny both say "or". And so is "no cough fever": a "no" goes on to a second thing only
    where the two are joined.
    """
    place = hit.first - 1
    unknown = commas = items = 0
    subject = alternatives = joined = owned = False
    listed = _closes_a_list(around, hit)
    flags_between = 0  # of the words between two things that are named
    while place >= 0 and hit.first - place <= FARTHEST:
        flag, means = around.flags[place], around.means(place)
        if means is Means.NOT_A_DENIAL:
            return -1
        if means is Means.DENIES or means is Means.DENIES_LIST:
            formal = means is Means.DENIES_LIST
            reaches = not commas or _is_list(around, hit, commas, alternatives, formal=formal)
            return place if reaches and not subject else -1
        inner = around.hit_at.get(place)
        if inner is not None and inner.last < hit.first and inner.entry.kind is not Kind.NOT_SYMPTOM:
            if inner.entry.kind is Kind.DENIAL and around.flags[inner.first] & NO and alternatives:
                return inner.first  # "no temp or chills"
            items += 1
            if not (listed or alternatives or flags_between & (COMMA | OR | AND)):
                return -1  # "no fever short of breath"
            if not around.is_noun(inner) and not alternatives:
                return -1
            flags_between = 0
            place = inner.first - 1  # the "no" inside "no energy" is that phrase's own
            continue
        flags_between |= flag
        if flag & NO:
            reaches = not subject and _no_reaches(around, hit, place, commas, alternatives)
            return place if reaches and (commas or not joined) else -1
        if flag & NOT:
            reaches = not commas or (items > 0 and _is_list(around, hit, commas, alternatives, formal=False))
            return place if reaches and not unknown and (commas or not joined) else -1
        if flag & (STOP | TURN):
            return -1
        if flag & COMMA:
            if owned:
                return -1  # "denies rash, his speech is slurred": a new sentence
            commas += 1
            subject = False
        elif flag & OR:
            alternatives = alternatives or not commas  # "no cough or rash, chest pain": the "or" ended before
        elif flag & AND:
            joined = True
            if not around.is_noun(hit) or around.hit_at.get(place - 1) is None:
                return -1
        elif flag & (WE | THEY):
            subject = True
        elif flag & MY:
            owned = True
        elif subject and not flag & (LINK | FILLER):
            return -1
        elif not flag & (LINK | FILLER):
            unknown += 1
            if unknown > MOST_UNKNOWN:
                return -1
        place -= 1
    return -1


def _closes_a_list(around: Surroundings, hit: Hit) -> bool:
    """ "no fever chest pain or syncope": does an "or" with another thing follow the phrase at once?"""
    if hit.last + 2 >= len(around.words) or not around.flags[hit.last + 1] & OR:
        return False
    other = around.hit_at.get(hit.last + 2)
    return other is not None and other.entry.key is not hit.entry.key


def _no_reaches(around: Surroundings, hit: Hit, place: int, commas: int, alternatives: bool) -> bool:
    """Does this "no" hold for the phrase? Not in "no, chest pain", "no my chest hurts", "no a bit hot"."""
    following = place + 1
    if around.flags[following] & (BREAK | MY | TURN) or around.text(following) in _NEW_THING:
        return False
    return not commas or _is_list(around, hit, commas, alternatives, formal=False)


def _is_list(around: Surroundings, hit: Hit, commas: int, alternatives: bool, *, formal: bool) -> bool:
    """Does "no" reach over the commas: "no fever, chills or cough", but not "no fever, chest pain"?"""
    if alternatives:
        return True
    if not around.is_noun(hit):
        return formal and around.list_goes_on(hit.last)
    return formal or commas >= 2 or around.list_goes_on(hit.last)
