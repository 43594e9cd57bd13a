"""Messages that are written as they always were where nothing is said in what came later, so that digests stay."""

from typing import Any, ClassVar

from pydantic import SerializerFunctionWrapHandler, model_serializer

from domain.messages import Message

__all__ = ["Sparse"]


class Sparse(Message):
    """A message with fields that came later, each of which is left out where it is empty or 0."""

    later: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        return {name: each for name, each in written.items() if each or name not in self.later}
