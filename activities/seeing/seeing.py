"""Who sees what, by the authority tables and the staff record of today; where there is none, by the role alone."""

from collections.abc import Callable
from datetime import date

from activities.commanding.concerning import Concerning, for_somebody, line_of
from activities.commanding.records import Records
from activities.ports import Clock
from activities.seeing.onlooker import Onlooker
from domain.comments.commands import AcknowledgeComment, AssignComment
from domain.comments.comment import Comment
from domain.dated_rules.library import Library
from domain.inspections.state import Inspection
from domain.people.authority import DUTY_SIGHT, SEES_ALL_INSPECTIONS, SEES_INSPECTIONS, SIGHT, may_give
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.state import Staff
from domain.people.standing import Concern, acting, conflicting, is_bound, missing
from domain.privacy.boxes import Category
from domain.refusals import Refusal
from domain.streams import inspection_stream, staff_stream
from domain.working_days import london_date

__all__ = ["Seeing"]

_COMMENTS = (AcknowledgeComment.verb, AssignComment.verb)
"""Whoever may give one of these sees to comments, and so sees them all."""


class Seeing:
    """Says who sees what. Safe to use from several threads."""

    def __init__(self, records: Records, library: Callable[[], Library], clock: Clock) -> None:
        """Answer by a record.

        Args:
            records: its streams as states.
            library: the dated rules, for the partners of a kind of inspection.
            clock: the time.
        """
        self._records = records
        self._concerning = Concerning(records, library)
        self._clock = clock

    def refusal_of_strangers(self, who: str) -> Refusal | None:
        """Why somebody is shown nothing at all, by id; None for people on the staff record, or where there is none."""
        roll, staff = self._known(who)
        return missing(who, staff) if roll.begun else None

    def sees(self, who: Onlooker, category: Category, about: str = "") -> bool:
        """Whether somebody is shown a class of personal data. See :meth:`refusal`."""
        return self.refusal(who, category, about) is None

    def refusal(self, who: Onlooker, category: Category, about: str = "") -> Refusal | None:
        """Why somebody is not shown a class of personal data; None if they are.

        Args:
            who: who looks.
            category: the class of data.
            about: the stream that it belongs to: a case, an inspection, a comment; empty for what belongs to none.

        Raises:
            StoreFault: the record failed.
        """
        shown = [each for each in Role if each in SIGHT[category] and each in who.roles]
        what = category.replace("-", " ")
        if who.is_system or not shown:
            return _not_in(who, what)
        concern = self._concern(about) if about else Concern()
        if concern is None:
            return Refusal(
                "not-authorised", f"There is nothing on the record of {about} that could be shown."
            )
        roll, staff = self._known(who.id)
        if not roll.begun:
            return None
        refusals = [acting(who.id, staff, roll, each, self._today) for each in shown]
        if None not in refusals:
            return refusals[0] if len(refusals) == 1 else _nobody(who, what)
        if category not in staff.engaged.sees:
            return _nobody(who, what)
        theirs = for_somebody(self._records, staff, concern, afresh=True) if about else concern
        return conflicting(who.id, staff, theirs, self._today)

    def sees_all_inspections(self, who: Onlooker) -> bool:
        """Whether somebody knows of every inspection, whatever their interests."""
        return who.provider is None and not SEES_ALL_INSPECTIONS.isdisjoint(who.roles)

    def inspections(self, who: Onlooker) -> Callable[[Inspection], bool]:
        """What says of any number of inspections whether each is there for somebody; who they are is read once.

        A provider's contact sees inspections of their own provider. Whoever works on inspections sees those from which
        nothing bars them: an interest, another area, another body (see :mod:`domain.people.standing`).

        Raises:
            StoreFault: the record failed.
        """
        if Role.PROVIDER_CONTACT in who.roles:
            return lambda state: _is_announced(state) and who.provider in state.known.providers
        if self.sees_all_inspections(who):
            return _is_announced
        if SEES_INSPECTIONS.isdisjoint(who.roles):
            return lambda _: False
        roll, staff = self._known(who.id)
        if not roll.begun or who.is_system:
            return _is_announced
        if missing(who.id, staff):
            return lambda _: False
        today = self._today
        theirs = {each.provider for each in staff.interests.values() if each.provider is not None}
        touched = line_of(self._records, theirs, afresh=False).keys()
        unbound = not is_bound(staff)

        def there(state: Inspection) -> bool:
            if unbound and state.announced is not None and touched.isdisjoint(state.known.providers):
                return True  # it is about nothing in which they have, or ever had, an interest
            concern = self._concerning.of(state, afresh=False)
            if concern is None:
                return False
            about = for_somebody(self._records, staff, concern, afresh=False)
            return conflicting(who.id, staff, about, today) is None

        return there

    def barred_providers(self, who: Onlooker) -> frozenset[str]:
        """The providers in which somebody has an interest that bars today; none where there is no staff record."""
        roll, staff = self._known(who.id)
        return staff.interests_on(self._today) if roll.begun else frozenset()

    def sees_to_comments(self, who: Onlooker) -> bool:
        """Whether somebody acknowledges comments and complaints, or asks others to look into them."""
        return who.provider is None and any(may_give(role, verb) for role in who.roles for verb in _COMMENTS)

    def comment(self, who: Onlooker, comment: Comment) -> bool:
        """Whether a comment or complaint is there for somebody.

        Those who see to them see all; whoever is asked to look into one sees that one. Nobody sees one about an
        inspection that is not there for them.

        Raises:
            StoreFault: the record failed.
        """
        if comment.received is None or who.provider is not None:
            return False
        if not self.sees_to_comments(who) and comment.reviewer != who.id:
            return False
        about = comment.received.inspection
        return about is None or self.inspections(who)(self._inspection(about))

    def names_of_those_on_duty(self, who: Onlooker, day: date) -> bool:
        """Whether somebody is shown by name who is told of an alert on a day.

        Today whoever has to do with alerts is, whatever else of the staff is kept from them and however they are
        engaged: a contractor who finds somebody in danger telephones, too. On other days whoever may see names is.
        """
        if self.sees(who, "staff"):
            return True
        roll, staff = self._known(who.id)
        if day != self._today or who.is_system or not roll.begun:
            return False  # where there is no staff record, nobody is known by a name
        held = (each for each in who.roles if each in DUTY_SIGHT)
        return any(acting(who.id, staff, roll, each, self._today) is None for each in held)

    @property
    def _today(self) -> date:
        return london_date(self._clock.now())

    def _known(self, who: str) -> tuple[Roll, Staff]:
        stream = staff_stream(who)
        seen = self._records.read([ROLL_STREAM, stream])
        return seen[ROLL_STREAM].state, seen[stream].state

    def _inspection(self, reference: str) -> Inspection:
        stream = inspection_stream(reference)
        state: Inspection = self._records.read([stream])[stream].state
        return state

    def _concern(self, about: str) -> Concern | None:
        """What a stream is about; None for what there is not. A comment that is about no inspection concerns none."""
        if not about.startswith("comment-"):
            return self._concerning.about(about, afresh=True)
        comment: Comment = self._records.read([about])[about].state
        if comment.received is None:
            return None
        reference = comment.received.inspection
        return self._concerning.of(self._inspection(reference), afresh=True) if reference else Concern()


def _is_announced(state: Inspection) -> bool:
    return state.announced is not None


def _not_in(who: Onlooker, what: str) -> Refusal:
    if len(who.roles) != 1:
        return _nobody(who, what)
    return Refusal("not-authorised", f"The role {who.roles[0]} may not be shown a {what}.")


def _nobody(who: Onlooker, what: str) -> Refusal:
    return Refusal("not-authorised", f"{who.id} holds no role today in which a {what} may be shown to them.")
