"""A number on no list: kept, judged, answered once a day with the call line only."""


def test_is_answered_once_a_day_with_the_call_line(clinic):
    clinic.patient("Ana", infused_days_ago=40)
    stranger = clinic.stranger()

    stranger.texts("hello who is this")
    stranger.receives("This number is not on our list. If you feel unwell call 555-010-0199 now.")
    stranger.texts("hello?")
    clinic.clock.moves_on(hours=1)
    stranger.texts("anybody there")
    stranger.receives_nothing()

    clinic.clock.goes_to("08:59", day=2)
    stranger.texts("hello again")
    stranger.receives("This number is not on our list")
    clinic.skip_to_here()


def test_with_a_symptom_pages_the_team_without_naming_anything(clinic):
    clinic.patient("Ana")
    stranger = clinic.stranger()

    stranger.texts("cant breathe")

    stranger.receives("not on our list")
    page = clinic.on_call.is_paged_about(stranger)
    assert page.body == (
        "Alert #1 urgent: a text from a phone not on the list. Open the dashboard or reply ACK 1."
    )
    clinic.nothing_else_was_sent()
