"""DOOR: the commands, one file per group. `root` finds them, `house` opens the clinic for them.

Exit codes: 0 done, 1 the answer is no, 2 wrong use or configuration, as one sentence with its remedy.
"""

from symptomcheck.cli.root import main

__all__ = ["main"]
