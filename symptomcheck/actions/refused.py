"""What an action says when it cannot do what was asked."""


class Refused(ValueError):
    """One sentence that says what is wrong and what to do; nothing was changed. Holds no names or numbers.

    The sentence is written once, in English, with `%(name)s` where a value stands: a screen says it in the
    reader's language.

    >>> str(Refused("Write a shorter note: at most %(count)s letters.", count=2000))
    'Write a shorter note: at most 2000 letters.'
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence, self.values = sentence, values
