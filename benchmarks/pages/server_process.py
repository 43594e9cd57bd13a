"""One of the two servers that are measured, in a process of its own; it ends when whoever started it is gone.

    python -m benchmarks.pages.server_process CLOCK     the pages of the installation that the environment names
    python -m benchmarks.pages.server_process           a bare FastAPI page

The first is `assay pages` as an installation runs it, but for its clock, which stands in the year that was played.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Template

from adapters.inbound.web.serving import bound, served
from adapters.outbound.logs import configure_logs
from benchmarks.year.passing import SharedClock
from worker import compose, settings_of

ROWS = 60
BARE = Template(
    "<!DOCTYPE html><html lang='en'><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1><table>"
    "{% for number, what in rows %}<tr><th scope='row'>{{ number }}</th><td>{{ what }}</td></tr>{% endfor %}"
    "</table></body></html>",
    autoescape=True,
)


def _end_with_our_starter() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def bare_page() -> FastAPI:
    """An application with one page: a template of sixty rows, rendered in a thread, timed and logged as ours are."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    log = structlog.get_logger("benchmarks.pages")

    @app.middleware("http")
    async def timed(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        began = time.perf_counter()
        response = await go_on(request)
        log.info(
            "page",
            method=request.method,
            route="bare",
            status=response.status_code,
            media="text/html",
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
            bytes=int(response.headers.get("content-length", 0)),
        )
        return response

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        rows = [(number, f"What stands in row {number}") for number in range(ROWS)]
        return str(BARE.render(title="A bare page", rows=rows))

    return app


def main() -> None:
    threading.Thread(target=_end_with_our_starter, daemon=True).start()
    settings = settings_of()
    try:
        if len(sys.argv) > 1:
            with compose(settings, clock=SharedClock(Path(sys.argv[1]))) as assay:
                assay.serve_alone(lambda address: print(address, flush=True))
        else:
            configure_logs("info", settings.log_file)
            at = bound("127.0.0.1:0", anybody=True)
            with served(bare_page(), at):
                print("http://{}:{}".format(*at.getsockname()), flush=True)
                threading.Event().wait()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
