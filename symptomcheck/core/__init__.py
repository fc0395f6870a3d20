"""What the tool knows: pure functions and frozen dataclasses, standard library only.

No clock, no chance, no I/O: time and rule text are arguments. Whatever remembers or sends belongs elsewhere.
"""
