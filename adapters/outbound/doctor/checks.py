"""What is right and what is wrong with an installation, check by check; a wrong one says what to do."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from activities.conducting.reconciling import ConductorUnreachable
from activities.ports import Attention, StoreFault
from activities.viewing.views import Standing, Views
from adapters.outbound.clocks.system import SystemClock
from adapters.outbound.doctor.documents import of_documents
from adapters.outbound.doctor.notices import of_languages, of_notices
from adapters.outbound.doctor.pages import of_pages, of_visitors
from adapters.outbound.doctor.seals import Said, of_checkpoints, of_keys, of_what_was_sealed
from adapters.outbound.doctor.vault import of_vault
from adapters.outbound.documents import shelf_of
from adapters.outbound.keys.cabinet import Cabinet
from adapters.outbound.post import post_by
from adapters.outbound.projections import ProjectionTables
from adapters.outbound.scanning import scanner_of
from adapters.outbound.settings.settings import Settings
from adapters.outbound.store import Store, StoreMissing, open_store
from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.line import Line, LineDown
from adapters.outbound.temporal.overseeing import TemporalOversight
from adapters.outbound.temporal.ports import is_taken
from adapters.outbound.temporal.server import find_program
from domain.dated_rules.library import Library
from domain.ledger.columns import columns_of
from domain.refusals import Refused
from domain.text import counted

__all__ = ["Check", "checks"]

Verdict = Literal["good", "note", "wrong"]

LEAST_FREE_BYTES = 200_000_000
"""A year's inspections take some tens of megabytes; below this a disk is about to be full for other reasons."""

LAG_SECONDS = 60
"""A running worker makes up for a lag within two sweeps of two seconds; one of a minute does not clear by itself."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        name: what was looked at.
        verdict: ``note`` for what works and may still surprise.
        found: what was found, a sentence.
        remedy: what to do; empty where nothing is to be done.
    """

    name: str
    verdict: Verdict
    found: str
    remedy: str = ""


def checks(
    settings: Settings, temporal: Callable[[], TemporalAddress | None], library: Callable[[], Library]
) -> Iterator[Check]:
    """Look at everything an installation needs.

    Args:
        settings: the installation's.
        temporal: where its Temporal server is, if anywhere.
        library: its dated rules.
    """
    yield _settings(settings)
    yield _home(settings.home)
    yield from _record(settings, temporal, library)
    yield _rules(library)
    yield Check("notices", *of_notices(lambda: post_by(settings, SystemClock())))
    yield from _temporal(settings, temporal)


def _settings(settings: Settings) -> Check:
    if settings.strangers:
        return Check(
            "settings",
            "wrong",
            f"{', '.join(settings.strangers)} is set and means nothing to Assay.",
            "Look for a slip of the pen: `assay settings show` lists what there is.",
        )
    changed = sum(line.origin != "default" for line in settings.lines)
    return Check("settings", "good", f"{changed} of {len(settings.lines)} settings differ from the default.")


def _home(home: Path) -> Check:
    place = next(each for each in (home, *home.parents) if each.exists())
    if not os.access(place, os.W_OK):
        return Check(
            "home folder", "wrong", f"{home} cannot be written to.", "Set ASSAY_HOME to a folder of your own."
        )
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE_BYTES:
        return Check(
            "home folder",
            "wrong",
            f"The disk of {home} has only {free // 1_000_000} MB left.",
            "Make room: Assay cannot record anything on a full disk.",
        )
    return Check("home folder", "good", f"{home}, with {free // 1_000_000_000} GB left on its disk.")


def _record(
    settings: Settings, temporal: Callable[[], TemporalAddress | None], library: Callable[[], Library]
) -> Iterator[Check]:
    try:
        store = open_store(settings.database_url)
    except StoreMissing:
        yield Check(
            "record", "wrong", "There is no record yet.", "`assay run` or `assay db migrate` makes one."
        )
        return
    except StoreFault as fault:
        yield Check("record", "wrong", str(fault), "Put right what the sentence says, then ask again.")
        return
    try:
        identity = store.identity()
        time = ", in simulated time" if identity.simulated else ""
        yield Check(
            "record",
            "good",
            f"Record {identity.id[:8]} of {identity.created:%Y-%m-%d}{time}, "
            f"{counted(store.last_position(), 'event')}, schema {store.schema_version()}.",
        )
        yield Check("keys", *of_keys(Cabinet(settings.keys_folder, settings.command_key_file).shown()))
        yield Check(
            "vault", *of_vault(settings.vault_url, settings.database_url, settings.keys_folder, store)
        )
        scanner = scanner_of(settings.virus_scanner)
        yield Check("documents", *of_documents(store, shelf_of(settings), scanner))
        yield Check("pages", *of_pages(store, settings.openid_issuer, settings.pages_example_sign_in))
        if visitors := of_visitors(settings.pages_origin, settings.pages_trusted_proxies):
            yield Check("visitors", *visitors)
        if languages := of_languages(store):
            yield Check("languages of notices", *languages)
        by_this_clock = temporal() is not None and not identity.simulated
        now = SystemClock().now()
        every = timedelta(minutes=settings.checkpoint_minutes)
        yield Check("checkpoints", *_sealed(store, settings.keys_folder, every, by_this_clock, now))
        yield _workflows(store.lagging(), by_this_clock, now)
        kept = ProjectionTables(settings.database_url)
        try:
            yield _views(Views(store=store, kept=kept, library=library).standing(), by_this_clock, now)
        finally:
            kept.close()
    except StoreFault as fault:
        yield Check("record", "wrong", str(fault), "Put right what the sentence says, then ask again.")
    finally:
        store.close()


