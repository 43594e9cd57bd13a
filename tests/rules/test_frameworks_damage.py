"""However a file is damaged, it is read or refused in a sentence; it never ends in a fault."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.frameworks import parse_framework
from domain.frameworks.layout.reading import read_layout
from domain.refusals import Refused

DOCUMENT = (Path(__file__).parent / "layouts" / "lighthouses.txt").read_bytes()
PAGE = (Path(__file__).parents[2] / "docs" / "frameworks.md").read_bytes()
FILE = PAGE.split(b"```toml\n")[1].split(b"```")[0]

PIECES = [
    b"1. ", b"1.1 ", b"1.1.1 ", b"a) ", b"?", b"\n", b"\f", b" ", b"\xc2\xad", b"Annex Z", b"99.99.99 A?\na) B?\n",
    b"z) Z?\n", b"\xff", b"\0", b"[", b"]", b'"', b"'''", b"=", b"[[domains]]\n", b"{", b"\\u", b"2018-13-45", b"\r",
    b"1e999", b"nan", b"9" * 5000, b"[a.b.c]\n", b"[[domains.standards]]\nnumber = 1\n", b"\xe2\x80\xa8",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    content = whole
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        cut = draw(st.sampled_from([0, 0, 1, 5, 80, 2000]))
        content = content[:at] + draw(st.one_of(st.just(b""), st.sampled_from(PIECES))) + content[at + cut :]
    return content


def in_a_sentence(refused: Refused, name: str) -> None:
    sentence = refused.refusal.sentence
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 400
    assert refused.refusal.code in ("malformed-framework", "malformed-document", "no-framework-found")


@settings(max_examples=300, deadline=None)
@given(damaged(DOCUMENT))
def test_a_damaged_document_is_read_or_refused(content: bytes) -> None:
    try:
        reading = read_layout(content, where="paper.txt")
    except Refused as refused:
        in_a_sentence(refused, "paper.txt")
    else:
        assert reading.first_line <= reading.last_line


@settings(max_examples=300, deadline=None)
@given(damaged(FILE))
def test_a_damaged_framework_file_is_read_or_refused(content: bytes) -> None:
    try:
        framework = parse_framework(content, where="mine.toml")
    except Refused as refused:
        in_a_sentence(refused, "mine.toml")
    else:
        assert len(framework.digest) == 64
