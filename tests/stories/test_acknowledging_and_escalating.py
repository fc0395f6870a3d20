"""A page climbs a ladder until a named person says "mine", and comes back when nothing follows."""


def reports_trouble(patient):
    patient.phone.texts("cant breathe")
    patient.phone.receives("Call your care team now")


def test_ack_by_text_names_her_and_stops_escalation(clinic):
    rosa = clinic.nurse("Rosa")
    tom = clinic.nurse("Tom", on_call="backup")
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("10:00")
    clinic.skip_to_here()

    reports_trouble(ana)
    rosa.phone.receives("Alert #1 urgent").then_replies("ACK 1")

    rosa.phone.receives("Alert #1: Rosa Lee has it now")
    clinic.is_in_the_hands_of(ana, rosa)
    clinic.clock.moves_on(minutes=59)
    tom.phone.receives_nothing()
    clinic.nothing_else_was_sent()


def test_nobody_acknowledges_and_the_ladder_is_climbed(clinic):
    rosa = clinic.nurse("Rosa")
    tom = clinic.nurse("Tom", on_call="backup")
    lee = clinic.nurse("Lee", on_call="lead")
    ana = clinic.patient("Ana", infused_days_ago=40)
    reports_trouble(ana)

    rosa.phone.receives("Alert #1 urgent. Open the dashboard or reply ACK 1.")
    clinic.clock.moves_on(minutes=15)
    rosa.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=15)
    tom.phone.receives("Alert #1 urgent")
    rosa.phone.receives_nothing()
    clinic.clock.moves_on(minutes=15)
    lee.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=15)
    for nurse in (rosa, tom, lee):
        nurse.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=15)
    for nurse in (tom, lee):
        nurse.phone.receives("Alert #1 urgent")
    rosa.phone.receives("Alert #1 urgent").then_replies("ack")

    rosa.phone.receives("Rosa Lee has it now")
    clinic.clock.moves_on(minutes=40)
    ana.phone.receives("check-in 1 of 4")  # it is Monday, 10:00; nobody reminds her while the alert is open
    clinic.nothing_else_was_sent()


def test_an_acknowledgement_runs_out_after_an_hour(clinic):
    rosa = clinic.nurse("Rosa")
    tom = clinic.nurse("Tom", on_call="backup")
    ana = clinic.patient("Ana", infused_days_ago=40)
    reports_trouble(ana)
    rosa.phone.receives("Alert #1").then_replies("ACK 1")
    rosa.phone.receives("Rosa Lee has it now")

    clinic.clock.moves_on(minutes=61)

    rosa.phone.receives("Alert #1 urgent")
    clinic.clock.moves_on(minutes=15)
    tom.phone.receives("Alert #1 urgent")


def test_a_second_nurse_hears_who_has_it(clinic):
    rosa = clinic.nurse("Rosa")
    tom = clinic.nurse("Tom")
    ana = clinic.patient("Ana", infused_days_ago=40)
    reports_trouble(ana)

    rosa.phone.receives("Alert #1").then_replies("ack 1")
    rosa.phone.receives("Rosa Lee has it now")
    tom.phone.receives("Alert #1").then_replies("1a")

    tom.phone.receives("Alert #1: Rosa Lee has it already.")
    clinic.is_in_the_hands_of(ana, rosa)


def test_a_bare_ack_asks_which_when_two_are_open(clinic):
    rosa = clinic.nurse("Rosa")
    ana = clinic.patient("Ana", infused_days_ago=40)
    eva = clinic.patient("Eva", infused_days_ago=40)
    reports_trouble(ana)
    reports_trouble(eva)

    rosa.phone.receives("Alert #1")
    rosa.phone.receives("Alert #2").then_replies("ACK")
    rosa.phone.receives("More than one alert is open: 1, 2").then_replies("ACK 2")

    rosa.phone.receives("Alert #2: Rosa Lee has it now")
    clinic.is_in_the_hands_of(eva, rosa)


def test_a_number_that_is_no_nurses_acknowledges_nothing(clinic):
    rosa = clinic.nurse("Rosa")
    ana = clinic.patient("Ana", infused_days_ago=40)
    reports_trouble(ana)
    rosa.phone.receives("Alert #1")
    stranger = clinic.stranger()

    stranger.texts("ACK 1")

    stranger.receives("This number is not on our list")
    clinic.clock.moves_on(minutes=15)
    rosa.phone.receives("Alert #1")


def test_later_reports_join_the_open_alert(clinic):
    rosa = clinic.nurse("Rosa")
    ana = clinic.patient("Ana", infused_days_ago=40)
    reports_trouble(ana)
    rosa.phone.receives("Alert #1").then_replies("ACK 1")
    rosa.phone.receives("has it now")

    clinic.clock.moves_on(minutes=5)
    ana.phone.texts("temp 102")

    ana.phone.receives_nothing()  # she was told five minutes ago, in the same words
    rosa.phone.receives("Alert #1 urgent")
    clinic.closes(ana, by=rosa)
    clinic.nobody_is_alerted_about(ana)
