"""`python -m bench NAME [--json]`: one module of this folder, run."""

import sys
from importlib import import_module
from pathlib import Path

NOT_BENCHES = {"__init__", "__main__"}


def main(arguments: list[str]) -> int:
    """Run the named bench; without a name, list them."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    known = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in NOT_BENCHES and hasattr(module := import_module(f"bench.{path.stem}"), "run"):
            known[path.stem] = module
    if len(names) != 1 or names[0] not in known:
        for name, module in known.items():
            print(f"{name:<10} {(module.__doc__ or '').splitlines()[0]}")
        return 0 if not names else 2
    return int(known[names[0]].run(as_json="--json" in arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
