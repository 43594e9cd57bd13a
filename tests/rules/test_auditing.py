"""On what authority something was done, what is different between two states, and where bytes say they stand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agenda import Deadline
from domain.auditing.changes import changes_between, changes_in_ratings
from domain.auditing.warrants import may_have_done, warrant_of
from domain.cases.events import Answered, CaseSampled
from domain.cases.readers import Readers
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import Beside, CaseRead
from domain.deciders import DECIDERS
from domain.inspections.events import (
    CaseReplaced,
    CriterionScored,
    RatingsDecided,
    SampleDrawn,
    StandardLeftUnrated,
    TeamMember,
)
from domain.inspections.state import Inspection
from domain.ledger.columns import in_its_place
from domain.ledger.envelope import Draft, assemble, instant, pieces
from domain.messages import Event
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.privacy.subjects import SubjectHeld
from tests.support.dossiers.drawn import verifier

RULES = {
    rule.command.verb: (kind, rule)
    for kind, decider in DECIDERS.items()
    for rule in decider.rules.values()
    if rule.events
}


TODAY = date(2026, 11, 23)


def bare(event: type[Any], **fields: object) -> Any:
    """One of a class of event, of which nothing but the class and these fields matters."""
    return event.model_construct(**fields)


def came_of(verb: str) -> tuple[frozenset[str], frozenset[type[Event]]]:
    """The kind of stream that a command is for, and all that may come of it."""
    kind, rule = RULES[verb]
    return frozenset({kind}), frozenset(rule.events)


class TestWarrants:
    @pytest.mark.parametrize("verb", RULES)
    def test_whatever_comes_of_a_command_leads_back_to_it_and_to_who_may_give_it(self, verb: str) -> None:
        for role in AUTHORITY[verb]:
            warrant = warrant_of(*came_of(verb), role.value, TODAY)
            assert verb in warrant.verbs
            assert warrant.allowed
            assert all(role in AUTHORITY[each] for each in warrant.verbs)

    @pytest.mark.parametrize(
        "verb", ["decide-ratings", "propose-rating", "decide-difference", "announce-inspection"]
    )
    def test_what_a_role_may_not_do_has_no_row(self, verb: str) -> None:
        for role in set(Role) - AUTHORITY[verb]:
            warrant = warrant_of(*came_of(verb), role.value, TODAY)
            assert (warrant.verbs, warrant.allowed) == ((verb,), False)
            assert warrant.words.startswith("no row of the authority table lets the role")

    def test_a_deputy_acts_in_somebodys_place(self) -> None:
        warrant = warrant_of(*came_of("decide-ratings"), "panel-chair in the place of os-7", TODAY)
        assert (warrant.role, warrant.place_of, warrant.allowed) == ("panel-chair", "os-7", True)
        assert warrant.words.endswith("decide-ratings may be given by panel-chair, as the deputy of os-7")

    def test_what_no_command_of_this_version_leads_to_says_so(self) -> None:
        kinds, came = came_of("decide-ratings")
        warrant = warrant_of(kinds, came | {SubjectHeld}, "panel-chair", TODAY)
        assert (warrant.verbs, warrant.allowed) == ((), False)
        assert "no command that this version knows" in warrant.words


class TestRoles:
    @pytest.mark.parametrize("kind", verifier().RIGHTS)
    def test_they_are_those_that_the_stand_alone_verifiers_go_by(self, kind: str) -> None:
        (event,) = {
            each
            for _, rule in RULES.values()
            for each in rule.events
            if each.name.rpartition(".v")[0] == kind
        }
        _, roles, _ = verifier().RIGHTS[kind]
        assert {each.value for each in Role if may_have_done(event, each.value, date.min)} == roles

    def test_what_comes_of_no_command_may_be_done_by_anybody_and_nobody_is_deputy_of_no_one(self) -> None:
        assert may_have_done(Event, "inspector", TODAY)
        assert may_have_done(RatingsDecided, "panel-chair in the place of os-7", TODAY)
        assert not may_have_done(RatingsDecided, "panel-chair in the place of ", TODAY)
        assert not may_have_done(RatingsDecided, "inspector in the place of os-7", TODAY)


def read(answers: Mapping[str, Answered], *, complete: bool = False) -> CaseRead:
    sampled = bare(CaseSampled)
    return CaseRead(sampled=sampled, answers=MappingProxyType(dict(answers)), complete=complete)


class TestChanges:
    def test_nothing_is_different_between_a_state_and_itself(self) -> None:
        for state in (Inspection(), read({"2.1.1": "yes"}), SecondRead(), object()):
            assert changes_between(state, state, "case-1") == ()

    def test_answers_are_compared_in_the_order_of_their_numbers(self) -> None:
        before = read({"2.1.2": "yes", "2.1.10": "no"})
        after = read({"2.1.2": "no", "2.1.10": "not_applicable", "2.1.1": "yes"}, complete=True)
        told = [each.words for each in changes_between(before, after, "case-1")]
        assert told == [
            "read of case-1: complete, was begun",
            "answer to 2.1.1 in case-1: yes",
            "answer to 2.1.2 in case-1: no, was yes",
            "answer to 2.1.10 in case-1: not applicable, was no",
        ]

    def test_a_date_that_is_met_is_no_longer_and_one_that_moves_says_where_it_was(self) -> None:
        def dates(**due: date) -> Inspection:
            return Inspection(
                deadlines=MappingProxyType(
                    {id_: Deadline(id=id_, due=at, awaits=id_) for id_, at in due.items()}
                )
            )

        before = dates(plan=date(2018, 6, 1), panel=date(2018, 6, 4))
        after = dates(plan=date(2018, 6, 8))
        assert [each.words for each in changes_between(before, after)] == [
            "date for plan: 8 June 2018, was 1 June 2018",
            "date for panel: no longer, was 4 June 2018",
        ]

    def test_a_case_that_is_replaced_and_one_that_is_drawn_anew_are_told_by_name(self) -> None:
        def drawn(*cases: str, seed: str = "a" * 64, **more: Any) -> Inspection:
            sample = bare(SampleDrawn, cases=cases, seed=seed)
            return Inspection(samples=MappingProxyType({"supervised-cases": sample}), **more)

        def replaced(case: str, by: str | None) -> Mapping[str, CaseReplaced]:
            gone = CaseReplaced(
                population="supervised-cases",
                case=case,
                row=1,
                code="file-missing",
                by=by,
                by_row=2 if by else None,
            )
            return MappingProxyType({case: gone})

        def told(before: Inspection, after: Inspection) -> list[str]:
            return [each.words for each in changes_between(before, after) if each.about == "sample"]

        before, sample = drawn("case-1", "case-2"), "the sample of supervised cases"
        assert told(before, drawn("case-1", "case-2", replaced=replaced("case-1", "case-3"))) == [
            f"case-1 in {sample}: replaced by case-3, file missing, was in it",
            f"case-3 in {sample}: in it",
        ]
        assert told(before, drawn("case-1", "case-2", replaced=replaced("case-1", None))) == [
            "sample of supervised cases: 1 cases, seed aaaaaaaaaaaa…, was 2 cases, seed aaaaaaaaaaaa…",
            f"case-1 in {sample}: taken out, file missing, was in it",
        ]
        assert told(before, drawn("case-2", "case-4", seed="b" * 64)) == [
            "sample of supervised cases: 2 cases, seed bbbbbbbbbbbb…, was 2 cases, seed aaaaaaaaaaaa…",
            f"case-1 in {sample}: no longer, was in it",
            f"case-4 in {sample}: in it",
        ]
        assert told(Inspection(), before) == ["sample of supervised cases: 2 cases, seed aaaaaaaaaaaa…"]
        assert told(drawn("c-1", "c-2", read_twice=("c-1",)), drawn("c-1", "c-2", read_twice=("c-2",))) == [
            "c-1 among those read twice: no longer, was in it",
            "c-2 among those read twice: in it",
        ]

    def test_who_is_on_the_team_what_is_put_off_and_what_was_scored_are_compared(self) -> None:
        scored = bare(CriterionScored, standard="1.1", percent=60)
        before = Inspection(team=(TeamMember(person="os-1", role="inspector"),))
        after = Inspection(
            team=(TeamMember(person="os-1", role="assistant"), TeamMember(person="os-2", role="inspector")),
            deferred=date(2018, 9, 3),
            publish_on=date(2018, 10, 1),
            settled=MappingProxyType(
                {"1.1": scored, "1.2": StandardLeftUnrated(standard="1.2", reason="Few.")}
            ),
        )
        assert {each.words for each in changes_between(before, after) if each.about != "stage"} == {
            "os-1 on the team: assistant, was inspector",
            "os-2 on the team: inspector",
            "put off until: 3 September 2018",
            "publication planned for: 1 October 2018",
            "criterion 1.1: met by 60%",
            "criterion 1.2: left unrated",
        }
        assert "os-2 on the team: no longer, was inspector" in [
            each.words for each in changes_between(after, before)
        ]

    def test_what_a_read_says_beside_its_answers_is_compared(self) -> None:
        beside = Beside(
            prompts=MappingProxyType({"2.1.1 a": "yes"}),
            classified=MappingProxyType({"risk": ("high", "low")}),
            notes=MappingProxyType({"2.1.1": 2}),
            interview_on=date(2018, 6, 5),
        )
        before = read({})
        after = replace(before, interviewed=True, beside=beside, readers=Readers(beside=frozenset({"os-9"})))
        assert [each.words for each in changes_between(before, after, "case-1")] == [
            "os-9 for the reader of case-1: stands in",
            "read of case-1: begun, was to read",
            "interview in case-1: held on 5 June 2018",
            "answer to prompt 2.1.1 a in case-1: yes",
            "class of risk in case-1: low by the inspector, high by the provider",
            "notes beside 2.1.1 in case-1: 2",
        ]
        none = replace(after, interviewed=False, beside=replace(beside, interview_on=None))
        assert "interview in case-1: none, was held on 5 June 2018" in [
            each.words for each in changes_between(after, none, "case-1")
        ]

    def test_ratings_are_compared_one_by_one_and_a_missing_one_is_no_rating(self) -> None:
        changes = changes_in_ratings(
            {"1.1": "good", "2.1": None},
            {"1.1": "requires_improvement", "2.1": None, "overall": "good"},
            "by the rule",
        )
        assert [each.words for each in changes] == [
            "standard 1.1 by the rule: requires improvement, was good",
            "the overall rating by the rule: good",
        ]

    @given(
        before=st.dictionaries(st.sampled_from(["2.1.1", "2.1.2", "3.1.1"]), st.sampled_from(["yes", "no"])),
        after=st.dictionaries(st.sampled_from(["2.1.1", "2.1.2", "3.1.1"]), st.sampled_from(["yes", "no"])),
    )
    def test_changes_lead_from_the_one_to_the_other_and_back(
        self, before: dict[str, Answered], after: dict[str, Answered]
    ) -> None:
        there = [each for each in changes_between(read(before), read(after), "c") if each.about == "answer"]
        back = [each for each in changes_between(read(after), read(before), "c") if each.about == "answer"]
        assert [(each.what, each.after, each.before) for each in there] == [
            (each.what, each.before, each.after) for each in back
        ]
        changed = {each.what.split()[2]: each.after for each in there}
        gone = dict.fromkeys(before.keys() - after.keys())
        assert {**before, **changed} == {**after, **gone}


AT = datetime(2018, 3, 5, 12, 0, 0, 7, tzinfo=UTC)
LATER = "2018-03-06T09:00:00.000000Z"


def written(stream: str = "panel-1", version: int = 3, previous: bytes | None = b"p" * 32) -> bytes:
    draft = Draft("e", stream, version, AT, "os-1", "panel-chair", "a test", "c", "panel-1", None, Empty())
    return assemble(*pieces(draft, bytes(16)), previous, LATER)


class Empty(Event):
    """Nothing."""

    name = "test.empty.v1"


class TestPlace:
    def test_bytes_of_the_place_that_is_meant_give_their_two_times(self) -> None:
        assert in_its_place(written(), b"p" * 32, "panel-1", 3) == (instant(AT), LATER)
        assert in_its_place(written(previous=None), None, "panel-1", 3) == (instant(AT), LATER)

    @pytest.mark.parametrize(
        ("previous", "stream", "version"),
        [
            (None, "panel-1", 3),
            (b"q" * 32, "panel-1", 3),
            (b"p" * 32, "panel-2", 3),
            (b"p" * 32, "panel-1", 4),
        ],
    )
    def test_bytes_of_another_place_give_none(
        self, previous: bytes | None, stream: str, version: int
    ) -> None:
        assert in_its_place(written(), previous, stream, version) is None

    def test_bytes_that_are_cut_or_prolonged_give_none(self) -> None:
        body = written()
        for other in (body[:-1], body + b" ", b"", b"{}"):
            assert in_its_place(other, b"p" * 32, "panel-1", 3) is None
