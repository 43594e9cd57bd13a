"""The pages' socket: whoever reads a page has its end as soon as it is sent."""

import asyncio
from socket import IPPROTO_TCP, TCP_NODELAY, create_connection

from adapters.inbound.web.serving import bound


def test_the_end_of_a_page_does_not_wait_until_its_beginning_is_acknowledged() -> None:
    at = bound("127.0.0.1:0", anybody=True)
    address = at.getsockname()

    async def at_once() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def visited(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            found.set_result(writer.get_extra_info("socket").getsockopt(IPPROTO_TCP, TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(visited, sock=at):
            with await asyncio.to_thread(create_connection, address):
                return await asyncio.wait_for(found, 60)

    assert asyncio.run(at_once())
