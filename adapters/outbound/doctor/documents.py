"""What the doctor says of the documents: whether all that the record names are there, and whether somebody looks."""

from activities.ports import EventStore, Scanner, StoreFault
from adapters.outbound.doctor.seals import Said
from adapters.outbound.documents import Shelf, ShelvedDocuments
from domain.holdings.document import document_stream
from domain.text import counted

__all__ = ["of_documents"]


def of_documents(store: EventStore, shelf: Shelf, scanner: Scanner | None) -> Said:
    """Whether every document that was handed in is where documents are kept, and the scanner answers.

    Args:
        store: the record, opened.
        shelf: where documents are kept.
        scanner: looks for viruses; None where nobody does.
    """
    prefix = document_stream("")
    try:
        kept = {name.rpartition("/")[2].partition(".")[0] for name in ShelvedDocuments(shelf).names()}
        missing = [each for each in store.streams(prefix) if each.removeprefix(prefix) not in kept]
        if scanner is not None:
            scanner.scan(b"Is anybody there?")
    except StoreFault as fault:
        return Said(
            "wrong", str(fault), "Nothing can be handed in meanwhile; docs/evidence.md says what is needed."
        )
    if missing:
        return Said(
            "wrong",
            f"{counted(len(missing), 'document')} that the record names cannot be found in {shelf.place}, such as "
            f"{missing[0].removeprefix(prefix)}.",
            "Put the documents back from a back-up; what is handed in again under the same digest is as good.",
        )
    looked = "a virus scanner looks at each" if scanner else "no virus scanner is set"
    return Said("good", f"{counted(len(kept), 'document')} in {shelf.place}; {looked}.")
