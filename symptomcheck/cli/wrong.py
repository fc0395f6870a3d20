"""How a command says no."""


class Wrong(Exception):
    """Wrong use or configuration, as one sentence with its remedy; ends the command with code 2."""
