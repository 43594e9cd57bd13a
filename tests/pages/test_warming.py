"""A server of the pages gets ready beside its first visitors, and answers them all the same while it does."""

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence

import pytest

from activities.commanding.records import MANY
from activities.ports import StoreFault
from adapters.inbound.web.rendering import templates
from adapters.inbound.web.warming import IN_TURN_SECONDS, warm
from domain.ledger.envelope import Recorded
from domain.streams import code_in, panel_stream
from tests.support.site import Site

AUDITOR = "0" * 31 + "2"


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What a test lets stay is searched again after it, as often as before."""
    before, in_turn = gc.get_threshold(), sys.getswitchinterval()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
    sys.setswitchinterval(in_turn)


def test_what_was_read_ahead_is_not_loaded_for_a_visitor(
    looking: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(looking.assay, example=True)
    assert gc.get_freeze_count() > 0
    store, asked = looking.assay.store, list[int]()
    load = store.load

    def counting(wanted: Mapping[str, int]) -> Mapping[str, Sequence[Recorded]]:
        asked.append(len(wanted))
        return load(wanted)

    monkeypatch.setattr(store, "load", counting)
    with looking.visit(AUDITOR) as visit:
        for path in ("/inspections", "/panels", "/audit", "/results"):
            assert visit.get(path).status_code == 200
    assert max(asked, default=0) < MANY, "of many streams nothing is loaded"


def test_the_papers_of_meetings_are_put_together_before_anybody_opens_them(
    looking: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(looking.assay, example=True)
    monkeypatch.setattr("activities.packs.pack_of", lambda *_: pytest.fail("they are put together once"))
    assay = looking.assay
    panels = assay.records.read(assay.records.named("panel-"))
    items = [
        (code_in(stream, panel_stream), item)
        for stream, found in panels.items()
        for item in found.state.items
    ]
    assert items
    for panel, item in items:
        assert assay.packs.put_together(panel, item).inspection == item


def test_whoever_waits_for_a_thread_has_their_turn_soon(looking: Site) -> None:
    sys.setswitchinterval(0.005)
    warm(looking.assay, example=True)
    assert sys.getswitchinterval() == pytest.approx(IN_TURN_SECONDS)


def test_every_template_of_a_page_can_be_compiled() -> None:
    names = templates().list_templates(filter_func=lambda each: each.startswith("pages/"))
    assert len(names) > 80
    assert all(templates().get_template(each) for each in names)


def test_no_visitor_waits_for_a_template_to_be_compiled(
    looking: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(looking.assay, example=True)
    compiled = list[str | None]()
    monkeypatch.setattr(templates(), "compile", lambda source, name=None, *_, **__: compiled.append(name))
    with looking.visit(AUDITOR) as visit:
        for path in ("/home", "/inspections", "/panels", "/audit", "/results", "/results/national"):
            assert visit.get(path).status_code == 200
    assert compiled == []


def test_a_record_that_cannot_be_read_keeps_no_server_from_starting(
    looking: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: str) -> Iterator[str]:
        raise StoreFault("the database is down")

    monkeypatch.setattr(looking.assay.store, "streams", gone)
    warm(looking.assay, example=False)
