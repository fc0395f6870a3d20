"""A check-in in which nothing is the matter."""


def test_four_quiet_answers_end_with_nothing_on_the_list(clinic):
    ana = clinic.patient("Ana", infused_days_ago=3)
    clinic.clock.goes_to("09:00")

    ana.phone.receives("Any new confusion").then_replies("1")
    ana.phone.receives("Any shortness of breath").then_replies("1")
    ana.phone.receives("What is your temperature now").then_replies("98.6")
    ana.phone.receives("Read: 98.6 F (37.0 C). 4 of 4").then_replies("1")
    ana.phone.receives("Nothing you sent is on your call-now list")

    clinic.nobody_is_alerted_about(ana)


def test_the_same_in_spanish(clinic):
    ana = clinic.patient("Ana", infused_days_ago=3, language="es")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("¿Confusión nueva").then_replies("1")
    ana.phone.receives("¿Falta de aire").then_replies("no")
    ana.phone.receives("¿Qué temperatura tiene").then_replies("36,9")
    ana.phone.receives("¿Cansancio?").then_replies("1")
    ana.phone.receives("Nada de lo que envió está en su lista")

    clinic.nobody_is_alerted_about(ana)
