"""Form fields that WTForms does not have."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms.fields import Field
from wtforms.widgets import TextInput

from symptomcheck.web.language import gettext

PARTS = ("month", "day", "year")


class DayField(Field):  # type: ignore[misc]  # wtforms ships no types
    """A date typed into three boxes named `<field>-month`, `<field>-day` and `<field>-year`.

    Boxes with their own names cannot be mistaken for one another, whichever order a reader is used to.
    """

    widget = TextInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the date that was typed, else the one the form was made with."""
        given = self.default if data is None else data
        self.process_errors: list[str] = []
        self.raw_data: list[str] = []
        self.data: date | None = given if isinstance(given, date) else None
        if self.data is not None:
            self.typed = {part: str(getattr(self.data, part)) for part in PARTS}
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.typed = {part: str(formdata.get(f"{self.name}-{part}", "")).strip() for part in PARTS}
            self.raw_data = [each for each in self.typed.values() if each]
            self.data = self._read(self.typed) if self.raw_data else None

    def _read(self, typed: Mapping[str, str]) -> date | None:
        try:
            return date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
        except ValueError:
            self.process_errors.append(gettext("Write the month, the day and the four numbers of the year."))
            return None
