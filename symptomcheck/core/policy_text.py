"""A clinic's own paging policy as people write it: one line per step, and back.

    0 first call
    15 first call
    30 backup call
    every 15 call

A step is minutes after the first page, the rungs that are paged (first, backup, lead, joined by +), and
`call` when their phones ring too. The last line says how often everyone is paged after that.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from symptomcheck.core.oncall import Rung
from symptomcheck.core.policy import Ladder, Policy, Step

LADDERS = ("fast", "slow", "notice")
_MINUTE = timedelta(minutes=1)
_LONGEST = 7 * 24 * 60


def write_ladder(ladder: Ladder) -> str:
    """A ladder as people write it."""
    lines = [
        f"{step.after // _MINUTE} {'+'.join(step.rungs)}{' call' if step.calls else ''}"
        for step in ladder.steps
    ]
    return "\n".join(
        (*lines, f"every {ladder.every_after // _MINUTE}{' call' if ladder.every_calls else ''}")
    )


def read_ladder(text: str) -> Ladder:
    """The ladder that is written there; ValueError says which line is wrong and what to write.

    >>> ladder = read_ladder("0 first\\n20 backup+lead call\\nevery 30 call")
    >>> ladder.calls(1), [rung.value for rung in ladder.rungs(1)], str(ladder.pause_after(0))
    (True, ['backup', 'lead'], '0:20:00')
    >>> read_ladder("0 first\\nevery 30 bell")
    Traceback (most recent call last):
    ValueError: "every 30 bell" cannot be read. Write a line like "15 backup call" or "every 15 call".
    """
    *lines, last = [line.split() for line in text.strip().splitlines() if line.strip()] or [[]]
    steps = []
    for words in lines:
        try:
            minutes, rungs, *more = words
            steps.append(Step(_minutes(minutes), tuple(map(Rung, rungs.split("+"))), _calls(more)))
        except ValueError:
            raise _unreadable(words) from None
    try:
        every, minutes, *more = last
        if every != "every":
            raise ValueError
        after, calls = _minutes(minutes), _calls(more)
    except ValueError:
        raise _unreadable(last) from None
    return Ladder(tuple(steps), after, calls)


def with_ladders(policy: Policy, written: Mapping[str, str] | None) -> Policy:
    """The policy with a clinic's own ladders; None: as shipped."""
    if written is None:
        return policy
    fast, slow, notice = (read_ladder(written[name]) for name in LADDERS)
    return replace(policy, fast=fast, slow=slow, notice=notice)


def _minutes(typed: str) -> timedelta:
    minutes = int(typed)
    if not 0 <= minutes <= _LONGEST:
        raise ValueError
    return timedelta(minutes=minutes)


def _calls(words: list[str]) -> bool:
    if words not in ([], ["call"]):
        raise ValueError
    return bool(words)


def _unreadable(words: list[str]) -> ValueError:
    line = " ".join(words)
    return ValueError(f'"{line}" cannot be read. Write a line like "15 backup call" or "every 15 call".')
