"""A provider posts a webhook again when it is unsure. The second time changes nothing."""


def test_the_same_webhook_twice_changes_nothing(clinic):
    ana = clinic.patient("Ana")

    ana.phone.texts("my temp is 101.3", copies=2)

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
    clinic.nothing_else_was_sent()


def test_an_answer_twice_does_not_answer_the_next_question(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("confusion")
    ana.phone.texts("1", copies=3)

    ana.phone.receives("shortness of breath")
    clinic.nothing_else_was_sent()


def test_a_wrong_signature_is_refused_and_stores_nothing(clinic):
    ana = clinic.patient("Ana")
    clinic.provider.auth_token = "somebody else's"

    statuses = clinic.provider.text_from(ana.phone.number, "cant breathe")
    clinic.stage.settle()

    assert statuses == (403,)
    clinic.nobody_is_alerted_about(ana)
    clinic.nothing_else_was_sent()
