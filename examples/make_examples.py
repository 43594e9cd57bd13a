"""Makes the lists of cases and the answers of the inspections beside this script: ``python make_examples.py``.

Nothing in them is real. Every reference, row and answer follows from the seed below by HMAC-SHA-256, so the script
writes the same bytes on any machine; a test runs it and compares. What it aims at is written in the tables
``POPULATIONS`` and ``ANSWERS``: how many of the drawn cases have yes, no and not applicable for each key question.
Which cases have which answer is left to lots, with one leaning: a case that does well on one question tends to do
well on the next, as real cases do.

Which cases are drawn nobody knows before the lists are closed, for the seed comes of that (``docs/samples.md``). So the
answers go by the order of drawing: the first line says what is found in whichever case is drawn first.
"""

import csv
import hashlib
import hmac
import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent

SEED = b"Assay examples, 2018"

READ_ON_DAYS = 10
"""Case reads are spread over so many working days, from the first day of fieldwork; the last are after its end."""

Row = list[str]
Counts = tuple[int, int, int]


def lot(*words: object) -> int:
    """A number that follows from the seed and some words alone, as good as drawn."""
    return int.from_bytes(hmac.digest(SEED, "\x1f".join(map(str, words)).encode(), hashlib.sha256))


def pick(options: str, *words: object) -> str:
    """One of some options, written with bars between them; an option that stands there twice comes twice as often."""
    choices = options.split("|")
    return choices[lot(*words) % len(choices)]


def between(least: int, most: int, *words: object) -> str:
    """A whole number from a span."""
    return str(least + lot(*words) % (most - least + 1))


# The lists. Per population: how many cases, and the columns after `reference` with what may stand in them.
POPULATIONS: Mapping[str, tuple[int, Mapping[str, str | tuple[int, int]]]] = {
    "supervised-cases": (
        331,
        {
            "gender": "male|male|male|male|male|female",
            "disposal": "community order|community order|suspended sentence order|licence|post-sentence supervision",
            "risk_level": "low|medium|medium|medium|high",
            "weeks": (12, 60),
            "office": "office 1|office 2|office 3|office 4|office 5|office 6",
        },
    ),
    "court-reports": (
        146,
        {
            "court": "magistrates' court 1|magistrates' court 2|magistrates' court 3|Crown Court",
            "report_type": "oral|oral|short|short|standard",
            "weeks_since_sentence": (2, 13),
        },
    ),
    "victims": (
        88,
        {
            "office": "office 1|office 1|office 2|office 3",
            "contact": "before release|before release|release considered|after release",
            "weeks_since_sentence": (10, 190),
        },
    ),
    "unpaid-work": (
        152,
        {
            "hours": (40, 240),
            "placement": "group|group|group|individual",
            "office": "office 1|office 2|office 3|office 4",
        },
    ),
    "through-the-gate": (
        94,
        {
            "prison": "local prison 1|local prison 2|training prison 1|open prison",
            "weeks_since_release": (1, 9),
        },
    ),
}

# The answers: yes, no, not applicable, over the drawn cases.
ANSWERS: Mapping[str, Mapping[str, Counts]] = {
    "nps-division": {
        "2.1.1": (92, 18, 0),
        "2.1.2": (86, 24, 0),
        "2.1.3": (81, 28, 1),
        "2.2.1": (90, 20, 0),
        "2.2.2": (84, 26, 0),
        "2.2.3": (75, 34, 1),
        "2.3.1": (88, 21, 1),
        "2.3.2": (79, 30, 1),
        "2.3.3": (77, 31, 2),
        "2.4.1": (71, 27, 12),
        "2.4.2": (62, 35, 13),
        "2.4.3": (60, 36, 14),
        "3.1.1": (31, 9, 0),
        "3.1.2": (28, 10, 2),
        "3.2.1": (26, 3, 1),
        "3.2.2": (25, 4, 1),
        "3.2.3": (17, 4, 9),
        "3.2.4": (27, 3, 0),
    },
    "nps-division-again": {
        "2.1.1": (25, 5, 0),
        "2.1.2": (24, 6, 0),
        "2.1.3": (24, 6, 0),
        "2.2.1": (26, 4, 0),
        "2.2.2": (25, 5, 0),
        "2.2.3": (26, 4, 0),
        "2.3.1": (26, 4, 0),
        "2.3.2": (24, 6, 0),
        "2.3.3": (25, 5, 0),
        "2.4.1": (24, 4, 2),
        "2.4.2": (22, 6, 2),
        "2.4.3": (25, 3, 2),
    },
    "crc": {
        "2.1.1": (74, 35, 1),
        "2.1.2": (71, 39, 0),
        "2.1.3": (58, 50, 2),
        "2.2.1": (73, 37, 0),
        "2.2.2": (70, 40, 0),
        "2.2.3": (57, 51, 2),
        "2.3.1": (76, 33, 1),
        "2.3.2": (63, 46, 1),
        "2.3.3": (55, 52, 3),
        "2.4.1": (62, 36, 12),
        "2.4.2": (54, 43, 13),
        "2.4.3": (46, 50, 14),
        "4.1.1": (35, 5, 0),
        "4.1.2": (34, 6, 0),
        "4.1.3": (36, 3, 1),
        "4.1.4": (33, 7, 0),
        "4.2.1": (26, 4, 0),
        "4.2.2": (25, 4, 1),
        "4.2.3": (22, 5, 3),
    },
}

