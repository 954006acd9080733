"""What runs under httpx: connections on plain asyncio streams that are kept open.

httpx's own transport spends a multiple of the processor time on a request, see docs/performance.md.
It is handed over to only where a proxy is between.
"""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable

import h11
import httpx

from secaudit.sources.services import is_loopback
from secaudit.sources.streams import Streams

_READ = 1 << 16
_MOST_INTERIM = 10  # 1xx answers before the one that counts; a server needs one at most
_Origin = tuple[str, str, int | None]


class Wire(httpx.AsyncBaseTransport):
    """Keeps connections for the next request: one for each in flight, in HTTP/2 one for all.

    Raises httpx.ConnectError where nothing was sent, else httpx.RemoteProtocolError, OSError or
    TimeoutError.
    """

    def __init__(self, trust: ssl.SSLContext, proxy: httpx.Proxy | None = None) -> None:
        self._trust = trust
        self._trust.set_alpn_protocols(["h2", "http/1.1"])
        self._idle: dict[_Origin, list[_Connection]] = defaultdict(list)
        self._shared: dict[_Origin, Streams] = {}
        self._opening: dict[_Origin, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._through_proxy = proxy and httpx.AsyncHTTPTransport(
            http2=True, verify=trust, trust_env=False, proxy=proxy
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body; the answer's body is still to be read."""
        # What is on this machine is not reached through a proxy; it would look on its own.
        if self._through_proxy and not _is_here(request.url):
            return await self._through_proxy.handle_async_request(request)
        origin = request.url.scheme, request.url.host, request.url.port
        idle = self._idle[origin]
        connection = self._usable(origin) or _still_open(idle)
        if connection is None and origin in self._shared:  # one is enough for all who wait
            async with self._opening[origin]:
                connection = self._usable(origin) or await self._open(request, origin)
        elif connection is None:
            connection = await self._open(request, origin)
        if isinstance(connection, Streams):
            return await connection.ask(request)
        return await connection.ask(request, idle.append)

    def _usable(self, origin: _Origin) -> Streams | None:
        shared = self._shared.get(origin)
        return shared if shared and shared.usable else None

    async def _open(self, request: httpx.Request, origin: _Origin) -> "_Connection | Streams":
        url, wait = request.url, request.extensions["timeout"]
        encrypted = url.scheme == "https"
        try:
            async with asyncio.timeout(wait["connect"]):
                reader, writer = await asyncio.open_connection(
                    url.host,
                    url.port or (443 if encrypted else 80),
                    ssl=self._trust if encrypted else None,
                    limit=_READ,
                )
        except (OSError, TimeoutError) as error:
            raise httpx.ConnectError("no connection") from error
        tls = writer.get_extra_info("ssl_object")
        if not (tls and tls.selected_alpn_protocol() == "h2"):
            return _Connection(reader, writer, wait["read"])
        if shared := self._usable(origin):  # opened by another meanwhile
            writer.transport.abort()
            return shared
        self._shared[origin] = Streams(reader, writer)
        return self._shared[origin]

    async def aclose(self) -> None:
        """Close what is open."""
        for idle in self._idle.values():
            for connection in idle:
                connection.close()
        for shared in self._shared.values():
            shared.close()
        if self._through_proxy:
            await self._through_proxy.aclose()


def _is_here(url: httpx.URL) -> bool:
    return url.scheme == "http" and is_loopback(url.host)


class _Connection:
    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, wait: float
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._wait = wait
        self._http = h11.Connection(h11.CLIENT)

    @property
    def gone(self) -> bool:
        """Whether the server closed it meanwhile."""
        return self._reader.at_eof() or self._reader.exception() is not None

    def close(self) -> None:
        self._writer.transport.abort()

    async def ask(
        self, request: httpx.Request, keep: Callable[["_Connection"], None]
    ) -> httpx.Response:
        head = h11.Request(
            method=request.method, target=request.url.raw_path, headers=request.headers.raw
        )
        try:
            self._writer.write((self._http.send(head) or b"") + (self._http.send(_END) or b""))
            answer = await self._answer()
        except BaseException:
            self.close()
            raise
        return httpx.Response(
            answer.status_code, headers=answer.headers.raw_items(), stream=_Body(self, keep)
        )

    async def _answer(self) -> h11.Response:
        for _ in range(_MOST_INTERIM + 1):
            if isinstance(event := await self._event(), h11.Response):
                return event
        raise httpx.RemoteProtocolError("nothing but interim answers")

    async def body(self) -> AsyncIterator[bytes]:
        while isinstance(event := await self._event(), h11.Data):
            yield bytes(event.data)

    def next(self) -> bool:
        """Get ready for another request; tell whether that is possible."""
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        return True

    async def _event(self) -> object:
        try:
            while (event := self._http.next_event()) is h11.NEED_DATA:
                async with asyncio.timeout(self._wait):
                    self._http.receive_data(await self._reader.read(_READ))
        except h11.RemoteProtocolError:  # its text holds what the server sent
            raise httpx.RemoteProtocolError("not HTTP, or cut short") from None
        return event


_END = h11.EndOfMessage()


def _still_open(idle: list[_Connection]) -> _Connection | None:
    """Take a connection that the server has not closed meanwhile."""
    while idle:
        connection = idle.pop()
        if not connection.gone:
            return connection
        connection.close()
    return None


class _Body(httpx.AsyncByteStream):
    def __init__(self, connection: _Connection, keep: Callable[[_Connection], None]) -> None:
        self._connection = connection
        self._keep = keep

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._connection.body():
            yield piece

    async def aclose(self) -> None:
        if self._connection.next():
            self._keep(self._connection)
        else:
            self._connection.close()
