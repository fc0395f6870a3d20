"""`GET /`: where somebody lands who typed the address alone: whom to call, and which door is theirs."""

from flask import Blueprint, current_app, render_template

# Only a demonstration has it.
_PHONES = "phones.phones"


def front_page() -> Blueprint:
    """The blueprint of `/`."""
    roads = Blueprint("front", __name__)

    @roads.get("/")
    def front() -> str:
        return render_template("public/front.html", has_phones=_PHONES in current_app.view_functions)

    return roads
