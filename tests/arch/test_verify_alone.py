"""The stand-alone verifier stands alone: a stranger must be able to read all of what they trust."""

import base64
import hashlib
import re
import sys

from tests.arch.tree import ROOT, imports, parsed

VERIFIER = ROOT / "verify" / "assay_verify.py"
PAGE = ROOT / "verify" / "assay_verify.html"


def test_it_is_one_file_of_the_standard_library_alone() -> None:
    assert [path.name for path in VERIFIER.parent.rglob("*.py")] == [VERIFIER.name]
    roots = {name.split(".")[0] for name, _ in imports(VERIFIER)}
    assert roots - set(sys.stdlib_module_names) == set()


def test_it_reaches_for_no_network_no_other_program_and_no_code_at_run_time() -> None:
    reaching = {"ctypes", "http", "importlib", "pickle", "runpy", "socket", "sqlite3", "subprocess", "urllib"}
    names = {name.split(".")[0] for name, _ in imports(VERIFIER)}
    assert names & reaching == set()
    source = VERIFIER.read_text(encoding="utf-8")
    assert not any(word in source for word in ("eval(", "exec(", "__import__"))
    assert parsed(VERIFIER).body


def test_it_can_be_read_in_an_hour() -> None:
    """Fewer than 600 lines in all, none of them longer than the house allows."""
    lines = VERIFIER.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 600
    assert max(map(len, lines)) <= 120


def test_the_page_is_one_file_that_a_strict_policy_keeps_to_itself() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [path.name for path in PAGE.parent.iterdir() if path.is_file()].count(PAGE.name) == 1
    assert re.findall(r"https?:|url\(", text) == []
    assert re.findall(r"<(?:link|img|iframe|object|embed|base|form [^>]*action)\b", text) == []
    assert re.findall(r"<\w+[^>]* (?:src|style|on\w+)=", text) == []
    (style,), (script,) = (
        re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL) for name in ("style", "script")
    )
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {_hashed(script)}",
        f"style-src {_hashed(style)}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    ]
    reaching = (
        "eval",
        "Function",
        "fetch",
        "import",
        "innerHTML",
        "sendBeacon",
        "WebSocket",
        "XMLHttpRequest",
    )
    assert [word for word in reaching if re.search(rf"\b{word}\b", script)] == []


def _hashed(text: str) -> str:
    """How a policy names what may stand in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
