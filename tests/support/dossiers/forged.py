"""Dossiers forged by somebody who has the record's key: other events, chained, sealed and signed as they should be."""

import base64
import json
from collections.abc import Callable
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
) -> bytes:
    """A dossier with other events in it, of a record that holds no others.

    Args:
        content: a dossier of the house's.
        mend: changes its events, in place; the chains are made anew behind it.
        proof: changes what proof.json says.
    """
    files = files_of(content)
    events: Events = [json.loads(line) for line in files["events.jsonl"].splitlines()]
    decided = {sha256_hex(written(each["data"])): each for each in events if "departures" in each["data"]}
    mend(events)
    for each in events:
        old = decided.get(str(dict(each["data"]).get("decision")))
        if old is not None:
            each["data"]["decision"] = sha256_hex(written(old["data"]))
    ends: dict[str, tuple[int, str]] = {}
    lines: list[bytes] = []
    for each in events:
        used = dict(each["data"]).get("cases")
        for case in used if isinstance(used, list) else ():
            if isinstance(case, dict) and case.get("stream") in ends:
                case["digest"] = ends[case["stream"]][1]
        version, digest = ends.get(each["stream"], (0, None))
        if each["version"] == version + 1:
            each["previous"] = digest
        lines.append(written(each))
        ends[each["stream"]] = (each["version"], leaf_digest(lines[-1]).hex())
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
    counted = {name: [each["version"] for each in events if each["stream"] == name] for name in sorted(ends)}
    return rebound(
        content,
        {
            "checkpoint.txt": sign_note("\n".join(note), signer).encode(),
            "events.jsonl": b"".join(each + b"\n" for each in lines),
            "proof.json": written(proved),
        },
        house,
        streams=[
            {"stream": name, "events": len(each), "whole": each[-1] == len(each)}
            for name, each in counted.items()
        ],
    )
