"""The verifiers know every event on which a rating rests, in every version that was ever recorded.

They share no code with the record, so nothing but this would tell that an event was added, or changed, which they do
not read. Whoever adds an event to one of these rooms says here whether a rating rests on it.
"""

import json
import re
from pathlib import Path

import pytest

from domain.deciders import DECIDERS, EVENT_NAMES
from domain.people.authority import AUTHORITY
from domain.people.once_allowed import ONCE_ALLOWED
from tests.arch.tree import ROOT
from tests.support.dossiers.drawn import PLACE, verifier
from tests.support.servers.chromium import PAGE

DOCS = (ROOT / "docs" / "dossier.md").read_text(encoding="utf-8")
GOLDEN = ROOT / "tests" / "contract" / "golden_events"
ROOMS = ("inspection", "case", "second-read", "panel", "privacy", "record")
"""The rooms of which there are events in a dossier."""

NO_RATING_RESTS_ON = {
    "inspection": """
        answers-counted cancelled case-list-received challenge-raised challenge-rejected closed condition-lifted
        condition-met condition-overdue condition-set correction-given-up correction-opened correlation-checked
        deadline-moved deferred draft-sent embargoed-copy-sent evidence-chased evidence-escalated evidence-linked
        evidence-overdue evidence-received evidence-replaced evidence-requested evidence-waived extension-asked
        extension-granted extension-refused factual-accuracy-confirmed factual-accuracy-window-lapsed
        fieldwork-begun notice-undelivered fieldwork-ended fieldwork-moved further-evidence-requested
        lead-changed new-list-agreed notice-sent panel-planned partner-signed practice-noted practice-withdrawn
        provider-followed public-value-noted publication-scheduled questions-set report-answered report-drafted
        report-published report-signed-off report-submitted report-withdrawn resumed section-struck
        section-written stage-overdue team-set told-otherwise text-translated waiver-withdrawn""",
    "case": """
        allocated answer-noted characteristics-recorded classification-recorded interview-held interview-not-held
        prompts-answered reader-stood-in reads-shown reference-noted second-reader-named""",
    "second-read": "allocated answer-noted completed reopened set-aside",
    "panel": """
        agenda-arranged called-off chair-taken closed convened dissent-recorded item-deferred item-removed
        item-retabled item-tabled member-arrived member-invited member-left member-recused minutes-approved
        minutes-corrected minutes-drafted minutes-overdue notice-sent opened pack-issued papers-overdue""",
    "privacy": "subject-access-given subject-erased subject-held subject-released",
    "record": "",
}
"""Events that the verifiers may pass over: were the record without them, the ratings would be derived as they are."""

READ = {
    "inspection.announced": {"inspection", "scheme", "framework"},
    "inspection.rating-proposed": {"standard", "rating"},
    "inspection.criterion-scored": {"standard", "percent"},
    "inspection.standard-left-unrated": {"standard", "reason"},
    "inspection.sample-drawn": {"population", "cases"},
    "inspection.sample-withdrawn": {"population"},
    "inspection.case-replaced": {"case", "by"},
    "inspection.second-reads-drawn": {"cases"},
    "inspection.case-reads-closed": {"cases"},
    "inspection.ratings-derived": {
        "cases",
        "ratings",
        "overall",
        "score",
        "max_score",
        "trace",
        "trace_digest",
    },
    "inspection.ratings-decided": {"derivation", "ratings", "overall", "departures", "decided_on", "panel"},
    "inspection.challenge-accepted": {"due"},
    "inspection.ratings-confirmed": {"derivation", "ratings", "overall", "departures", "decided_on"},
    "case.sampled": {"inspection", "population", "key_questions"},
    "case.answers-recorded": {"answers"},
    "second-read.drawn": {"inspection", "case", "population", "key_questions"},
    "second-read.answers-recorded": {"answers"},
    "second-read.difference-decided": {"question", "answer"},
    "panel.inspection-considered": {"inspection", "decision"},
    "record.opened": {"record", "time"},
    "record.sealing-key-rotated": {"old", "new"},
}
"""The members that the verifiers read of an event."""


def known() -> dict[str, int]:
    """What the verifier for Python knows."""
    return {name: int(version) for name, version in verifier().KNOWN.items()}


def rights() -> dict[str, tuple[int, frozenset[str]]]:
    """By event the version that the verifier for Python knows, 0 for any, and the roles that may record it."""
    told = verifier().RIGHTS
    return {name: (int(version), frozenset(roles)) for name, (version, roles, _) in told.items()}


def tables(name: str) -> list[str]:
    """A table as each program has it, without what stands between its words."""
    several = [file.read_text(encoding="utf-8") for file in (PLACE, PAGE)]
    found = [re.search(name, each, re.DOTALL) for each in several]
    return ["".join(each[0].split()) for each in found if each is not None]


