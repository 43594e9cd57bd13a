"""How far the readers of the same cases agree, in figures."""

from fractions import Fraction
from typing import Any, Final

from activities.cases.agreement import AgreementOverPeriod
from domain.ratings.consistency import Agreement

__all__ = ["FEWEST_PAIRS", "agreement_cells", "agreement_data", "over_period_data", "rounded"]

FEWEST_PAIRS: Final = 30
"""With fewer answers given twice, one more that differs moves the share by over three points."""


def agreement_data(found: Agreement) -> dict[str, Any]:
    """An agreement as programs read it."""
    return {
        "pairs": found.pairs,
        "agreed": found.agreed,
        "percent": None if found.share is None else rounded(found.share * 100, 1),
        "kappa": None if found.kappa is None else rounded(found.kappa, 3),
        "alpha": None if found.alpha is None else rounded(found.alpha, 3),
    }


def agreement_cells(found: Agreement) -> tuple[str, str, str, str]:
    """An agreement as a table shows it: pairs, share, kappa, alpha."""
    percent = "-" if found.share is None else f"{rounded(found.share * 100, 1)} %"
    kappa = "-" if found.kappa is None else rounded(found.kappa, 3)
    alpha = "-" if found.alpha is None else rounded(found.alpha, 3)
    return str(found.pairs), percent, kappa, alpha


def over_period_data(found: AgreementOverPeriod) -> dict[str, Any]:
    """Agreement over a period as programs read it."""
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "frameworks": [
            {
                "framework": added.framework,
                "inspections": list(added.inspections),
                "all": agreement_data(added.all),
                "key_questions": {id_: agreement_data(each) for id_, each in added.questions.items()},
                "readers": {
                    id_: agreement_data(each)
                    | {
                        "key_questions": {
                            question: agreement_data(one)
                            for (reader, question), one in added.each.items()
                            if reader == id_
                        }
                    }
                    for id_, each in added.readers.items()
                },
            }
            for added in found.added
        ],
        "low": [
            {
                "framework": each.framework,
                "reader": each.reader,
                "question": each.question,
                **agreement_data(each.found),
                "lowest": each.lowest,
                "fewest": each.fewest,
                "inspections": list(each.inspections),
            }
            for each in found.low
        ],
        "looked_into": [
            {"framework": framework, **each.model_dump(mode="json")}
            for framework, several in found.reviews.items()
            for each in several
        ],
    }


def rounded(number: Fraction, places: int) -> str:
    """A number with so many decimal places, a half rounded away from zero."""
    scaled = abs(number) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if number < 0 and units else ""
    return f"{sign}{units // 10**places}.{units % 10**places:0{places}}"
