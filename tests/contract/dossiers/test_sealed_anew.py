"""What both verifiers say of a field that somebody changed who has the key of the record, and sealed it all anew."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from tests.support.dossiers.drawn import DossierHouse, verifier
from tests.support.dossiers.forged import Events, forged
from tests.support.dossiers.verifiers import Verifiers

BENT = max(int(os.environ.get("DOSSIERS", "48")) // 4, 12)
"""How many are bent."""


def _in_another_role(events: Events, random: Random) -> None:
    """Somebody who may not do such a thing does it."""
    here = {each["name"].rpartition(".v")[0] for each in events}
    kind = random.choice(sorted(each for each in here if each in verifier().RIGHTS))
    chosen = random.choice([each for each in events if each["name"].startswith(f"{kind}.v")])
    chosen["acting_role"] = random.choice(["auditor", "data-protection-officer", "", "Lead-inspector"])


def _answered_otherwise(events: Events, random: Random) -> None:
    """A case that was read once is answered the other way at one key question, the last time that it is answered."""
    derived = [each for each in events if each["name"].startswith("inspection.ratings-derived.")][-1]
    used = {each["stream"] for each in derived["data"]["cases"]}
    alone = sorted(
        each
        for each in used
        if each.startswith("case-") and each.replace("case-", "second-read-", 1) not in used
    )
    case = random.choice(alone)
    last = {
        pair[0]: pair
        for each in events
        if each["stream"] == case and each["name"].startswith("case.answers-recorded.")
        for pair in each["data"]["answers"]
    }
    pair = last[random.choice(sorted(last))]
    pair[1] = random.choice([each for each in ("yes", "no", "not_applicable") if each != pair[1]])


def _rated_otherwise(events: Events, random: Random) -> None:
    """The deriving event states something else than what follows."""
    derived = [each for each in events if each["name"].startswith("inspection.ratings-derived.")][-1]["data"]
    rated = random.choice([each for each in derived["ratings"] if each["rating"] is not None])
    match random.choice(["rating", "overall", "score", "digest"]):
        case "rating":
            rated["rating"] = "good" if rated["rating"] != "good" else "inadequate"
        case "overall":
            derived["overall"] = "good" if derived["overall"] != "good" else "inadequate"
        case "score":
            derived["score"] += 1
        case _:
            derived["trace_digest"] = "0" * 64


def _bent_by(
    bend: Callable[[Events, Random], None], random: Random, content: bytes, house: DossierHouse
) -> bytes:
    return forged(content, house, lambda events: bend(events, random))


BENT_BY_A_KEY_HOLDER: Sequence[tuple[str, Callable[[Events, Random], None]]] = (
    ("not-authorised", _in_another_role),
    ("rating-differs", _answered_otherwise),
    ("rating-differs", _rated_otherwise),
)
"""What somebody may do to an event who has the record's key, and what is said: all digests and signatures hold."""


def test_a_single_field_is_seen_in_events_that_a_key_holder_has_sealed_anew(
    both: Verifiers, house: DossierHouse, content: bytes, tell: Callable[[str], None]
) -> None:
    """Digests, chains, the tree and all signatures are made anew: what is left is what the events say."""
    random = Random("sealed anew")
    seen: Counter[str] = Counter()
    for number in range(BENT):
        expected, bend = BENT_BY_A_KEY_HOLDER[number % len(BENT_BY_A_KEY_HOLDER)]
        found = both.verify(_bent_by(bend, random, content, house), house.key)
        assert (found["verdict"], bool(found["place"])) == (expected, True), found
        seen[found["verdict"]] += 1
    assert set(seen) == {"not-authorised", "rating-differs"}
    tell(f"  {sum(seen.values())} single fields in events that were sealed anew: {dict(seen)}")
