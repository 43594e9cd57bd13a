"""A real OpenID provider on this machine, and somebody who signs in there."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx2

from adapters.outbound.temporal.ports import free_ports
from tests.arch.tree import ROOT

__all__ = ["CLIENT", "SECRET", "Provider", "provider"]

CLIENT, SECRET = "assay", "a secret of the tests"
WEB = ROOT / ".venv" / "web"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that runs."""

    issuer: str

    def sign_in(self, client: httpx2.Client, start: str, name: str) -> httpx2.Response:
        """Go from our sign-in to the provider, give a name there, agree, and come back.

        Args:
            client: the browser, which follows where it is sent.
            start: our address that leads there.
            name: whom to be.

        Returns:
            The first page of ours that is shown then.
        """
        page = client.get(start)
        while str(page.url).startswith(self.issuer):
            action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
            assert action is not None, page.text
            hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', page.text))
            entered = {"login": name, "password": "any"} if "login" in page.text else {}
            page = client.post(str(page.url.join(unescape(action[1]))), data={**hidden, **entered})
        return page


@contextmanager
def provider(back: str, folder: Path) -> Iterator[Provider]:
    """Run a provider that sends people back to an address.

    Args:
        back: the address.
        folder: where its program is put, beside what it is made of.
    """
    (port,) = free_ports(1)
    script = folder / "provider.mjs"
    script.write_bytes((ROOT / "tests" / "support" / "openid_provider.mjs").read_bytes())
    (folder / "node_modules").symlink_to(WEB / "node_modules")
    words: list[str | Path] = [ROOT / ".venv" / "bin" / "node", script, str(port), CLIENT, SECRET, back]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            line = process.stdout.readline()
            assert line == "listening\n", process.stderr.read()
            yield Provider(f"http://127.0.0.1:{port}")
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # what we start only starts the server
