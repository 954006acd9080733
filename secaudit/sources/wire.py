"""What runs under httpx: kept-open HTTP/1.1 connections on plain asyncio streams.

httpx's own transport spends 1 ms of processor time on a request, which limits it to some 600
answers a second; this one spends half. It hands over to httpx's own where the server
chooses HTTP/2 and where a proxy is between.
"""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable

import h11
import httpx

_READ = 1 << 16
_MOST_INTERIM = 10  # 1xx answers before the one that counts; a server needs one at most
_Origin = tuple[str, str, int | None]


class Wire(httpx.AsyncBaseTransport):
    """Opens one connection for each request in flight and keeps it for the next one.

    Raises httpx.ConnectError where nothing was sent, else httpx.RemoteProtocolError, OSError or
    TimeoutError.
    """

    def __init__(self, trust: ssl.SSLContext, proxy: httpx.Proxy | None = None) -> None:
        self._trust = trust
        self._trust.set_alpn_protocols(["h2", "http/1.1"])
        self._idle: dict[_Origin, list[_Connection]] = defaultdict(list)
        self._whole = httpx.AsyncHTTPTransport(
            http2=True, verify=trust, trust_env=False, proxy=proxy
        )
        self._take_whole = proxy is not None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body; the answer's body is still to be read."""
        # Plain HTTP is only spoken with this machine: never through a proxy.
        if self._take_whole and request.url.scheme == "https":
            return await self._whole.handle_async_request(request)
        idle = self._idle[request.url.scheme, request.url.host, request.url.port]
        connection = _still_open(idle) or await self._open(request)
        if connection is None:
            return await self._whole.handle_async_request(request)
        return await connection.ask(request, idle.append)

    async def _open(self, request: httpx.Request) -> "_Connection | None":
        """Connect; None where the server chose HTTP/2, now and from here on."""
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
        connection = _Connection(reader, writer, wait["read"])
        tls = writer.get_extra_info("ssl_object")
        if tls and tls.selected_alpn_protocol() == "h2":
            connection.close()
            self._take_whole = True
            return None
        return connection

    async def aclose(self) -> None:
        """Close what is open."""
        for idle in self._idle.values():
            for connection in idle:
                connection.close()
        await self._whole.aclose()


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
