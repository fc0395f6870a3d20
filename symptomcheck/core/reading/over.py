"""Whether what a phrase names is over: "the fever is gone", "had chest pain last month", "was confused, fine
now".

Must be sure before it takes a symptom away: when page and notice are both possible, page.
"""

from symptomcheck.core.answers import Key
from symptomcheck.core.reading.lexicon import AND, BREAK, COMMA, DENIAL, STOP, THEY, TURN, WE, Kind, Means
from symptomcheck.core.reading.surroundings import Hit, Surroundings

_POINTING = frozenset(("it", "its", "that", "thats", "this", "which", "they", "has", "have"))


def why_over(around: Surroundings, hit: Hit) -> str:
    """Why the symptom of this phrase is over; nothing if it may not be.

    A faint is an event: that the person is fine again does not undo it, unless it was long ago.
    """
    if any(
        around.means(place) in (Means.STILL, Means.RETURNED)
        for place in (*around.before(hit, STOP | TURN), *around.after(hit, STOP))
    ):
        return ""
    if _said_before(around, hit):
        return "the words before it say that it is over"
    if _long_ago(around, hit):
        return "it was long ago"
    if _said_later(around, hit):
        return "a later clause says that it is over"
    return ""


def _said_before(around: Surroundings, hit: Hit) -> bool:
    """ "no more fever", "recovered from the chest pain"."""
    for place in around.before(hit, STOP | TURN | COMMA):
        if around.means(place) in (Means.OVER_BEFORE, Means.OVER):
            if around.is_denied_before(around.mark_at[place].first):
                return False  # "no le bajó la fiebre"
            # "ya no puede respirar" is no longer being able to: that "no" is the symptom's own.
            shared = [own for own in around.mark_at[place].places if own in hit.places]
            if any(around.flags[own] & DENIAL for own in shared):
                return False
            return around.only_small_words(place + 1, hit.first)
    return False


def _long_ago(around: Surroundings, hit: Hit) -> bool:
    """ "had a fever last week", "last month I had chest pain"; not "infused weeks ago and have a fever"."""
    past = around.is_past(hit)
    for place in around.after(hit, STOP | TURN | COMMA | AND):
        if around.means(place) is Means.LONG_AGO:
            return past or place - hit.last <= 2
    return any(
        around.means(place) is Means.LONG_AGO and (past or around.only_small_words(place + 1, hit.first))
        for place in around.before(hit, STOP | TURN | COMMA | AND)
    )


def _said_later(around: Surroundings, hit: Hit) -> bool:
    """ "had a fever last night, gone now", "he was unconscious but is awake now"."""
    past = around.is_past(hit)
    who = around.subject(range(hit.last, max(-1, hit.first - 14), -1))
    stops = 0
    for place in around.after(hit, 0):
        means = around.means(place)
        if means is Means.NOT_A_DENIAL:
            return False
        stops += bool(around.flags[place] & STOP)
        inner = around.hit_at.get(place)
        if stops > 1 or (inner is not None and inner.entry.kind is Kind.SYMPTOM and inner.first > hit.last):
            return False
        mark = around.mark_at.get(place)
        if mark is None or mark.first != place or around.is_supposed(place):
            continue
        start = _start_of_clause(around, hit, place)
        if start == hit.last + 1:
            continue
        if means in (Means.OVER_AFTER, Means.OVER):
            pointing = all(
                around.text(word) in _POINTING or around.only_small_words(word, word + 1)
                for word in range(start, place)
            )
            if pointing and (past or start == place or around.text(start) in _POINTING):
                return True
            continue
        same = around.subject(range(place, start - 1, -1)) in (0, who or WE) or not who
        if means is Means.AWAKE_NOW and same and hit.entry.key in (Key.FAINTING, Key.SLEEPINESS):
            return past
        if means is Means.FINE_NOW and same and past and hit.entry.key is not Key.FAINTING:
            return True
    return False


def _start_of_clause(around: Surroundings, hit: Hit, place: int) -> int:
    """The place where the clause around `place` begins; right after the phrase if nothing ends its clause."""
    for earlier in range(place - 1, hit.last, -1):
        if around.flags[earlier] & (BREAK | TURN | AND):
            return earlier + 1
    return hit.last + 1


def is_over_right_after(around: Surroundings, hit: Hit) -> bool:
    """ "fever is gone", "the chest pain went away", "breathlessness much better"."""
    means = said_right_after(around, hit)
    return means in (Means.OVER_AFTER, Means.OVER, Means.BETTER) or (
        means is Means.FINE_NOW and hit.entry.key is not Key.FAINTING
    )


def has_returned(around: Surroundings, hit: Hit) -> bool:
    """ "went away but came back", "gone. back now": before another thing is named."""
    for place in (*hit.places, *around.after(hit, 0)):
        if place > hit.last and place in around.hit_at:
            return False
        if around.means(place) is Means.RETURNED and not around.is_supposed(place):
            return True
    return False


def said_right_after(around: Surroundings, hit: Hit) -> Means | None:
    """The mark that stands right after a phrase, with nothing but small words in between."""
    for place in range(hit.last + 1, min(len(around.words), hit.last + 7)):
        means = around.means(place)
        if means is Means.NO_AFTER:
            return means if _ends_here(around, place) else None
        if means is not None:
            return means
        if not around.only_small_words(place, place + 1) and around.text(place) not in (
            "-",
            ":",
            "?",
            "=",
            "(",
        ):
            return None
    return None


def _ends_here(around: Surroundings, place: int) -> bool:
    """ "fever no, chest pain yes": the "no" belongs to what stands before it; not in "fever no chills"."""
    return place + 1 >= len(around.words) or bool(around.flags[place + 1] & (BREAK | AND | TURN | WE | THEY))


def is_said_indeed(around: Surroundings, hit: Hit) -> bool:
    """ "what if I have chest pain, because I do": asked about, and there."""
    return any(
        around.means(place) is Means.INDEED and _ends_here(around, around.mark_at[place].last)
        for place in around.after(hit, STOP)
    )


def is_said_after_all(around: Surroundings, hit: Hit, denied_by: int) -> bool:
    """ "no chest pain until now", "wasn't confused yesterday, is today", "fever: no chest pain: yes"."""
    if said_right_after(around, hit) is Means.YES_AFTER:
        yes = next(place for place in around.after(hit, 0) if around.means(place) is Means.YES_AFTER)
        end = around.mark_at[yes].last
        belongs_before = denied_by > 0 and (
            denied_by - 1 in around.hit_at or around.text(denied_by - 1) == ":"
        )
        if belongs_before or _ends_here(around, end):
            return True
    if has_returned(around, hit) and any(around.flags[place] & TURN for place in around.after(hit, STOP)):
        return True  # "no fever yesterday but it's back"
    return any(
        means is Means.AFTER_ALL or (means is Means.SO_NOW and _ends_here(around, around.mark_at[place].last))
        for place in around.after(hit, STOP)
        if (means := around.means(place)) is not None
    )
