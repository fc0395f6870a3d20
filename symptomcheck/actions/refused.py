"""What an action says when it cannot do what was asked."""


class Refused(ValueError):
    """One sentence that says what is wrong and what to do; nothing was changed. Holds no names or numbers."""
