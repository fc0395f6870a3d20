"""What no text may say, and what it may."""

import pytest

from symptomcheck.core.lint import discloses, faults, reading_grade


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This may be CRS", "en"),
        ("signs of ICANS", "en"),
        ("Cytokine storm", "en"),
        ("neurotoxicity", "en"),
        ("It could be sepsis.", "en"),
        ("a septic patient", "en"),
        ("You may have an infection", "en"),
        ("Your diagnosis is ready", "en"),
        ("We diagnosed it", "en"),
        ("You have a fever", "en"),
        ("You might have a problem", "en"),
        ("This is normal", "en"),
        ("an abnormal reading", "en"),
        ("You are safe", "en"),
        ("You're fine", "en"),
        ("you are ok", "en"),
        ("All is well", "en"),
        ("No need to call", "en"),
        ("Your score is 3", "en"),
        ("high risk", "en"),
        ("the probability of it", "en"),
        ("grade 2", "en"),
        ("graded by severity", "en"),
        ("Puede ser SLC", "es"),
        ("una infección", "es"),
        ("Su diagnóstico", "es"),
        ("usted tiene fiebre", "es"),
        ("Es normal", "es"),
        ("Usted está bien", "es"),
        ("está a salvo", "es"),
        ("no se preocupe", "es"),
        ("alto riesgo", "es"),
        ("su puntaje", "es"),
        ("grado 3", "es"),
        ("Puede ser CRS", "es"),
        ("This is normal", "es"),
        ("This is normal", "fr"),
        ("Thank you. You are doing fine.", "en"),
        ("Good news! Call us later.", "en"),
        ("No need to worry today.", "en"),
        ("Don’t worry.", "en"),
        ("Do not be worried.", "en"),
        ("No C.R.S. today.", "en"),
        ("it is I C A N S", "en"),
        ("All clear.", "en"),
        ("Nothing serious", "en"),
        ("You are doing very well", "en"),
        ("You are okay now", "en"),
        ("You don't have to call", "en"),
        ("Chest pain means a heart attack in most people.", "en"),
        ("pneumonia", "en"),
        ("Seizure disorder", "en"),
        ("Va muy bien", "es"),
        ("No hay por qué preocuparse", "es"),
        ("No hay nada de que preocuparse", "es"),
        ("Buenas noticias", "es"),
        ("Nada grave", "es"),
        ("Quede tranquilo", "es"),
        ("No es necesario llamar", "es"),
        ("Puede ser S.L.C.", "es"),
        ("un infarto", "es"),
        ("ataque al corazón", "es"),
        ("neumonía", "es"),
    ],
)
def test_a_finding_a_grade_or_comfort_is_refused(text: str, language: str) -> None:
    assert faults(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Call your care team now. This is not a diagnosis.", "en"),
        ("Thank you. Nothing you sent is on your call-now list.", "en"),
        ("Any fever, or feeling feverish?", "en"),
        ("Do you have a fever?", "en"),
        ("Well, call us.", "en"),
        ("If you feel unwell, call us. Do not wait to hear back.", "en"),
        ("Are you well enough to answer? We will not text this number again.", "en"),
        ("Esto no es un diagnóstico.", "es"),
        ("Si no está bien, llame ya.", "es"),
        ("¿Está confuso? No estoy seguro.", "es"),
        ("¿Tiene fiebre?", "es"),
        ("", "es"),
    ],
)
def test_plain_questions_and_call_lines_pass(text: str, language: str) -> None:
    assert faults(text, language) == ()


def test_the_exception_is_the_whole_sentence_only() -> None:
    assert faults("This is not a diagnosis. Your diagnosis comes later.", "en")
    assert faults("No es un diagnóstico. Su diagnóstico llega luego.", "es")


def test_a_fault_says_which_words_and_why() -> None:
    assert faults("You are fine, it is normal.", "en") == (
        "“normal” calls something normal",
        "“you are fine” reassures",
    )


@pytest.mark.parametrize("text", ["After your CAR T", "your leukemia", "Tylenol", "su quimio", "KYMRIAH"])
def test_a_text_message_must_not_tell_a_bystander(text: str) -> None:
    assert discloses(text)


def test_a_plain_text_message_tells_nothing() -> None:
    assert discloses("Riverside check-in 1 of 4. How tired are you?") is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Call now.", -5, 1),
        ("", -16, -15),
        ("How tired are you? Reply 1 = usual, 2 = more tired.", -3, 3),
        ("Please immediately communicate any deterioration to your physician.", 12, 30),
        ("We moved on. It rained. He needed little.", -3, 4),
    ],
)
def test_reading_grades_are_in_the_right_region(text: str, low: float, high: float) -> None:
    assert low < reading_grade(text) < high