def test_both_verifiers_have_one_table_of_what_they_read_and_of_whom_they_believe() -> None:
    """The same names in the same order, written twice: a difference would be one in what they say."""
    one, two = tables(r'\[\{\s*dossier\.json:.*?\}\](?=["`])')
    assert one == two
    script = PAGE.read_text(encoding="utf-8")
    assert all(f'{letter}: "{role}"' in script for letter, role in verifier().ROLES.items())


@pytest.mark.parametrize("name", sorted(verifier().RIGHTS))
def test_the_table_names_what_they_read_of_an_event_and_no_more(name: str) -> None:
    shape = verifier().RIGHTS[name][2]
    assert shape.keys() == READ.get(name, set())


@pytest.mark.parametrize("name", sorted(verifier().KNOWN))
def test_every_version_that_was_ever_recorded_has_the_shape_that_they_read(name: str) -> None:
    """Else an honest dossier would be refused."""
    for file in sorted(GOLDEN.glob(f"{name}.v*.json")):
        data = json.loads(file.read_bytes())["data"]
        assert verifier().fitting(verifier().RIGHTS[name][2], True)(data), file.name


def test_they_hold_every_event_to_the_roles_that_the_authority_table_allows_or_ever_allowed() -> None:
    """They know no days. To no fewer, else an honest record would be refused; to no more, else a dishonest one not."""
    may: dict[str, set[str]] = {}
    for decider in DECIDERS.values():
        for each in decider.rules.values():
            for event in each.events:
                kind = event.name.rpartition(".v")[0]
                may.setdefault(kind, set()).update(role.value for role in AUTHORITY[each.command.verb])
    for row in ONCE_ALLOWED:
        for kind in row.events:
            may.setdefault(kind, set()).add(row.role)
    assert {name: set(roles) for name, (_, roles) in rights().items()} == {
        name: may[name] for name in rights()
    }


def test_the_page_on_dossiers_has_the_roles_of_every_event() -> None:
    told = DOCS.split("\n### Roles\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| (`[^|]*`) \| ([^|]*) \|", told, re.MULTILINE)
    written = {
        name: frozenset(roles.strip().split(", "))
        for names, roles in rows
        for name in re.findall(r"`([a-z.-]+)`", names)
    }
    assert written == {name: roles for name, (_, roles) in rights().items()}


@pytest.mark.parametrize("room", ROOMS)
def test_of_every_event_it_is_said_whether_a_rating_rests_on_it(room: str) -> None:
    recorded = {each.rpartition(".v")[0] for each in EVENT_NAMES.present if each.startswith(f"{room}.")}
    passed_over = {f"{room}.{each}" for each in NO_RATING_RESTS_ON[room].split()}
    bearing = {each for each in known() if each.startswith(f"{room}.")}
    new = recorded - passed_over - bearing
    assert not new, (
        f"{sorted(new)} are new. If a rating rests on one, both programs in verify/ must read it, and docs/trace.md "
        "and docs/dossier.md say how; else put it into NO_RATING_RESTS_ON here, and into PASSED_OVER of both."
    )
    assert (passed_over | bearing) - recorded == set()
    assert passed_over & bearing == set()


def test_the_kinds_that_they_pass_over_are_those_on_which_no_rating_rests() -> None:
    """Every other kind is of a later version: one more would hide it, one fewer refuse a record."""
    told = {f"{room}.{kind}" for room, kinds in verifier().PASSED_OVER.items() for kind in kinds}
    of_roles_alone = rights().keys() - known().keys()
    assert told | of_roles_alone == {
        f"{room}.{kind}" for room, kinds in NO_RATING_RESTS_ON.items() for kind in kinds.split()
    }
    assert told & rights().keys() == set()


def test_of_the_events_on_which_a_rating_rests_they_know_the_version_that_is_recorded_today() -> None:
    today = dict(each.rpartition(".v")[::2] for each in EVENT_NAMES.present)
    other = {
        name: (version, today.get(name))
        for name, version in known().items()
        if str(version) != today.get(name)
    }
    assert other == {}, (
        "These have another version today than the programs in verify/ know (known, today). Make both read it, and "
        "raise it in KNOWN of both."
    )


@pytest.mark.parametrize("name", sorted(READ))
def test_what_they_read_of_an_event_is_in_each_version_that_was_ever_recorded(name: str) -> None:
    files: list[Path] = sorted(GOLDEN.glob(f"{name}.v*.json"))
    assert files
    for file in files:
        data = json.loads(file.read_bytes())["data"]
        assert READ[name] - data.keys() == set(), file.name
    assert READ.keys() <= known().keys()
