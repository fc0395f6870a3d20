"""Figures, each as a ratio to a floor measured in the same run: `python -m bench NAME`.

Nothing here is a test: a shared machine's times drift, so only ratios are worth comparing. What must hold
exactly (commits, statements) is counted here and guarded in tests.
"""
