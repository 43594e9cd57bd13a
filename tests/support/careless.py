"""An Assay that does everything wrong with what is private, to show that the search for it would have found it.

It seals nothing and encrypts nothing, logs and traces what commands say, and repeats in a refusal what was typed.

    python -m tests.support.careless run        as `assay run`
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from opentelemetry import trace
from pydantic import ValidationError
from temporalio.api.common.v1 import Payload

from activities.commanding.desk import Desk, Order, Outcome
from adapters.inbound.commands import fields
from adapters.outbound.documents import ShelvedDocuments
from adapters.outbound.temporal.encrypting import EncryptingCodec
from adapters.outbound.vault.vault import KeyVault
from domain.privacy.boxes import Place, Plain, Sealed
from domain.refusals import Refused

__all__ = ["be_careless"]


def _seal(_vault: KeyVault, plain: Plain, place: Place) -> Sealed:
    return Sealed(
        algorithm="none",
        category=plain.category,
        ciphertext=base64.b64encode(plain.text.ljust(24).encode()).decode(),
        commitment="0" * 64,
        field=place.field,
        nonce="0" * 24,
        subject=plain.subject,
    )


def _open(_vault: KeyVault, box: Sealed, _place: Place) -> str:
    return base64.b64decode(box.ciphertext).decode().rstrip()


async def _leave(_codec: EncryptingCodec, payloads: Sequence[Payload]) -> list[Payload]:
    return list(payloads)


def be_careless() -> None:
    """From now on, in this process."""
    give, invalid = Desk.give, fields.refuse_invalid

    def tell(self: Desk, order: Order) -> Outcome:
        said = " ".join(f"{name}={str(value)!s}" for name, value in _texts(order.command))
        structlog.get_logger("careless").debug("given", said=said)
        trace.get_current_span().set_attribute("assay.said", said)
        with trace.get_tracer("careless").start_as_current_span("given", attributes={"assay.said": said}):
            return give(self, order)

    def repeat(error: ValidationError, names: Mapping[str, str]) -> Refused:
        typed = error.errors(include_url=False)[0].get("input")
        return Refused.because("bad-value", f"{invalid(error, names).refusal.sentence} Not {typed!s}.")

    for careful, name, careless in (
        (KeyVault, "seal", _seal),
        (KeyVault, "open", _open),
        (EncryptingCodec, "encode", _leave),
        (ShelvedDocuments, "keep_sealed", ShelvedDocuments.keep),
        (Desk, "give", tell),
    ):
        setattr(careful, name, careless)
    fields.refuse_invalid = repeat  # before the module that uses it is loaded


def _texts(value: Any, name: str = "") -> list[tuple[str, object]]:
    """Every text of a command, whatever it is wrapped in."""
    if isinstance(value, str):
        return [(name, str.__str__(value))]
    if isinstance(value, tuple):
        return [each for inner in value for each in _texts(inner, name)]
    if hasattr(type(value), "model_fields"):
        return [each for field, inner in value for each in _texts(inner, field)]
    return []


if __name__ == "__main__":
    import worker

    be_careless()
    worker.main()
