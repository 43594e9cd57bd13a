"""The decoder for Temporal's own pages: it decrypts for the page that it was started for, and for nobody else."""

import asyncio
import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from google.protobuf.json_format import MessageToJson
from temporalio.api.common.v1 import Payload, Payloads

from adapters.outbound.keys.payload import PayloadKeys, make_payload_key
from adapters.outbound.temporal.decoding import decoder, origin_of
from adapters.outbound.temporal.encrypting import EncryptingCodec
from domain.refusals import Refused
from tests.support.command_line import CommandLine
from tests.support.running_assay import RunningAssay

PAGE = "http://127.0.0.1:8233/namespaces/default"
ORIGIN = "http://127.0.0.1:8233"
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"Waiting for the evidence."')


def codec_in(folder: Path) -> EncryptingCodec:
    folder.mkdir()
    make_payload_key(folder)
    return EncryptingCodec(PayloadKeys(folder))


@pytest.fixture
def codec(tmp_path: Path) -> EncryptingCodec:
    return codec_in(tmp_path / "keys")


@pytest.fixture
def endpoint(codec: EncryptingCodec) -> Iterator[str]:
    with decoder(codec, PAGE) as endpoint:
        yield endpoint


def sealed(codec: EncryptingCodec) -> str:
    return MessageToJson(Payloads(payloads=asyncio.run(codec.encode([PLAIN, PLAIN]))))


def asked(
    endpoint: str, body: str | bytes = "", *, method: str = "POST", path: str | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(endpoint)
    connection = HTTPConnection(str(parts.hostname), parts.port or 0, timeout=60)
    try:
        given = {"Origin": ORIGIN, "Content-Type": "application/json", "X-Namespace": "default"} | headers
        connection.request(method, f"{parts.path}/decode" if path is None else path, body, given)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_the_page_is_shown_what_is_kept_encrypted(codec: EncryptingCodec, endpoint: str) -> None:
    content = sealed(codec)
    assert "Waiting" not in content
    status, headers, body = asked(endpoint, content)
    assert status == 200
    assert json.loads(body) == json.loads(MessageToJson(Payloads(payloads=[PLAIN, PLAIN])))
    assert headers["Access-Control-Allow-Origin"] == ORIGIN
    assert headers["Cache-Control"] == "no-store"


def test_a_browser_that_asks_beforehand_is_told_that_the_page_may(endpoint: str) -> None:
    status, headers, _ = asked(endpoint, method="OPTIONS")
    assert (status, headers["Access-Control-Allow-Origin"]) == (204, ORIGIN)
    assert "x-namespace" in headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/decode", {}),
        ("/guessed/decode", {}),
        (None, {"Origin": "http://127.0.0.1:9999"}),
        (None, {"Origin": "null"}),
        (None, {"Host": "rebound.example"}),
    ],
)
def test_nobody_else_is_answered(
    codec: EncryptingCodec, endpoint: str, method: str, path: str | None, headers: dict[str, str]
) -> None:
    status, said, body = asked(endpoint, sealed(codec), method=method, path=path, **headers)
    assert status == 403
    assert "Access-Control-Allow-Origin" not in said
    assert b"V2FpdGluZ" not in body


def test_it_never_encrypts(codec: EncryptingCodec, endpoint: str) -> None:
    path = urlsplit(endpoint).path
    assert asked(endpoint, sealed(codec), path=f"{path}/encode")[0] == 403


def test_what_cannot_be_decrypted_is_said(endpoint: str, tmp_path: Path) -> None:
    status, _, body = asked(endpoint, sealed(codec_in(tmp_path / "others")))
    assert (status, b"which is not here" in body) == (422, True)
    assert asked(endpoint, "{}}")[0] == 400
    assert asked(endpoint, b"\xff\xfe")[0] == 400
    assert asked(endpoint, "{}", **{"Content-Length": str(10**9)})[0] == 413


def test_it_is_gone_once_it_ends_and_has_another_address_each_time(codec: EncryptingCodec) -> None:
    with decoder(codec, PAGE) as first, decoder(codec, PAGE) as second:
        assert urlsplit(first).path != urlsplit(second).path
        with pytest.raises(Refused, match="port-taken"), decoder(codec, PAGE, urlsplit(first).port or 0):
            pass
    with pytest.raises(ConnectionRefusedError):
        asked(first)


@pytest.mark.parametrize("page", ["127.0.0.1:8233", "file:///etc", "http://", "http://a@b"])
def test_what_is_no_page_is_refused(page: str) -> None:
    with pytest.raises(Refused, match="bad-value"):
        origin_of(page)


def test_it_is_started_and_ended_from_the_command_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    line = CommandLine(home)
    line.done("db", "migrate")
    assert line("workflow", "decode-page").code == "no-page"
    assert line("workflow", "decode-page", "--page", "8233").code == "bad-value"
    with RunningAssay(home, "workflow", "decode-page", "--page", PAGE) as running:
        running.until("Ctrl-C ends it.")
        endpoint = next(line.strip() for line in running.lines if "http://127.0.0.1:" in line)
        content = sealed(EncryptingCodec(PayloadKeys(home / "keys")))
        assert asked(endpoint, content)[0] == 200
        assert running.end() == 0
    with pytest.raises(ConnectionRefusedError):
        asked(endpoint, content)