def _sealed(store: Store, keys: Path, every: timedelta, conducted: bool, now: datetime) -> Said:
    last = store.last_checkpoint()
    beyond = store.scan(last.size, 1) if last else ()
    since = datetime.fromisoformat(columns_of(beyond[0].body).recorded_at) if beyond else None
    said = of_checkpoints(last, store.last_position(), since, every, conducted, now)
    return said if said.verdict == "wrong" else of_what_was_sealed(store, keys) or said


def _workflows(lagging: Sequence[Attention], conducted: bool, now: datetime) -> Check:
    """Whether the workflows have attended to what concerns them; quiet events may gather for hours.

    Args:
        lagging: those that have not.
        conducted: whether a Temporal server is known, so that a worker should be making up for them by now.
        now: the time.
    """
    behind = [each for each in lagging if each.loud]
    if not behind:
        return Check("workflows", "good", "Every workflow has attended to all that concerns it.")
    found = f"{len(behind)} workflows have not attended to all that concerns them"
    late = timedelta(seconds=LAG_SECONDS)
    stuck = sorted(each.stream for each in behind if each.since is not None and now - each.since > late)
    if conducted and stuck:
        return Check(
            "workflows",
            "wrong",
            f"{found}, {len(stuck)} of them for more than {LAG_SECONDS} seconds, such as {stuck[0]}.",
            "Start a worker if none runs, else look into the log and at the workflow on Temporal's pages.",
        )
    return Check(
        "workflows", "note", f"{found}.", "A running worker makes up for it; start one if none runs."
    )


def _views(standing: Standing, kept_up: bool, now: datetime) -> Check:
    """Whether the views say what the record says; what they lack is worked out before anybody reads them.

    Args:
        standing: how they stand to the record.
        kept_up: whether a worker should be keeping them up.
        now: the time.
    """
    if standing.stopped_because:
        return Check(
            "views",
            "wrong",
            f"They can go no further than position {standing.position}. {standing.stopped_because}",
            "Use the newer Assay; all that is before that event is shown.",
        )
    behind = f"{counted(standing.behind, 'event')} behind the record."
    if kept_up and standing.since is not None and now - standing.since > timedelta(seconds=LAG_SECONDS):
        return Check("views", "wrong", behind, "Start a worker if none runs, else look into the log.")
    return Check("views", "good", behind)


def _rules(library: Callable[[], Library]) -> Check:
    try:
        found = library()
    except Refused as refused:
        return Check("dated rules", "wrong", refused.refusal.sentence, "Put the file right, or take it away.")
    if found.left_out:
        return Check(
            "dated rules",
            "wrong",
            " ".join(each.sentence for each in found.left_out),
            "Give it another version, or take it away.",
        )
    kinds = found.protocols()
    lacking = [
        f"{kind.id} needs {missing}"
        for kind in kinds
        for missing in (
            kind.framework and not found.framework(kind.framework) and f"the framework {kind.framework}",
            kind.scheme and not found.scheme(kind.scheme) and f"the scheme {kind.scheme}",
        )
        if missing
    ]
    if lacking:
        return Check(
            "dated rules", "wrong", f"{'; '.join(lacking)}.", "Put the missing file into the home folder."
        )
    return Check(
        "dated rules", "good", f"{len(kinds)} kinds of inspection: {', '.join(k.id for k in kinds)}."
    )


def _temporal(settings: Settings, temporal: Callable[[], TemporalAddress | None]) -> Iterator[Check]:
    address = temporal()
    if address is not None:
        yield _answers(address)
        return
    try:
        program = find_program()
    except Refused as refused:
        yield Check("Temporal server", "wrong", refused.refusal.sentence, "Run `make setup`.")
        return
    for name, port in (
        ("ASSAY_TEMPORAL_PORT", settings.temporal_port),
        ("ASSAY_TEMPORAL_UI_PORT", settings.temporal_ui_port),
    ):
        if port and is_taken(port):
            yield Check(
                "Temporal server",
                "wrong",
                f"Port {port} is taken by another program.",
                f"Stop that program, or set {name} to a free port or to 0.",
            )
            return
    yield Check(
        "Temporal server",
        "note",
        f"None runs; commands are recorded all the same. The embedded one is {program}.",
        "Start it with `assay run`.",
    )


def _answers(address: TemporalAddress) -> Check:
    line = Line(lambda: connect(address, identity="assay-doctor", codec=None))
    try:
        TemporalOversight(line, task_queue=address.task_queue).memory()
    except (ConductorUnreachable, LineDown) as down:
        return Check(
            "Temporal server",
            "wrong",
            f"{address.target} does not answer for the namespace {address.namespace}: {down}",
            "Start it, or set ASSAY_TEMPORAL_TARGET and ASSAY_TEMPORAL_NAMESPACE to what is there.",
        )
    finally:
        line.close()
    return Check(
        "Temporal server", "good", f"{address.target} answers for the namespace {address.namespace}."
    )
