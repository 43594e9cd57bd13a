"""A second reading of docs/trace.md: rates a request by the page alone, sharing no code with domain.ratings.

It is slow and plain on purpose. Where it and the product differ, one of them has misread the page.
"""

import hashlib
from fractions import Fraction
from typing import Any

import rfc8785

__all__ = ["digest_of", "trace_by_the_page"]

Document = dict[str, Any]


def digest_of(document: Any) -> str:
    """Section 1."""
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def trace_by_the_page(scheme: Document, request: Document) -> Document:
    """The trace of a request, by sections 3 and 4; the request is well-formed."""
    cases = _cases(request)
    standards = [_standard(scheme, standard, request, cases) for standard in scheme["standards"]]
    facts = {
        fact["id"]: {
            "value": request.get("facts", {}).get(fact["id"], fact["default"]),
            "given": fact["id"] in request.get("facts", {}),
        }
        for fact in scheme["facts"]
    }
    return {
        "format": "assay.trace.v1",
        "scheme": {"id": scheme["id"], "version": scheme["version"], "digest": digest_of(scheme)},
        "cases": {
            population: [[case["case"], case["version"], case["digest"]] for case in members]
            for population, members in cases.items()
        },
        "facts": facts,
        "standards": standards,
        "overall": _overall(scheme, standards, facts, request),
    }


def _cases(request: Document) -> dict[str, list[Document]]:
    populations: dict[str, list[Document]] = {}
    for given in request.get("cases", []):
        case = {"not_asked": [], "version": 0, **given}
        content = {
            "answers": case["answers"],
            "case": case["case"],
            "not_asked": sorted(case["not_asked"]),
            "population": case["population"],
        }
        case.setdefault("digest", digest_of(content))
        populations.setdefault(case["population"], []).append(case)
    return {
        population: sorted(members, key=lambda case: case["case"])
        for population, members in populations.items()
    }


def _fraction(number: Fraction | None) -> str | None:
    if number is None:
        return None
    return str(number.numerator) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"


def _half_up(number: Fraction) -> int:
    below = number.numerator // number.denominator
    return below + 1 if number - below >= Fraction(1, 2) else below


def _shown(scheme: Document, share: Fraction | None) -> str | None:
    if share is None:
        return None
    tenths = _half_up(share * 1000)
    for band in scheme["bands"]:
        if share * 100 < Fraction(band["at_least"]) <= Fraction(tenths, 10):
            tenths = share.numerator * 1000 // share.denominator
            break
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _between(scheme: Document, share: Fraction | None) -> bool:
    if share is None:
        return False
    edges = [Fraction(band["at_least"]) for band in scheme["bands"]]
    return any(edge - 1 < share * 100 < edge for edge in edges)


def _band(scheme: Document, share: Fraction | None) -> Document | None:
    if share is None:
        return None
    compared = share * 100
    if scheme["shares"]["rounding"] == "half_up":
        compared = Fraction(_half_up(compared))
    reached = [band for band in scheme["bands"] if Fraction(band["at_least"]) <= compared]
    return reached[-1] if reached else None


def _standard(
    scheme: Document, standard: Document, request: Document, cases: dict[str, list[Document]]
) -> Document:
    given = request.get("standards", {}).get(standard["id"])
    result: Document = {
        "id": standard["id"],
        "aggregator": standard["aggregator"],
        "counted": standard["counted"],
        "weight": standard["weight"],
        "source": None,
        "judgement": None,
        "key_questions": [],
        "lowest_key_questions": [],
        "share": None,
        "shown": None,
        "between_edges": False,
        "rules": [],
        "band": None,
        "rating": None,
        "score": None,
        "not_rated": None,
    }
    if given is not None and "not_rated" in given:
        return result | {"source": "not_rated", "not_rated": given["not_rated"]}
    if given is not None and ("rating" in given or "narrative" in given):
        reference = given.get("reference", given.get("narrative"))
        result["source"] = "judgement" if "rating" in given else "narrative"
        result["judgement"] = {
            "rating": given.get("rating"),
            "reference": reference,
            "digest": given.get("digest"),
        }
        return _rated(scheme, result, given.get("rating"))
    if given is not None and "percent" in given:
        return _with_share(scheme, result | {"source": "percentages"}, Fraction(str(given["percent"])) / 100)
    questions = _questions(scheme, standard, given, cases)
    result["key_questions"] = questions
    if given is None:
        result["source"] = "cases"
    else:
        result["source"] = "percentages" if any(q["yes"] is None for q in questions) else "counts"
    if standard["aggregator"] == "lowest_band":
        return _lowest_band(scheme, result, questions)
    return _percentage(scheme, standard, result, questions)


