"""What people really send: everything at once, halves of a sentence, emoji, and more after the call line."""

import pytest


@pytest.mark.parametrize("answer", ["1 1 98.6 1", "no no 98.2 usual"])
def test_every_answer_in_one_text(clinic, answer):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("check-in 1 of 4").then_replies(answer)

    ana.phone.receives("Nothing you sent is on your call-now list")


@pytest.mark.parametrize(
    ("first", "then", "language"),
    [("my temp is", "101.3", "en"), ("mi temperatura es", "38,6", "es")],
)
def test_a_sentence_in_two_texts(clinic, first, then, language):
    ana = clinic.patient("Ana", language=language)

    ana.phone.texts(first)
    ana.phone.receives("555-010-0199")
    clinic.clock.moves_on(seconds=8)
    ana.phone.texts(then)

    ana.phone.receives("Call your care team now" if language == "en" else "Llame ahora")
    clinic.on_call.is_paged_about(ana)


def test_a_late_two_counts_even_after_a_remark(clinic):
    ana = clinic.patient("Ana", infused_days_ago=40)
    clinic.clock.goes_to("13:05")
    clinic.skip_to_here()

    ana.phone.texts("sorry I was asleep on the sofa")
    clinic.skip_to_here()
    clinic.clock.moves_on(minutes=1)
    ana.phone.texts("2")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_who_goes_on_answering_after_the_call_line_is_told_once_more(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("check-in 1 of 4").then_replies("2")
    ana.phone.receives("Call your care team now").then_replies("1")

    ana.phone.receives("Your last report is still open. If no one has called you, call 555-010-0199 now.")
    clinic.on_call.is_paged_about(ana)


def test_too_tired_for_daily_tasks_is_work_for_today(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")
    ana.phone.receives("check-in 1 of 4").then_replies("1")
    ana.phone.receives("2 of 4").then_replies("1")
    ana.phone.receives("3 of 4").then_replies("98.6")
    ana.phone.receives("4 of 4").then_replies("3")
    ana.phone.receives("Call your care team today: 555-010-0199, day or night.")

    clinic.clock.goes_to("16:59")
    clinic.on_call.is_not_paged()
    clinic.clock.goes_to("17:00")
    clinic.on_call.is_paged_about(ana)


def test_hard_to_stay_awake_is_urgent(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("check-in 1 of 4").then_replies("1 1 98.6 4")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


@pytest.mark.parametrize("words", ["had a fever last week, gone now", "what if i get a fever"])
def test_what_is_over_or_only_asked_about_is_shown_to_the_team_and_pages_nobody_at_once(clinic, words):
    ana = clinic.patient("Ana", infused_days_ago=3)

    ana.phone.texts(words)

    ana.phone.receives("Your care team can see your words. If it is going on now, call 555-010-0199 now.")
    assert clinic.alert_of(ana).alert.reasons == {"mention"}
    clinic.clock.moves_on(minutes=29)
    clinic.on_call.is_not_paged()


@pytest.mark.parametrize("words", ["he had a seizure", "my gums bleed", "i want to die"])
def test_health_words_without_a_rule_get_the_call_line_and_a_person_reads_them(clinic, words):
    ana = clinic.patient("Ana", infused_days_ago=3)

    ana.phone.texts(words)

    ana.phone.receives("We passed your words on. Do not wait to hear back: call your care team about this")
    assert clinic.alert_of(ana).alert.reasons == {"health_words"}


def test_an_emoji_with_a_meaning_counts(clinic):
    ana = clinic.patient("Ana")

    ana.phone.texts("🌡 101")

    ana.phone.receives("Call your care team now")
    clinic.on_call.is_paged_about(ana)


def test_a_reaction_to_our_text_is_no_answer(clinic):
    ana = clinic.patient("Ana")
    clinic.clock.goes_to("09:00")

    ana.phone.receives("check-in 1 of 4").then_replies("Liked “Riverside check-in 1 of 4. Any new confusion”")

    clinic.nobody_is_alerted_about(ana)
    clinic.nothing_else_was_sent()
