"""A proof made by several processes: the million random sets are most of the work, and can be shared out."""

import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from symptomcheck.core.rulebook import compile_once
from symptomcheck.core.verify import Kept, Proof, check_random_sets, joined, verify

# Below this a second process costs more than it saves: it compiles the book first.
_WORTH_SHARING = 200_000


def processes() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def proved(
    files: Mapping[str, str], *, random_sets: int, processes: int, worth_sharing: int = _WORTH_SHARING
) -> Proof:
    """The proof of the book of `files`; RuleBookError for the first fault in them."""
    book = compile_once(files)
    if processes < 2 or random_sets < worth_sharing:
        return verify(book, random_sets=random_sets)
    each = random_sets // processes
    with ProcessPoolExecutor(processes - 1, mp_context=get_context("spawn")) as pool:
        others = [pool.submit(_part, dict(files), part * each, each) for part in range(1, processes)]
        proof = verify(book, random_sets=each)
        parts = [proof.kept[-1], *(other.result() for other in others)]
    rest = check_random_sets(book, first=processes * each, count=random_sets - processes * each)
    return replace(proof, kept=(*proof.kept[:-1], joined((*parts, rest))))


def _part(files: Mapping[str, str], first: int, count: int) -> Kept:
    return check_random_sets(compile_once(files), first=first, count=count)
