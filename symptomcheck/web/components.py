"""From Flask-WTF fields to what the ported components are told: labels, hints, errors, values.

The macros of `templates/macros/form.html` are the only callers.
"""

from collections.abc import Mapping
from typing import Any

from wtforms import Form
from wtforms.fields import BooleanField, Field, HiddenField, PasswordField, SelectField, SelectFieldBase

from symptomcheck.web.fields import DayField
from symptomcheck.web.language import gettext

Options = dict[str, Any]


def line_options(
    field: Field, *, page_heading: bool = False, size: str = "", width: str = "", more: Mapping[str, Any]
) -> Options:
    """A text input or a text area."""
    return {
        **_named(field),
        "id": field.id,
        "label": _heading(field, page_heading, size),
        "type": "password" if isinstance(field, PasswordField) else "text",
        # A password is never sent back to the browser that sent it.
        "value": None if isinstance(field, PasswordField) else field._value(),
        "width": width,
        **more,
    }


def group_options(
    field: Field,
    *,
    page_heading: bool = False,
    size: str = "m",
    hints: Mapping[str, object] | None = None,
    **more: Any,
) -> Options:
    """Radios, checkboxes or a select: one field, several answers."""
    hints = hints or {}
    if isinstance(field, BooleanField):
        item = {"value": "yes", "text": str(field.label.text), "checked": bool(field.data)}
        return {**_named(field), "idPrefix": field.id, "items": [item], **more}
    assert isinstance(field, SelectFieldBase)  # noqa: S101 # a wrong field is our own mistake
    items = [
        {
            "value": value,
            "text": str(label),
            "checked": chosen,
            "selected": chosen,
            "hint": {"text": str(hints[value])} if value in hints else None,
        }
        for value, label, chosen, *_ in field.iter_choices()
    ]
    heading = _heading(field, page_heading, size)
    if type(field) is SelectField:
        return {**_named(field), "id": field.id, "label": heading, "items": items, **more}
    return {**_named(field), "idPrefix": field.id, "fieldset": {"legend": heading}, "items": items, **more}


def file_options(field: Field) -> Options:
    """A file to choose; which one was chosen before is the browser's to know."""
    return {**_named(field), "id": field.id, "label": _heading(field, page_heading=False, size="")}


def day_options(field: DayField, *, page_heading: bool = False, size: str = "m") -> Options:
    """A date in three boxes, each with its own label."""
    boxes = [
        {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": words,
            "value": field.typed[part],
            "width": "4" if part == "year" else "2",
        }
        for part, words in (
            ("month", gettext("Month")),
            ("day", gettext("Day of the month")),
            ("year", gettext("Year")),
        )
    ]
    named = _named(field)
    del named["name"]
    return {
        **named,
        "id": field.id,
        "fieldset": {"legend": _heading(field, page_heading, size), "role": "group"},
        "items": boxes,
    }


def fault_list(form: Form) -> list[Options]:
    """What the list of faults above a form says, in the order of the form."""
    listed: list[Options] = []
    for field in form:
        if field.errors:
            box = f"{field.id}-month" if isinstance(field, DayField) else field.id
            # A hidden field has no place to lead to: the token of a page that was open too long.
            there = {} if isinstance(field, HiddenField) else {"href": f"#{box}"}
            listed.append({"text": str(field.errors[0]), **there})
    return listed + [{"text": str(words)} for words in form.form_errors]


def _named(field: Field) -> Options:
    options: Options = {"name": field.name}
    if field.description:
        options["hint"] = {"text": str(field.description)}
    if field.errors:
        options["errorMessage"] = {"text": str(field.errors[0]), "visuallyHiddenText": gettext("Error")}
    return options


def _heading(field: Field, page_heading: bool, size: str) -> Options:
    return {
        "text": str(field.label.text),
        "isPageHeading": page_heading,
        "size": "l" if page_heading else size or None,
    }