def _questions(
    scheme: Document, standard: Document, given: Document | None, cases: dict[str, list[Document]]
) -> list[Document]:
    found = []
    for question in (entry["id"] for entry in standard["key_questions"]):
        if given is None:
            said = [case["answers"].get(question) for case in cases[standard["population"]]]
            entry = {
                "yes": said.count("yes"),
                "no": said.count("no"),
                "not_applicable": said.count("not_applicable"),
                "not_asked": said.count(None),
            }
        else:
            entry = given["key_questions"][question]
        found.append(_question(scheme, question, entry))
    return found


def _question(scheme: Document, id_: str, entry: Document) -> Document:
    counts: Document = dict.fromkeys(("yes", "no", "not_applicable", "not_asked"))
    if "percent" in entry:
        share: Fraction | None = Fraction(str(entry["percent"])) / 100
    else:
        counts = {name: entry.get(name, 0) for name in counts}
        denominator = _denominator(scheme, counts)
        share = Fraction(counts["yes"], denominator) if denominator else None
    band = _band(scheme, share)
    half_up = scheme["shares"]["rounding"] == "half_up"
    return {
        "id": id_,
        **counts,
        "share": _fraction(share),
        "shown": _shown(scheme, share),
        "rounded": _half_up(share * 100) if half_up and share is not None else None,
        "band": band["id"] if band else None,
        "between_edges": _between(scheme, share),
    }


def _denominator(scheme: Document, counts: Document) -> int:
    inside = counts["not_applicable"] if scheme["shares"]["not_applicable"] == "in" else 0
    return int(counts["yes"] + counts["no"] + inside)


def _lowest_band(scheme: Document, result: Document, questions: list[Document]) -> Document:
    empty = [question["id"] for question in questions if question["share"] is None]
    rule = scheme["shares"]["no_answers"]
    deciding = None
    if empty and rule == "not_rated":
        result["not_rated"] = "no answers to " + ", ".join(empty)
    elif empty and rule == "lowest":
        deciding = scheme["bands"][0]
        for question in questions:
            if question["share"] is None:
                question["band"] = deciding["id"]
        result["lowest_key_questions"] = empty
    elif len(empty) == len(questions):
        result["not_rated"] = "no answers to any key question"
    else:
        result["lowest_key_questions"] = _lowest(questions)
        low = min(Fraction(question["share"]) for question in questions if question["share"] is not None)
        deciding = _band(scheme, low)
    result["rules"] = [
        {
            "band": band["id"],
            "rating": band["rating"],
            "key_questions": [question["id"] for question in questions if question["band"] == band["id"]],
            "fired": band is deciding,
        }
        for band in scheme["bands"]
    ]
    if deciding is None:
        return result
    return _rated(scheme, result | {"band": deciding["id"]}, deciding["rating"])


def _lowest(questions: list[Document]) -> list[str]:
    shares = {q["id"]: Fraction(q["share"]) for q in questions if q["share"] is not None}
    return [id_ for id_, share in shares.items() if share == min(shares.values())]