QUESTIONS_OF: Mapping[str, str] = {
    "supervised-cases": "2.",
    "court-reports": "3.1.",
    "victims": "3.2.",
    "unpaid-work": "4.1.",
    "through-the-gate": "4.2.",
}

# What those whom a case is about told of themselves, where they were asked: an empty place is nobody's answer. They are
# asked seven of the nine; of gender reassignment, and of pregnancy and maternity, nobody in the example was asked.
CHARACTERISTICS: Mapping[str, str] = {
    "age": "18-20|21-24|21-24|25-29|25-29|25-29|30-39|30-39|30-39|40-49|40-49|50-59|prefer-not-to-say|",
    "disability": "disabled|not-disabled|not-disabled|prefer-not-to-say|",
    "race": "asian|black|mixed|white|white|white|white|white|white|prefer-not-to-say|",
    "sex": "male|male|male|male|male|male|male|male|female|female|prefer-not-to-say|",
    "religion-or-belief": "|".join(
        (
            *["none"] * 20,
            *["christian"] * 10,
            *["muslim"] * 5,
            "sikh",
            "buddhist",
            *["prefer-not-to-say"] * 3,
            *[""] * 4,
        )
    ),
    "sexual-orientation": "|".join(
        (*["heterosexual"] * 6, "gay-or-lesbian", *["prefer-not-to-say"] * 2, *[""] * 2)
    ),
    "marriage-and-civil-partnership": "neither|neither|neither|neither|married|prefer-not-to-say|",
}

NO_INTERVIEW = (
    "The officer has left the service and nobody else knows the case."
    "|The officer was on long-term leave; the manager spoke for the case instead."
    "|The officer was off sick on both days offered."
    "|The officer was in court all day; no other day could be agreed."
)
ONE_IN = 13
"""About one interview in so many could not be held."""


def reference(folder: str, population: str, row: int) -> str:
    """An opaque reference, such as a provider would put in the place of its own."""
    return f"c{lot('reference', folder, population, row) % 16**7:07x}"


def case_list(folder: str, population: str) -> list[Row]:
    """A list of cases as the provider hands it in, with its heading."""
    size, columns = POPULATIONS[population]
    rows = [["reference", *columns]]
    for row in range(1, size + 1):
        cells = (
            between(*kind, name, folder, population, row)
            if isinstance(kind, tuple)
            else pick(kind, name, folder, population, row)
            for name, kind in columns.items()
        )
        rows.append([reference(folder, population, row), *cells])
    return rows


def answers(folder: str, population: str) -> list[Row]:
    """What the inspectors answered, a line for each drawn case in the order of drawing, with its heading."""
    wanted = {
        question: counts
        for question, counts in ANSWERS[folder].items()
        if question.startswith(QUESTIONS_OF[population])
    }
    drawn = sum(next(iter(wanted.values())))
    places = range(1, drawn + 1)
    given = {
        question: spread(folder, population, question, places, counts) for question, counts in wanted.items()
    }
    rows = [["place", "read_on_day", "interview", "no_interview_because", *CHARACTERISTICS, *wanted]]
    for place in places:
        held = lot("interview", folder, population, place) % ONE_IN > 0
        because = "" if held else pick(NO_INTERVIEW, "because", folder, population, place)
        rows.append(
            [
                str(place),
                str(1 + (place - 1) * READ_ON_DAYS // drawn),
                "held" if held else "none",
                because,
                *(pick(groups, code, folder, population, place) for code, groups in CHARACTERISTICS.items()),
                *(given[question][place] for question in wanted),
            ]
        )
    return rows


def spread(
    folder: str, population: str, question: str, places: Iterable[int], counts: Counts
) -> dict[int, str]:
    """Deal out so many yes, no and not applicable: the stronger a case, the sooner it gets a yes."""
    rows = list(places)
    yes, _, not_applicable = counts
    if len(rows) != sum(counts):
        raise SystemExit(f"{folder} {question}: {sum(counts)} answers for {len(rows)} cases")

    def strength(row: int) -> int:
        return lot("case", folder, population, row) // 2 + lot("answer", folder, question, row) // 2

    out = sorted(rows, key=lambda row: lot("not applicable", folder, question, row))[:not_applicable]
    rest = sorted((row for row in rows if row not in out), key=strength)
    return dict.fromkeys(out, "not_applicable") | {
        row: "yes" if place < yes else "no" for place, row in enumerate(rest)
    }


def text(rows: Iterable[Row]) -> bytes:
    """Rows as the bytes of a CSV file."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def files(folder: str) -> dict[str, bytes]:
    """Every made file of one inspection, by its name in the folder."""
    made: dict[str, bytes] = {}
    for population, questions in QUESTIONS_OF.items():
        if any(each.startswith(questions) for each in ANSWERS[folder]):
            made[f"{population}.csv"] = text(case_list(folder, population))
            made[f"{population}-answers.csv"] = text(answers(folder, population))
    return made


def main() -> None:
    """Write the files into a folder, by default the one this script stands in."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for folder in ANSWERS:
        (target / folder).mkdir(parents=True, exist_ok=True)
        for name, content in files(folder).items():
            (target / folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
