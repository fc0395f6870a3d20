"""One phone, several people: one question at a time, with a name; no symptom belongs to nobody."""


def two_patients_on_one_phone(clinic):
    ana = clinic.patient("Ana")
    leo = clinic.patient("Leo", phone=ana.phone)
    return ana, leo


def test_questions_carry_a_name_and_wait_their_turn(clinic):
    ana, leo = two_patients_on_one_phone(clinic)
    phone = ana.phone
    clinic.clock.goes_to("09:00")

    first = phone.receives(") Riverside check-in 1 of 4")
    phone.receives_nothing()
    name, other = ("Ana", "Leo") if first.body.startswith("(Ana)") else ("Leo", "Ana")
    first.then_replies("1")
    phone.receives(f"({name}) 2 of 4").then_replies("1")
    phone.receives(f"({name}) 3 of 4").then_replies("98.6")
    phone.receives(f"({name}) Read: 98.6 F").then_replies("1")
    phone.receives(f"({name}) Thank you. Nothing you sent")

    phone.receives(f"({other}) Riverside check-in 1 of 4").then_replies("2")
    phone.receives(f"({other}) Call your care team now")
    clinic.on_call.is_paged_about(leo if other == "Leo" else ana)
    clinic.nobody_is_alerted_about(ana if other == "Leo" else leo)


def test_a_symptom_without_a_name_is_about_everybody_on_the_phone(clinic):
    ana, leo = two_patients_on_one_phone(clinic)

    ana.phone.texts("cant breathe")

    ana.phone.receives("Call your care team now")
    while ana.phone.unread:
        ana.phone.receives("Call your care team now")
    clinic.on_call.nurse.phone.receives("Alert #1 urgent")
    clinic.on_call.nurse.phone.receives("Alert #2 urgent")
    clinic.alert_of(ana)
    clinic.alert_of(leo)


def test_a_name_says_whom_it_is_about(clinic):
    ana, leo = two_patients_on_one_phone(clinic)

    ana.phone.texts("Leo is confused")

    ana.phone.receives("(Leo) Call your care team now")
    clinic.on_call.is_paged_about(leo)
    clinic.nobody_is_alerted_about(ana)


def test_an_answer_that_could_be_anybodys_is_asked_about(clinic):
    ana, leo = two_patients_on_one_phone(clinic)

    ana.phone.texts("temp 98.6")

    asked = ana.phone.receives("Who is this about")
    assert "Ana" in asked.body
    assert "Leo" in asked.body
    clinic.nobody_is_alerted_about(ana)
    clinic.nobody_is_alerted_about(leo)


def test_a_patient_and_their_caregiver_share_a_phone(clinic):
    ana = clinic.patient("Ana")
    ben = clinic.caregiver("Ben", of=ana, phone=ana.phone)
    clinic.clock.goes_to("09:00")

    ben.phone.receives("check-in 1 of 4").then_replies("she is confused")

    ben.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_one_caregiver_of_two_patients(clinic):
    ana = clinic.patient("Ana")
    leo = clinic.patient("Leo")
    ben = clinic.caregiver("Ben", of=ana)
    add_ben_to_leo(clinic, ben, leo)

    ben.phone.texts("Ana passed out")

    ben.phone.receives("(Ana) Call your care team now")
    clinic.on_call.is_paged_about(ana)
    clinic.nobody_is_alerted_about(leo)


def add_ben_to_leo(clinic, ben, leo):
    clinic.caregiver("Ben", of=leo, phone=ben.phone)


def test_call_now_stays_the_last_thing_on_the_phone_and_the_other_is_asked_later(clinic):
    ana, leo = two_patients_on_one_phone(clinic)
    phone = ana.phone
    clinic.clock.goes_to("09:00")
    first = phone.receives(") Riverside check-in 1 of 4")
    asked, waits = (ana, leo) if first.body.startswith("(Ana)") else (leo, ana)

    first.then_replies(f"{asked.name} is confused")
    phone.receives(f"({asked.name}) Call your care team now")
    clinic.on_call.is_paged_about(asked)
    clinic.clock.moves_on(minutes=9)
    phone.receives_nothing()
    clinic.clock.moves_on(minutes=2)
    phone.receives(f"({waits.name}) Riverside check-in 1 of 4")

    # Its own clocks run from there: a question that had to wait is reminded of and its silence is noticed.
    clinic.clock.moves_on(minutes=31)
    phone.receives(f"({waits.name}) Riverside: your check-in is still open")
    clinic.clock.moves_on(minutes=91)
    assert clinic.alert_of(waits).alert.kind == "silence"
    clinic.skip_to_here()


def test_whoever_must_call_is_asked_nothing_until_somebody_has_closed_the_alert(clinic):
    ana, leo = two_patients_on_one_phone(clinic)
    phone = ana.phone
    clinic.clock.goes_to("09:00")
    first = phone.receives(") Riverside check-in 1 of 4")
    waits = leo if first.body.startswith("(Ana)") else ana

    first.then_replies("cant breathe")
    while phone.unread:
        phone.receives("Call your care team now")
    clinic.clock.moves_on(minutes=25)
    phone.receives_nothing()

    clinic.closes(waits, by=clinic.on_call.nurse)
    clinic.clock.moves_on(minutes=10)
    phone.receives(f"({waits.name}) Riverside check-in 1 of 4")
    clinic.skip_to_here()


def test_who_was_never_asked_because_the_other_said_nothing_comes_before_the_team(clinic):
    ana, leo = two_patients_on_one_phone(clinic)
    clinic.clock.goes_to("09:00")
    ana.phone.receives("check-in 1 of 4")
    clinic.clock.goes_to("20:30")
    clinic.skip_to_here()

    reasons = [clinic.alert_of(each).alert.reasons for each in (ana, leo)]
    assert sorted(map(sorted, reasons)) == [["cannot_tell"], ["silent"]]
