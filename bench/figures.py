"""How figures are printed: one line per case, or one JSON object per line."""

import json
import statistics
from collections.abc import Sequence


def line(case: str, as_json: bool, **figures: float | int | str) -> None:
    """One case and its figures."""
    if as_json:
        print(json.dumps({"case": case, **figures}), flush=True)
        return
    shown = "  ".join(
        f"{name}={value:,.3g}" if isinstance(value, float) and value < 100 else f"{name}={_plain(value)}"
        for name, value in figures.items()
    )
    print(f"{case:<28} {shown}", flush=True)


def median(values: Sequence[float]) -> float:
    """The middle of several runs; means would let one bad run speak for all."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _plain(value: float | int | str) -> str:
    return value if isinstance(value, str) else f"{value:,.0f}"
