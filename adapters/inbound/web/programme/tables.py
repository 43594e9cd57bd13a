"""Files that come with a form: read by the same readers as on the command line, which read them from a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.datastructures import UploadFile

from adapters.inbound.files.programme.reading import BadProgramme
from adapters.inbound.visiting.house import House
from adapters.inbound.web.forms.forms import Problem
from domain.programme.problem import Problem as Year
from domain.programme.year.terms import PlanContent
from domain.refusals import Refused

__all__ = ["MOST_FAULTS", "in_a_folder", "problems_of", "year_of"]

MOST_FAULTS = 50
"""The most faults of a file that are shown: more would be put right by going through the file again."""


@contextmanager
def in_a_folder(file: UploadFile) -> Iterator[Path]:
    """A file that was sent, under its own name in a folder of its own, for as long as this lasts.

    Whatever is said to be wrong with it names the file and not the folder.
    """
    name = Path((file.filename or "file").replace("\\", "/")).name[:120].lstrip(".") or "file"
    with TemporaryDirectory(prefix="assay-") as folder:
        path = Path(folder) / name
        path.write_bytes(file.file.read())
        try:
            yield path
        except BadProgramme as bad:
            raise BadProgramme([_without(each, folder) for each in bad.wrong]) from None
        except Refused as refused:
            raise Refused.because(refused.refusal.code, _without(refused.refusal.sentence, folder)) from None


def _without(sentence: str, folder: str) -> str:
    return sentence.replace(f"{folder}/", "").replace(folder, "The file")


def problems_of(field: str, refused: Refused) -> tuple[Problem, ...]:
    """Everything that is wrong with a file, as errors of the input that it came by."""
    several = refused.wrong if isinstance(refused, BadProgramme) else (refused.refusal.sentence,)
    found = [Problem(field, each) for each in several[:MOST_FAULTS]]
    if len(several) > MOST_FAULTS:
        found.append(Problem(field, f"And {len(several) - MOST_FAULTS} more"))
    return tuple(found)


def year_of(house: House, content: PlanContent) -> Year:
    """The tables that a plan on the record is a plan of.

    Raises:
        Refused: ``tables-gone``: their time to be kept is over.
    """
    tables = house.services.programme_record.tables(content.document)
    if tables is None:
        raise Refused.because("tables-gone", "The tables of this plan are no longer kept.")
    return tables
