"""Those who look after a patient: asked in their own words, and their yes counts as much."""


def test_a_caregivers_yes_flags(clinic):
    ana = clinic.patient("Ana")
    ben = clinic.caregiver("Ben", of=ana)
    clinic.clock.goes_to("09:00")
    finishes_a_quiet_check_in(ana)
    clinic.clock.goes_to("14:00")
    ben.phone.receives("1 of 1. What is their temperature now?").then_replies("98.4")
    ben.phone.receives("Nothing you sent")
    clinic.clock.goes_to("18:00")
    finishes_a_quiet_check_in(ana)

    clinic.clock.goes_to("20:00")
    ben.phone.receives("confused, unusually sleepy or hard to wake, or not talking like usual?").then_replies(
        "2"
    )

    ben.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
    clinic.nothing_else_was_sent()


def test_a_caregivers_yes_flags_in_spanish(clinic):
    ana = clinic.patient("Ana", language="es")
    ben = clinic.caregiver("Ben", of=ana, language="es")

    ben.phone.texts("está muy confundida")

    ben.phone.receives("Llame ahora a su equipo médico")
    clinic.on_call.is_paged_about(ana)


def test_a_caregiver_speaks_of_the_patient_at_any_time(clinic):
    ana = clinic.patient("Ana")
    ben = clinic.caregiver("Ben", of=ana)

    ben.phone.texts("she wont wake up")

    ben.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)
    clinic.nothing_else_was_sent()


def test_two_caregivers_are_each_asked_and_each_count(clinic):
    ana = clinic.patient("Ana")
    ben = clinic.caregiver("Ben", of=ana)
    eva = clinic.caregiver("Eva", of=ana, language="es")
    clinic.clock.goes_to("09:00")
    finishes_a_quiet_check_in(ana)

    clinic.clock.goes_to("14:00")
    ben.phone.receives("What is their temperature now?").then_replies("98.6")
    ben.phone.receives("Nothing you sent")
    eva.phone.receives("¿Qué temperatura tiene ahora?").then_replies("38.4")

    eva.phone.receives("Llame ahora")
    clinic.on_call.is_paged_about(ana)
    clinic.nothing_else_was_sent()


def test_a_quiet_answer_does_not_take_back_what_somebody_else_reported(clinic):
    ana = clinic.patient("Ana")
    ben = clinic.caregiver("Ben", of=ana)
    ben.phone.texts("she is confused")
    ben.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana).then_replies("ACK 1")
    clinic.on_call.nurse.phone.receives("Nora Lee has it now")

    clinic.clock.goes_to("09:00")
    ana.phone.receives("Any new confusion").then_replies("1")
    ana.phone.receives("shortness of breath").then_replies("1")
    ana.phone.receives("temperature").then_replies("98.6")
    ana.phone.receives("How tired").then_replies("1")

    ana.phone.receives("Your last report is still open. If no one has called you, call 555-010-0199 now.")


def finishes_a_quiet_check_in(patient):
    patient.phone.receives("Any new confusion").then_replies("1")
    patient.phone.receives("shortness of breath").then_replies("1")
    patient.phone.receives("What is your temperature").then_replies("98.6")
    patient.phone.receives("How tired").then_replies("1")
    patient.phone.receives("Nothing you sent is on your call-now list")
