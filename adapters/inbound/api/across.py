"""What there is to read across inspections: what was published, what was recorded since, and who asks."""

from collections.abc import Callable, Iterator

from pydantic_core import to_json
from starlette.responses import Response

from activities.auditing.hindsight import readable
from activities.viewing.rows import MomentRow
from adapters.inbound.api.asking import Asked, found
from adapters.inbound.api.inspections import seen_by
from adapters.inbound.api.offered import OFFERED
from adapters.inbound.api.problems import Trouble
from adapters.inbound.api.shapes import (
    AgreementShown,
    CommandOffered,
    CommandsOffered,
    EventRecorded,
    Events,
    Me,
    Rated,
    Result,
    Results,
)
from adapters.inbound.shown.cases.agreement import over_period_data
from adapters.inbound.shown.provider.time_line import told_to
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import not_there, there
from adapters.inbound.visiting.house import House
from domain.cases.agreement.adding_up import usual_period
from domain.cases.agreement.reviewing import ReviewAgreementOverPeriod
from domain.ledger.envelope import Envelope, Unreadable
from domain.messages import Event
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.results.publication import Publication
from domain.storyline.telling import sentence
from domain.streams import code_in, inspection_stream

__all__ = ["agreement", "commands", "events", "me", "results_in"]

_AT_A_TIME = 500
_MOST_GONE_THROUGH = 5_000
"""So many events are gone through for one answer at most, whoever may see how few of them."""


def me(asked: Asked) -> Response:
    """Who asks, and what they may do today by this token."""
    caller, visitor = asked.caller, asked.caller.visitor
    may = tuple(each for each in OFFERED if caller.token.may_give(each) and visitor.role_for(each))
    return found(
        asked,
        Me(
            token=caller.stream,
            title=caller.issued.title,
            acts_as=visitor.id,
            roles=visitor.roles,
            may=may,
            provider=visitor.provider,
            until=caller.issued.until,
        ),
    )


def commands(asked: Asked) -> Response:
    """The commands of the API, and which of them this token may give."""
    caller, visitor = asked.caller, asked.caller.visitor
    return found(
        asked,
        CommandsOffered(
            commands=tuple(
                CommandOffered(
                    verb=verb,
                    title=each.title,
                    roles=tuple(role for role in Role if role in AUTHORITY[verb]),
                    stages=tuple(map(str, each.rule.stages)),
                    granted=caller.token.may_give(verb) and visitor.role_for(verb) is not None,
                )
                for verb, each in OFFERED.items()
            )
        ),
    )


def agreement(asked: Asked) -> Response:
    """How far readers agree over a period, for whoever may look into what is too low."""
    visitor, services = asked.caller.visitor, asked.house.services
    if visitor.role_for(ReviewAgreementOverPeriod.verb) is None:
        not_there()
    last = asked.day("last") or today_in_london(services)
    first = asked.day("first") or usual_period(last)[0]
    if last < first:
        raise Trouble(400, "bad-parameter", "The parameter last must not be before first.")
    theirs = {row.reference for row, _ in seen_by(asked.house, visitor)}
    over = services.agreement.over(first, last, theirs.__contains__)
    named = dict.fromkeys(reference for each in over.added for reference in each.inspections)
    services.looking.note(visitor.id, "api agreement", list(named))
    return found(asked, AgreementShown.model_validate_json(to_json(over_period_data(over))))


def events(asked: Asked) -> Response:
    """What was recorded after a position, of the inspections that are there for whoever asks."""
    visitor = asked.caller.visitor
    after, limit = asked.number("after", 0) or 0, asked.limit()
    visible = {inspection_stream(row.reference): (row, state) for row, state in seen_by(asked.house, visitor)}
    last = asked.house.services.store.last_position()
    if visitor.provider is not None:
        told = sorted(
            (
                _told(each)
                for row, state in visible.values()
                for each in told_to(asked.house, visitor, row, state)
            ),
            key=lambda each: each.position,
        )
        left = [each for each in told if each.position > after]
        page = left[:limit]
        more = len(page) < len(left)
        reached = page[-1].position if more else max(after, last)
    else:
        page, reached, more = _scanned(asked.house, after, limit, visible.__contains__)
    asked.house.services.looking.note(
        visitor.id, "api events", list(dict.fromkeys(each.inspection for each in page))
    )
    return found(
        asked,
        Events(
            events=tuple(page),
            next=reached,
            more=more,
        ),
    )


def _scanned(
    house: House, after: int, limit: int, visible: Callable[[str], bool]
) -> tuple[list[EventRecorded], int, bool]:
    """The events of some matters after a position; how far the record was gone through; and whether there is more."""
    page: list[EventRecorded] = []
    at, gone = after, 0
    store = house.services.store
    while gone < _MOST_GONE_THROUGH:
        batch = store.scan(at, _AT_A_TIME)
        try:
            understood = readable(batch) if batch else []
        except Unreadable:  # of a newer version of Assay: who runs that one tells of it
            understood = []
        if not understood:
            return page, at, False
        for recorded, envelope in understood:
            gone += 1
            told = sentence(envelope.data) if visible(envelope.correlation_id) else None
            if told is not None and len(page) == limit:
                return page, at, True
            if told is not None:
                page.append(_recorded(recorded.position, envelope, told))
            at = recorded.position
    return page, at, True


def _recorded(position: int, envelope: Envelope[Event], told: str) -> EventRecorded:
    return EventRecorded(
        position=position,
        inspection=_reference(envelope.correlation_id),
        stream=envelope.stream,
        version=envelope.version,
        name=envelope.name,
        occurred_at=envelope.occurred_at.isoformat(),
        recorded_at=envelope.recorded_at.isoformat(),
        actor=envelope.actor,
        acting_role=envelope.acting_role,
        sentence=told,
        command=envelope.command_id,
    )


def _told(moment: MomentRow) -> EventRecorded:
    return EventRecorded(inspection=_reference(moment.matter), **moment.model_dump(exclude={"matter"}))


def _reference(matter: str) -> str:
    return code_in(matter, inspection_stream)


def results_in(
    house: House,
) -> tuple[Callable[[Asked], Response], Callable[[Asked], Response]]:
    """What was published: all of it, and of one inspection. It needs no token."""

    def all_(asked: Asked) -> Response:
        """Everything that was published."""
        return found(asked, Results(results=tuple(map(_result, house.services.published.all()))))

    def one(asked: Asked) -> Response:
        """What was published of an inspection."""
        return found(asked, _result(there(house.services.published.one(asked.path("reference")))))

    return all_, one


def _result(publication: Publication) -> Result:
    content = publication.content
    return Result(
        inspection=publication.reference,
        kind=publication.kind,
        providers=publication.providers,
        title=publication.title,
        edition=publication.edition.number,
        published_on=publication.edition.published_on,
        overall=content.overall,
        overall_called=publication.called(content.overall),
        score=content.score,
        max_score=content.max_score,
        ratings=tuple(_rated(publication)),
        report=publication.edition.report,
        withdrawn=publication.withdrawn,
    )


def _rated(publication: Publication) -> Iterator[Rated]:
    for each in publication.content.ratings:
        yield Rated(number=each.number, rating=each.rating, called=publication.called(each.rating))
