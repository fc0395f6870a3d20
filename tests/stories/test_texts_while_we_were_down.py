"""A provider does not try a webhook for long. What came while nobody listened is fetched after the start."""


def test_a_text_whose_webhook_was_lost_is_caught_up(clinic):
    ana = clinic.patient("Ana")
    clinic.stage.catch_up()

    ana.phone.texts("cant breathe", lost=True)
    ana.phone.receives_nothing()
    clinic.clock.moves_on(minutes=5)
    caught = clinic.stage.catch_up()

    assert caught.new == 1
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_catching_up_twice_changes_nothing(clinic):
    ana = clinic.patient("Ana")
    clinic.stage.catch_up()
    ana.phone.texts("cant breathe")
    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)

    clinic.stage.catch_up()
    clinic.stage.catch_up()

    clinic.nothing_else_was_sent()


def test_answers_in_the_wrong_order_are_all_kept(clinic):
    ana = clinic.patient("Ana", infused_days_ago=40)

    ana.phone.texts("temp 98.6", held=True)
    ana.phone.texts("cant breathe", held=True)
    clinic.provider.release_held(newest_first=True)
    clinic.stage.settle()

    ana.phone.receives("Call your care team now")
    ana.phone.receives("still open")
    clinic.on_call.is_paged_about(ana)


def test_a_provider_that_is_down_delays_no_page_longer_than_it_is(clinic):
    ana = clinic.patient("Ana", infused_days_ago=40)
    clinic.provider.goes_down()
    ana.phone.texts("cant breathe")
    clinic.clock.moves_on(minutes=10)
    ana.phone.receives_nothing()

    clinic.provider.goes_down(None)
    clinic.clock.moves_on(minutes=2)

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
