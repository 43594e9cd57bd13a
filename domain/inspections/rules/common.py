"""What several rules of an inspection need: its pinned rules, and dates that make sense."""

from datetime import date
from typing import NoReturn

from domain.frameworks.model import Framework
from domain.given import Given
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.questions import framework_in
from domain.inspections.state import Inspection
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal, Refused

__all__ = ["bad_due_date", "bad_fieldwork", "framework_of", "protocol_of", "scheme_of"]


def protocol_of(state: Inspection, given: Given) -> Protocol:
    """The protocol that the inspection is bound to.

    Raises:
        Refused: ``pin-missing`` when this installation does not have that very version.
    """
    pin = state.known.protocol
    return given.library.protocol_with(pin.digest) or _missing("kind of inspection", pin.id, pin.version)


def framework_of(state: Inspection, given: Given) -> Framework:
    """The standards framework that the inspection is bound to, or that of the questions that were set for it.

    Raises:
        Refused: ``pin-missing`` when this installation does not have that very version; ``no-framework`` when the
            kind of inspection has none, and no questions are set.
    """
    found, pin = framework_in(state, given.library), state.known.framework
    if found is not None:
        return found
    if pin is None:
        raise Refused.because("no-framework", "This kind of inspection has no standards framework.")
    return _missing("standards framework", pin.id, pin.version)


def scheme_of(state: Inspection, given: Given) -> Scheme:
    """The rating scheme that the inspection is bound to.

    Raises:
        Refused: ``pin-missing`` when this installation does not have that very version; ``no-scheme`` when the kind
            of inspection has none.
    """
    pin = state.known.scheme
    if pin is None:
        raise Refused.because(
            "no-scheme", "This kind of inspection rates nothing: its findings are in words."
        )
    return given.library.scheme_with(pin.digest) or _missing("rating scheme", pin.id, pin.version)


def bad_due_date(due: date, given: Given) -> Refusal | None:
    """Why a date cannot be a due date: it is not after today, or the office is closed."""
    if due <= given.today:
        return Refusal("date-in-past", f"{due} cannot be a due date: it must be after today, {given.today}.")
    if not given.calendar.is_working(due):
        return Refusal("not-a-working-day", f"{due} is not a working day.")
    return None


def bad_fieldwork(first: date, last: date, notice: int, given: Given) -> Refusal | None:
    """Why fieldwork cannot be from one day to another, with so many working days of notice from today."""
    if first <= given.today:
        return Refusal(
            "date-in-past", f"Fieldwork cannot begin on {first}: it must be after today, {given.today}."
        )
    if last < first:
        return Refusal("dates-reversed", f"Fieldwork cannot end on {last}, before it begins on {first}.")
    for day in (first, last):
        if not given.calendar.is_working(day):
            return Refusal("not-a-working-day", f"{day} is not a working day.")
    earliest = given.calendar.after(given.today, notice)
    if first < earliest:
        return Refusal(
            "notice-too-short",
            f"With {notice} working days of notice, fieldwork begins on {earliest} at the earliest.",
        )
    return None


def _missing(what: str, id_: str, version: str) -> NoReturn:
    raise Refused.because(
        "pin-missing",
        f"This installation does not have version {version} of the {what} {id_} that the inspection is bound to.",
    )
