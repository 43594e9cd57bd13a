"""A scheme's file in which every kind of entry stands once, and how a file is refused."""

import pytest

from domain.ratings import parse_scheme
from domain.refusals import Refused

__all__ = ["FILE", "refusal"]

FILE = """\
id = "mine"
version = "1"
title = "Mine"
status = "proposed"
in_force_from = 2020-01-01
citation = "nowhere"

[[levels]]
id = "low"
title = "Low"
score = 0

[[levels]]
id = "high"
title = "High"
score = 1

[[bands]]
id = "few"
title = "Few"
at_least = 0
rating = "low"

[[bands]]
id = "many"
title = "Many"
at_least = "62.5"
rating = "high"

[[facts]]
id = "breach"
title = "A breach"

[[standards]]
id = "A"
title = "Alpha"
aggregator = "judgement"

[[standards]]
id = "B"
title = "Beta"
aggregator = "lowest_band"
population = "cases"
key_questions = ["B1", "B2"]

[[standards]]
id = "C"
title = "Gamma"
aggregator = "percentage"
key_questions = ["C1", "C2"]
question_weights = { C1 = 3 }

[shares]
rounding = "half_up"
not_applicable = "in"
no_answers = "refused"

[overall]
aggregator = "count_rules"

[[overall.rules]]
id = "all-high"
rating = "high"
when = [{ levels = ["low"], at_most = 0 }]

[[overall.rules]]
id = "else"
rating = "low"
source = "ours"
note = "Ours."

[[overall.limiters]]
id = "breach-caps"
at_most = "low"
fact = "breach"

[departures]
overall = true
standards = ["B"]
other_triggers = false

[[departures.triggers]]
id = "edge"
title = "Near an edge"

[look_closer]
points = "2.5"
changes = 2
cases = 4
"""


def refusal(text: bytes) -> tuple[str, str]:
    """The code and the sentence with which a file is refused, named ``my.toml``."""
    with pytest.raises(Refused) as caught:
        parse_scheme(text, where="my.toml")
    return caught.value.refusal.code, caught.value.refusal.sentence
