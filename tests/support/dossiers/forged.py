"""Dossiers forged by somebody who has the record's key: other events, chained, sealed and signed as they should be."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from domain.canonical import leaf_digest, sha256_hex
from domain.ledger.notes import sign_note
from tests.support.dossiers.drawn import DossierHouse, files_of, rebound, verifier

__all__ = ["Events", "forged", "written"]

Events: TypeAlias = list[dict[str, Any]]


def written(value: object) -> bytes:
    """A value as JSON, with whatever a record would not hold left in it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def forged(
    content: bytes,
    house: DossierHouse,
    mend: Callable[[Events], None],
    proof: Callable[[dict[str, Any]], None] | None = None,
    others: Mapping[str, bytes] | None = None,
) -> bytes:
    """A dossier with other events in it, of a record that holds no others.

    Args:
        content: a dossier of the house's.
        mend: changes its events, in place; the chains are made anew behind it.
        proof: changes what proof.json says.
        others: files beside the events that are to be others.
    """
    files = files_of(content)
    events: Events = [json.loads(line) for line in files["events.jsonl"].splitlines()]
    decided = {sha256_hex(written(each["data"])): each for each in events if "departures" in each["data"]}
    mend(events)
    for each in events:
        data = each.get("data")
        if isinstance(data, dict) and (old := decided.get(str(data.get("decision")))) is not None:
            data["decision"] = sha256_hex(written(old.get("data")))
    ends, lines = _chained(events)
    size = max(len(lines), 1)
    leaves = [leaf_digest(each) for each in lines]
    root = verifier().root_of(list(range(len(lines))), leaves, iter(()), size)
    signer = house.keys.signer(house.sealing.history().present)
    assert signer is not None
    note = verifier().note_text(files["checkpoint.txt"].decode()).split("\n")
    note[1:3] = [str(size), base64.b64encode(root).decode()]
    proved: dict[str, Any] = {"size": size, "positions": list(range(1, len(lines) + 1)), "hashes": []}
    if proof is not None:
        proof(proved)
    counted = {
        name: [each.get("version") for each in events if each.get("stream") == name] for name in sorted(ends)
    }
    return rebound(
        content,
        {
            "checkpoint.txt": sign_note("\n".join(note), signer).encode(),
            "events.jsonl": b"".join(each + b"\n" for each in lines),
            "proof.json": written(proved),
            **(others or {}),
        },
        house,
        streams=[
            {"stream": name, "events": len(each), "whole": each[-1] == len(each)}
            for name, each in counted.items()
        ],
    )


def _chained(events: Events) -> tuple[dict[str, int], list[bytes]]:
    """The streams, and the events as lines, each of which names the one before it as far as it says what it is."""
    ends: dict[str, tuple[int, str]] = {}
    lines: list[bytes] = []
    for each in events:
        data, stream, number = each.get("data"), each.get("stream"), each.get("version")
        used = data.get("cases") if isinstance(data, dict) else None
        for case in used if isinstance(used, list) else ():
            end = ends.get(str(case.get("stream"))) if isinstance(case, dict) else None
            if end is not None and len(str(case.get("digest"))) == 64:
                case["digest"] = end[1]
        known = isinstance(stream, str) and type(number) is int
        version, digest = ends.get(str(stream), (0, None))
        if known and number == version + 1 and _left_alone(each.get("previous", 0)):
            each["previous"] = digest
        lines.append(written(each))
        if known:
            ends[str(stream)] = (int(str(number)), leaf_digest(lines[-1]).hex())
    return {name: version for name, (version, _) in ends.items()}, lines


def _left_alone(previous: object) -> bool:
    """Whether what an event says of the one before it is what a record would say."""
    return previous is None or (isinstance(previous, str) and len(previous) == 64)
