"""A report as a row of blocks, the same for a page and for a PDF: what stands where, in which language.

There is one layout for all languages. Fixed texts come from the catalogue, people's from the record; a text that is
in another language than the report says so, so that it is read out in it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from adapters.outbound.press.blocks import Block, plain
from adapters.outbound.press.layout_again import again
from adapters.outbound.press.layout_corrections import corrections
from adapters.outbound.press.layout_derivation import derivation
from adapters.outbound.press.layout_findings import asked_under, findings
from adapters.outbound.press.wordings import Wording, wording
from domain.cases.diversity.characteristics import CHARACTERISTICS
from domain.inspections.report.content import ReportContent, Said
from domain.inspections.report.sections import with_changes

__all__ = ["Laid", "laid_out"]

"""One block: its ``kind`` and what that needs. Plain data, for a template of any kind."""


@dataclass(frozen=True)
class Laid:
    """A report that is laid out.

    Attributes:
        title: its title.
        language: the tag of its language.
        front: the lines of the title page.
        status: what must be seen first: that it is a draft, superseded or withdrawn.
        blocks: all that follows.
    """

    title: str
    language: str
    front: list[str]
    status: list[str]
    blocks: list[Block] = field(default_factory=list)


def laid_out(content: ReportContent) -> Laid:
    """A report, laid out in its language."""
    t = wording(content.language)
    blocks: list[Block] = []
    for section in with_changes(content.sections):
        inner = list(_SECTIONS[section](content, t))
        if inner:
            blocks += [_section(t, section), *inner]
    return Laid(
        title=t("title.report", providers=t.listed(content.providers)),
        language=content.language,
        front=list(_front(content, t)),
        status=list(_status(content, t)),
        blocks=_kept(blocks),
    )


_A_FEW_LINES = 400
"""What is at most so many characters long is kept with the table that it leads to; more would leave a page empty."""


def _kept(blocks: list[Block]) -> list[Block]:
    """The blocks, with each short paragraph before a table marked to be kept with it, as a heading is."""
    return [
        each | {"keep": True}
        if each["kind"] == "paragraph" and after["kind"] == "table" and len(each["text"]) <= _A_FEW_LINES
        else each
        for each, after in pairwise([*blocks, {"kind": "end"}])
    ]


_ON_A_PAGE_OF_ITS_OWN = frozenset(
    {"foreword", "ratings", "summary", "follow-up", "findings", "glossary", "corrections"}
)
"""The sections that begin on a new page where there are pages; the others follow on."""


def _section(t: Wording, section: str) -> Block:
    return _heading(1, t(f"section.{section}"), section) | {"page": section in _ON_A_PAGE_OF_ITS_OWN}


def _heading(level: int, text: str, id_: str = "", language: str = "") -> Block:
    return {"kind": "heading", "level": level, "text": text, "id": id_, "language": language, "page": False}


def _said(said: Said, t: Wording) -> Iterator[Block]:
    """What somebody wrote, paragraph by paragraph."""
    language = "" if said.language == t.language else said.language
    for paragraph in said.text.split("\n\n"):
        yield {"kind": "paragraph", "text": " ".join(paragraph.split()), "language": language}


def _front(content: ReportContent, t: Wording) -> Iterator[str]:
    kind = content.rules.kind
    yield t("title.inspectorate")
    yield t("title.of", kind=kind, area=content.area) if content.area else t("title.kind", kind=kind)
    if content.partners:
        yield t("title.partners", partners=t.listed(content.partners))
    first, last = content.fieldwork
    yield t("title.fieldwork", first=t.day(first), last=t.day(last))
    if content.published_on and content.public:
        yield t("title.published", day=t.day(content.published_on))
    if not content.public:
        yield t("title.not_public")
    yield t("title.reference", reference=content.inspection, edition=content.edition)


def _status(content: ReportContent, t: Wording) -> Iterator[str]:
    if content.published_on is None:
        yield t("title.draft")
    replaced = content.replaced
    if replaced is None:
        return
    if replaced.edition is None:
        yield t("status.withdrawn")
    elif replaced.on is None:
        yield t("status.superseded_no_day", edition=replaced.edition)
    else:
        yield t("status.superseded", edition=replaced.edition, day=t.day(replaced.on))
    yield t("status.reason", reason=replaced.reason)


def _level(content: ReportContent, code: str | None, t: Wording) -> str:
    """A rating in words: the catalogue's, or the scheme's own where it has another scale."""
    if code is None:
        return t("rating.none")
    return t.known(f"level.{code}") or dict(content.levels).get(code, code)


def _written(section: str) -> "Section":
    def blocks(content: ReportContent, t: Wording) -> Iterator[Block]:
        said = dict(content.texts).get(section)
        if said is not None:
            yield from _said(said, t)

    return blocks


def _foreword(content: ReportContent, t: Wording) -> Iterator[Block]:
    if content.foreword is None:
        return
    yield from _said(content.foreword, t)
    if content.signed_on:
        who = "foreword.deputy" if content.deputised else "foreword.signed"
        yield plain(t(who, day=t.day(content.signed_on)))


def _ratings(content: ReportContent, t: Wording) -> Iterator[Block]:
    if content.overall:
        overall = t("rating.overall", rating=_level(content, content.overall, t))
        yield {"kind": "overall", "text": overall}
        if content.score is not None:
            yield plain(t("rating.points", score=content.score, most=content.max_score))
        if content.overall_derived:
            yield plain(t("rating.departed", rating=_level(content, content.overall_derived, t)))
    if content.ratings:
        yield {
            "kind": "table",
            "caption": t("rating.caption"),
            "head": [t("rating.standard"), t("rating.rating")],
            "rows": [
                [
                    {
                        "text": t.headed(each.number, each.title),
                        "more": each.text,
                        "language": t.of_framework,
                    },
                    {"text": _rating(content, each.rating, each.derived, t), "more": "", "language": ""},
                ]
                for each in content.ratings
            ],
        }
        yield plain(t("rating.table_note"))


def _rating(content: ReportContent, rating: str | None, derived: str | None, t: Wording) -> str:
    words = _level(content, rating, t)
    return t("rating.by_rule", rating=words, derived=_level(content, derived, t)) if derived else words


def _recommendations(content: ReportContent, t: Wording) -> Iterator[Block]:
    for to in dict.fromkeys(to for _, to, _ in content.recommendations):
        body = to if to in content.providers else to.upper()
        several = to == "provider" and len(content.providers) > 1
        heading = t("recommendation.body", body=t.listed(content.providers) if several else body)
        yield _heading(2, t("recommendation.provider") if to == "provider" and not several else heading)
        yield {
            "kind": "list",
            "items": [
                {
                    "text": t("recommendation.number", number=code, text=said.text),
                    "language": "" if said.language == t.language else said.language,
                }
                for code, whom, said in content.recommendations
                if whom == to
            ],
        }


_OUR_PAPERS = re.compile(r" \(\d{3} (?:§|L)[^)]*\)")
"""Where a kind of inspection says in which of our papers an enactment is named; no reader of a report has those."""


def _how(content: ReportContent, t: Wording) -> Iterator[Block]:
    yield from _written("why-and-how")(content, t)
    first, last = content.fieldwork
    rules = content.rules
    basis = _OUR_PAPERS.sub("", rules.statutory_basis)
    yield plain(t("how.fieldwork", first=t.day(first), last=t.day(last), basis=basis))
    yield from asked_under(rules, t)
    if content.partners:
        yield plain(t("how.partners", partners=t.listed(content.partners)))
    if content.sampled:
        yield {
            "kind": "table",
            "caption": t("how.sample"),
            "head": [t("how.list"), t("how.drawn"), t("how.length")],
            "rows": [
                _cells(each.title, t.number(each.drawn), t.number(each.list_size)) for each in content.sampled
            ],
            "numbers": [1, 2],
        }
    if content.given_up:
        yield plain(t("how.given_up", count=t.number(len(content.given_up))))
    for each in content.given_up:
        before = t("how.closed") if each.drawn is None else t("how.withdrawn", cases=t.number(each.drawn))
        yield plain(f"{each.title}: {before}")
        yield from _said(Said(text=each.reason, language="en"), t)


def _cells(*texts: str) -> list[dict[str, str]]:
    return [{"text": each, "more": "", "language": ""} for each in texts]


def _practice(content: ReportContent, t: Wording) -> Iterator[Block]:
    for each in content.practices:
        yield _heading(
            2, each.title.text, "", "" if each.title.language == t.language else each.title.language
        )
        if each.standard:
            yield plain(t("practice.of", standard=each.standard))
        yield from _said(each.text, t)
        yield plain(t("practice.consent"))


def _experience(content: ReportContent, t: Wording) -> Iterator[Block]:
    yield from _written("experience")(content, t)
    for each, summary in content.experience:
        yield _heading(2, t(f"experience.{each.voice}"))
        if summary:
            yield from _said(summary, t)
        if each.heard is None:
            yield plain(t("experience.few"))
        elif each.heard:
            yield plain(t("experience.heard", count=each.heard))
        elif not each.surveys:
            yield plain(t("experience.none"))
        for survey in each.surveys:
            told = {"title": survey.title, "source": survey.source}
            if survey.answered is None or survey.asked is None:
                yield plain(t("experience.survey_few", **told))
            else:
                numbers = {"asked": t.number(survey.asked), "answered": t.number(survey.answered)}
                yield plain(t("experience.survey", **told, **numbers))
            for question in survey.questions:
                if question.texts:
                    yield plain(f"{question.text} {t('experience.words', count=question.texts)}")
                if question.options:
                    yield {
                        "kind": "table",
                        "caption": t("experience.caption", question=question.text),
                        "head": [t("experience.answer"), t("experience.number")],
                        "rows": [
                            _cells(
                                option.option.replace("-", " ").capitalize(),
                                t("hidden") if option.number is None else t.number(option.number),
                            )
                            for option in question.options
                        ],
                        "numbers": [1],
                    }


def _diversity(content: ReportContent, t: Wording) -> Iterator[Block]:
    yield from _written("diversity")(content, t)
    counted = content.characteristics
    if counted is None:
        return
    yield plain(t("diversity.intro", cases=t.number(counted.cases), hidden=t("hidden")))
    blank: list[str] = []
    for each in counted.aggregates:
        title = t.known(f"characteristic.{each.characteristic}") or CHARACTERISTICS[each.characteristic].title
        if all(group.cases is None for group in each.groups):
            blank.append(title)
            continue
        yield {
            "kind": "table",
            "caption": t("diversity.caption", title=title),
            "head": [t("diversity.group"), t("diversity.cases")],
            "rows": [
                _cells(
                    t.known(f"group.{group.group}") or group.group,
                    t("hidden") if group.cases is None else t.number(group.cases),
                )
                for group in each.groups
            ],
            "numbers": [1],
        }
    if blank:
        yield plain(t("diversity.nothing"))
        yield {"kind": "list", "items": [{"text": each, "language": ""} for each in blank]}


TERMS = (
    "case",
    "domain",
    "standard",
    "key_question",
    "band",
    "panel",
    "derived",
    "factual_accuracy",
    "action_plan",
    "responsible_officer",
)
"""The terms of the glossary, in the order of the catalogue."""


def _glossary(_content: ReportContent, t: Wording) -> Iterator[Block]:
    items = sorted((t(f"term.{each}"), t(f"meaning.{each}")) for each in TERMS)
    yield {"kind": "terms", "items": [{"term": term, "meaning": meaning} for term, meaning in items]}


def _distribution(content: ReportContent, t: Wording) -> Iterator[Block]:
    if content.distribution:
        yield plain(t("distribution.intro"))
        yield {"kind": "list", "items": [{"text": each, "language": ""} for each in content.distribution]}


def _comments(content: ReportContent, t: Wording) -> Iterator[Block]:
    if content.public:
        yield plain(t("comments.who"))
        yield plain(t("comments.how", reference=content.inspection))


def _amendments(content: ReportContent, t: Wording) -> Iterator[Block]:
    for each in content.amendments:
        yield from _said(each, t)


def _corrections(content: ReportContent, t: Wording) -> Iterator[Block]:
    return corrections(content, t, lambda said: _said(said, t), lambda code: _level(content, code, t))


def _derivation(content: ReportContent, t: Wording) -> Iterator[Block]:
    return derivation(content, t, lambda said: _said(said, t), lambda code: _level(content, code, t))


def _follow_up(content: ReportContent, t: Wording) -> Iterator[Block]:
    return again(content, t, lambda said: _said(said, t))


def _findings(content: ReportContent, t: Wording) -> Iterator[Block]:
    return findings(content, t, lambda said: _said(said, t), lambda code: _level(content, code, t))


Section = Callable[[ReportContent, Wording], Iterator[Block]]

_SECTIONS: dict[str, Section] = {
    "foreword": _foreword,
    "ratings": _ratings,
    "summary": _written("summary"),
    "follow-up": _follow_up,
    "recommendations": _recommendations,
    "context": _written("context"),
    "why-and-how": _how,
    "findings": _findings,
    "good-practice": _practice,
    "experience": _experience,
    "diversity": _diversity,
    "acknowledgements": _written("acknowledgements"),
    "team": _written("team"),
    "glossary": _glossary,
    "derivation": _derivation,
    "distribution": _distribution,
    "comments": _comments,
    "amendments": _amendments,
    "corrections": _corrections,
}
"""What stands in each section."""
