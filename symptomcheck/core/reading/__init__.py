"""How one text becomes answers: words, numbers, scopes and a trace of every decision.

`read.read` is the one entrance. No question is asked here, no rule is judged and nothing is remembered.
"""
