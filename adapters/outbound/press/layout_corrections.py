"""What further editions put right, as blocks: why, what was changed, and each rating with the one it was before."""

from collections.abc import Callable, Iterable, Iterator

from adapters.outbound.press.blocks import Block, plain
from adapters.outbound.press.wordings import Wording
from domain.inspections.report.content import ReportContent, Said

__all__ = ["corrections"]


def corrections(
    content: ReportContent,
    t: Wording,
    say: Callable[[Said], Iterable[Block]],
    level: Callable[[str | None], str],
) -> Iterator[Block]:
    """What each further edition put right.

    Args:
        content: the report.
        t: the fixed texts.
        say: makes blocks of what somebody wrote.
        level: a rating in words.
    """
    for number, reason, changed in content.corrections:
        heading = t("corrections.edition", edition=number)
        yield {"kind": "heading", "level": 2, "text": heading, "id": "", "language": "", "page": False}
        yield from say(reason)
        yield from say(Said(text=t("corrections.changed", changed=changed.text), language=changed.language))
        for each in content.rerated:
            if each.edition != number:
                continue
            of = t("derivation.of_standard", standard=each.subject)
            subject = t("derivation.overall") if each.subject == "overall" else of
            yield plain(t("corrections.rated", subject=subject, was=level(each.was), now=level(each.now)))