def _percentage(
    scheme: Document, standard: Document, result: Document, questions: list[Document]
) -> Document:
    weights = [entry["weight"] for entry in standard["key_questions"]]
    pairs = list(zip(weights, questions, strict=True))
    if any(question["yes"] is None for question in questions):
        share = sum(w * Fraction(q["share"]) for w, q in pairs) / sum(weights)
    else:
        below = sum(w * _denominator(scheme, q) for w, q in pairs)
        if not below:
            return result | {"not_rated": "no answers to any key question"}
        share = Fraction(sum(w * q["yes"] for w, q in pairs), below)
    return _with_share(scheme, result | {"lowest_key_questions": _lowest(questions)}, share)


def _with_share(scheme: Document, result: Document, share: Fraction) -> Document:
    band = _band(scheme, share)
    return result | {
        "share": _fraction(share),
        "shown": _shown(scheme, share),
        "between_edges": _between(scheme, share),
        "band": band["id"] if band else None,
    }


def _rated(scheme: Document, result: Document, rating: str | None) -> Document:
    scores = {level["id"]: level["score"] for level in scheme["levels"]}
    return result | {"rating": rating, "score": scores[rating] if rating else None}


def _overall(scheme: Document, standards: list[Document], facts: Document, request: Document) -> Document:
    rules = scheme["overall"]
    rated = [standard for standard in standards if standard["counted"] and standard["rating"] is not None]
    weight = sum(standard["weight"] for standard in rated)
    counts = {level["id"]: sum(s["rating"] == level["id"] for s in rated) for level in scheme["levels"]}
    summing = rules["aggregator"] == "sum_and_band"
    score = sum(s["weight"] * s["score"] for s in rated) if summing else None
    best = max((level["score"] for level in scheme["levels"]), default=0)
    judged = request.get("overall") if rules["aggregator"] == "judgement" else None
    before, decided_by, reason = None, None, None
    if rules["aggregator"] == "none":
        reason = "the scheme rates standards independently"
    elif rules["aggregator"] == "narrative":
        reason = "the scheme reports in words only"
    elif rules["aggregator"] == "judgement":
        before = judged["rating"] if judged else None
    elif not rated:
        reason = "no counted standard is rated"
    elif summing:
        edges = [b for b in rules["bands"] if b["up_to"] is None or score <= Fraction(b["up_to"]) * weight]
        before = edges[0]["rating"]
    else:
        rule = next(rule for rule in rules["rules"] if _all_hold(rule["when"], counts))
        before, decided_by = rule["rating"], rule["id"]
    applied, overall = [], before
    order = [level["id"] for level in scheme["levels"]]
    for limiter in rules["limiters"] if before is not None else []:
        if (limiter["fact"] is None or facts[limiter["fact"]]["value"]) and _all_hold(
            limiter["when"], counts
        ):
            applied.append(limiter["id"])
            overall = order[min(order.index(overall), order.index(limiter["at_most"]))]
    return {
        "aggregator": rules["aggregator"],
        "judgement": judged
        and {
            "rating": judged["rating"],
            "reference": judged.get("reference"),
            "digest": judged.get("digest"),
        },
        "weight": weight,
        "score": score,
        "max_score": weight * best if summing else None,
        "counts": counts,
        "bands": [
            {
                "rating": band["rating"],
                "up_to": None if band["up_to"] is None else _fraction(Fraction(band["up_to"]) * weight),
                "fired": band["rating"] == before,
            }
            for band in rules["bands"]
        ],
        "rules": [
            {"id": r["id"], "rating": r["rating"], "source": r["source"], "fired": r["id"] == decided_by}
            for r in rules["rules"]
        ],
        "limiters": [
            {"id": each["id"], "at_most": each["at_most"], "fired": each["id"] in applied}
            for each in rules["limiters"]
        ],
        "before_limits": before,
        "overall": overall,
        "reason": reason,
    }


def _all_hold(conditions: list[Document], counts: dict[str, int]) -> bool:
    for condition in conditions:
        number = sum(counts[level] for level in condition["levels"])
        if number < condition["at_least"]:
            return False
        if condition["at_most"] is not None and number > condition["at_most"]:
            return False
    return True
