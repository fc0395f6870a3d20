"""Texts read per second on one core, against one compiled `re` alternation; and time against length.

The alternation holds the same English phrases, written out as a regular expression: it says only that some
phrase is there. The reader finds all of them, in both languages, with scopes, temperatures and a trace.
"""

import random
import re
import time
import tomllib
from collections.abc import Callable, Sequence
from typing import Any

from bench.figures import line, median
from symptomcheck.core.reading.phrases import GAPS, parts
from symptomcheck.core.rulebook import RuleBook, load
from symptomcheck.paths import data_folder
from symptomcheck.rule_files import rule_files

ROUNDS = 5
SECONDS = 0.4
FLOOR_TEXTS = 40  # it is slow: a part of the texts is enough
LENGTHS = (100, 1_000, 10_000)
GOAL = 20_000

# Ordinary texts of the length that people send; one in eight of the mixture names a symptom.
ORDINARY = (
    "Sorry I'm late, the bus never came. Save me a seat near the door and I'll be there by half past ok?",
    "can u pick up milk and bread on ur way home, and something for the kids lunch tomorrow. thanks x",
    "Good morning! Yes the parcel came yesterday, I left it with the neighbours because nobody was in.",
    "haha that was brilliant, tell your sister I said hi and we should all go again next month :)",
    "The plumber says he can come Tuesday between 2 and 4, does that work or should I ask for Thursday",
    "ok see you at the station at 6.15, platform 3, I'll be wearing the red coat you hate so much lol",
    "Just landed, waiting for my bag. Will ring when I'm in the taxi, don't wait up if you are tired.",
    "what time is dinner on sunday? do you want me to bring dessert or is your mum making that cake again",
    "No worries at all. I've moved the meeting to Friday morning, same room, and told the others.",
    "did you see the match last night? I can't believe they threw it away in the last five minutes",
    "Thank you for the lovely flowers!! They are on the kitchen table and the whole room smells of spring",
    "My phone was off all day, only saw your message now. Is it too late to say yes to the cinema?",
    "reminder to self: dentist wednesday 10am, car needs its test before the 14th, ring the bank about card",
    "We took the dogs to the beach and they ran about till they could hardly stand, sleeping now",
    "Happy birthday mate, hope you have a great one. Drinks on me when you're back in town next week",
    "I'm at the shop, they have the blue one but not in your size. Shall I order it or get the green?",
)


def run(*, as_json: bool) -> int:
    """Ours and the floor, interleaved; then how time grows with length."""
    book = load(rule_files())
    texts = _texts()
    floor = _alternation()
    ours = _reader(book)
    ours(texts)  # the reader remembers the words it has seen, as a process that has run for a minute does
    speeds = _interleaved({"ours": (ours, texts), "floor": (floor, texts[:FLOOR_TEXTS])})
    length = sum(map(len, texts)) / len(texts)
    line("read re alternation", as_json, per_second=speeds["floor"])
    line(
        "read symptomcheck",
        as_json,
        per_second=speeds["ours"],
        ours_to_it=speeds["ours"] / speeds["floor"],
        goal=GOAL,
        characters=length,
    )
    for name, sample in (
        ("bare answers", ["1", "98.6", "no", "2"] * 50),
        ("symptoms in Spanish", _examples("es")),
    ):
        (speed,) = _interleaved({name: (ours, sample)}).values()
        line(f"read {name}", as_json, per_second=speed)
    _by_length(as_json, ours, texts)
    return 0


def _texts() -> list[str]:
    """Ordinary texts in ever new order, one in eight with a symptom among the words."""
    chance = random.Random(1)
    symptoms = _examples("en")
    texts = []
    for number in range(800):
        text = chance.choice(ORDINARY)
        texts.append(f"{text[:60]} {chance.choice(symptoms)}" if number % 8 == 0 else text)
    return texts


def _examples(language: str) -> list[str]:
    """The texts that the words file itself promises to read as a symptom."""
    return [text for entry in _words(language)["symptom"] for text in entry["match"]]


def _words(language: str) -> dict[str, Any]:
    file = data_folder("rules") / f"words.{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _reader(book: RuleBook) -> Callable[[Sequence[str]], None]:
    read = book.read

    def ours(texts: Sequence[str]) -> None:
        for text in texts:
            read(text, language="en", asked=None)

    return ours


def _alternation() -> Callable[[Sequence[str]], None]:
    """One regular expression of every English symptom phrase, searched for in every text."""
    words = _words("en")
    sets = {name: members.split() for name, members in words["sets"].items()}
    phrases = [_as_regex(phrase, sets) for entry in words["symptom"] for phrase in entry["phrases"]]
    search = re.compile(rf"\b(?:{'|'.join(phrases)})\b").search

    def floor(texts: Sequence[str]) -> None:
        for text in texts:
            search(text.lower())

    return floor


def _as_regex(phrase: str, sets: dict[str, list[str]]) -> str:
    pieces = []
    for optional, ways in parts(phrase):
        if ways[0][0] in GAPS:
            most, _ = GAPS[ways[0][0]]
            pieces.append(rf"(?:[\w']+\W+){{0,{most}}}?")
            continue
        choice = "|".join(r"\W+".join(_word(word, sets) for word in way) for way in ways)
        pieces.append(rf"(?:(?:{choice})\W*){'?' if optional else ''}")
    return "".join(pieces)


def _word(word: str, sets: dict[str, list[str]]) -> str:
    if not word.startswith("<"):
        return re.escape(word)
    return f"(?:{'|'.join(map(re.escape, sets[word.strip('<>')]))})"


def _interleaved(
    cases: dict[str, tuple[Callable[[Sequence[str]], None], Sequence[str]]],
) -> dict[str, float]:
    """A B A B, in processor time: a busy neighbour is nobody's fault."""
    found: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(ROUNDS):
        for name, (read_all, texts) in cases.items():
            done, start = 0, time.process_time()
            while (spent := time.process_time() - start) < SECONDS:
                read_all(texts)
                done += len(texts)
            found[name].append(done / spent)
    return {name: median(speeds) for name, speeds in found.items()}


def _by_length(as_json: bool, ours: Callable[[Sequence[str]], None], texts: Sequence[str]) -> None:
    """Ordinary talk, and the worst that is known: one word that begins hundreds of phrases, over and over."""
    talk = " ".join(texts)
    for name, source in (("talk", talk), ("worst", "chest can't breathe not wake pain like if no, " * 300)):
        per_character = 0.0
        for length in LENGTHS:
            sample = [source[:length]]
            (speed,) = _interleaved({name: (ours, sample)}).values()
            growth = 1e6 / speed / length / per_character if per_character else 1.0
            per_character = per_character or 1e6 / speed / length
            line(f"read {name} of {length:,}", as_json, us=1e6 / speed, per_character_to_the_shortest=growth)
