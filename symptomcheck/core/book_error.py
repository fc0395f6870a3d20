"""The one way a rule book says what is wrong with it."""


class RuleBookError(ValueError):
    """A fault in a rule book file, as one sentence that names the file, the place and the remedy.

    >>> print(RuleBookError("rules/car-t.toml", 'rule "x"', 'at_least has no unit', 'Write "38.0 C".'))
    rules/car-t.toml: rule "x": at_least has no unit. Write "38.0 C".
    """

    def __init__(self, file: str, where: str, problem: str, remedy: str) -> None:
        self.file, self.where, self.problem, self.remedy = file, where, problem, remedy
        place = f"{file}: {where}: " if where else f"{file}: "
        super().__init__(f"{place}{problem}. {remedy}")
