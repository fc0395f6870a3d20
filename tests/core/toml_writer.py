"""Parsed TOML back to text, so that a test can change a rule file as data and load what it changed."""

import json
from collections.abc import Mapping
from datetime import date


def written(data: Mapping[str, object]) -> str:
    """The data as TOML, every nested value in line."""
    plain = [f"{key} = {_value(value)}" for key, value in data.items() if not _is_tables(value)]
    tables = [
        "\n".join((f"[[{key}]]", *(f"{inner} = {_value(each)}" for inner, each in table.items())))
        for key, value in data.items()
        if isinstance(value, list) and _is_tables(value)
        for table in value
    ]
    return "\n\n".join((*plain, *tables)) + "\n"


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case date():
            return value.isoformat()
        case Mapping():
            return (
                "{ " + ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items()) + " }"
            )
        case list():
            return "[" + ", ".join(_value(each) for each in value) + "]"
        case _:
            return str(value)
