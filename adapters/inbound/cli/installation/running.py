"""``assay run``, ``assay worker`` and ``assay pages``: what goes on until Ctrl-C."""

from collections.abc import Mapping

import typer
from rich.console import Console

from adapters.inbound.services import Summon

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the commands ``run``, ``worker`` and ``pages``."""

    @app.command("run")
    def run() -> None:
        """Run the whole of Assay on this machine, until Ctrl-C.

        The record is made if there is none. Stopped and started again, everything goes on where it was.

        Example: assay run
        """
        console = Console(highlight=False, soft_wrap=True)

        def tell(line: str) -> None:
            console.print(line, markup=False)

        def ready(places: Mapping[str, str]) -> None:
            width = max(len(name) for name in places)
            for name, place in places.items():
                console.print(f"  {name:<{width}}  {place}", markup=False)
            console.print("Assay is running. Ctrl-C stops it.", markup=False)

        try:
            summon().run(tell, ready)
        except KeyboardInterrupt:
            tell("Interrupted while starting; nothing was left running.")
            raise
        tell("Stopped; nothing was left running.")

    @app.command("worker")
    def worker() -> None:
        """Run a worker by itself, beside any number of others, until Ctrl-C.

        It needs a record and a Temporal server: those of a running `assay run`, or those that ASSAY_DATABASE_URL
        and ASSAY_TEMPORAL_TARGET name.

        Example: assay worker
        """
        console = Console(highlight=False, soft_wrap=True)
        summon().work_alone(lambda: console.print("The worker is working. Ctrl-C stops it.", markup=False))
        console.print("Stopped.", markup=False)

    @app.command("pages")
    def pages() -> None:
        """Serve the pages by themselves, beside workers that run elsewhere, until Ctrl-C.

        `assay run` serves them too. To other machines they are served only where ASSAY_OPENID_ISSUER says who signs
        people in.

        Example: ASSAY_PAGES_ADDRESS=127.0.0.1:8081 assay pages
        """
        console = Console(highlight=False, soft_wrap=True)
        summon().serve_alone(
            lambda address: console.print(f"The pages are at {address}. Ctrl-C stops it.", markup=False)
        )
        console.print("Stopped.", markup=False)
