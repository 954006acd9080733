"""HTTP/2 on plain asyncio streams: many requests share one connection.

The `h2` package keeps the protocol's state; here is only what carries its bytes. httpx's own pool
spends more than twice the processor time on the same requests.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress

import h2.config
import h2.connection
import h2.events
import h2.exceptions
import httpx
from h2.errors import ErrorCodes
from h2.settings import SettingCodes, Settings
from hpack import NeverIndexedHeaderTuple

_READ = 1 << 18
_WINDOW = 1 << 21
"""Bytes that a server may send of one answer before it is told to go on."""

_MOST_AT_ONCE = 100
"""Requests in flight, unless the server allows fewer (RFC 9113 §6.5.2 advises at least 100)."""

_CONFIG = h2.config.H2Configuration(
    client_side=True,
    header_encoding=None,
    # Our own headers are lower case and few; the server's are still checked.
    validate_outbound_headers=False,
    normalize_outbound_headers=False,
)
_NOT_SENT = frozenset({b"host", b"connection"})  # :authority stands for the first


class Streams:
    """One connection of which the server said that it speaks HTTP/2."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._http = h2.connection.H2Connection(_CONFIG)
        self._http.local_settings = Settings(
            client=True,
            initial_values={
                SettingCodes.ENABLE_PUSH: 0,
                SettingCodes.INITIAL_WINDOW_SIZE: _WINDOW,
            },
        )
        self._http.initiate_connection()
        self._http.increment_flow_control_window(_WINDOW * 8)
        self._open: dict[int, _Stream] = {}
        self._freed = asyncio.Event()
        self._flushing: asyncio.Handle | None = None
        self.usable = True
        """Whether another request may be sent."""
        self._flush()
        self._task = asyncio.create_task(self._read())

    async def ask(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body; the answer's body is still to be read.

        Raises httpx.RemoteProtocolError, or TimeoutError where nothing comes for as long as the
        request's `read` timeout.
        """
        wait = request.extensions["timeout"]["read"]
        async with asyncio.timeout(wait):
            while self.usable and len(self._open) >= self._most:
                self._freed.clear()
                await self._freed.wait()
        if not self.usable:
            raise httpx.RemoteProtocolError(_GONE)
        url = request.url
        number = self._http.get_next_available_stream_id()
        stream = self._open[number] = _Stream(self, number, wait)
        try:
            head = [
                (b":method", request.method.encode()),
                (b":scheme", url.raw_scheme),
                (b":authority", url.netloc),
                NeverIndexedHeaderTuple(b":path", url.raw_path),  # differs each time
            ]
            head += [
                (name, value)
                for raw, value in request.headers.raw
                if (name := raw.lower()) not in _NOT_SENT
            ]
            self._http.send_headers(number, head, end_stream=True)
            if not self._flushing:  # with the requests that others make at this moment
                self._flushing = asyncio.get_running_loop().call_soon(self._flush)
            headers = await stream.head()
        except BaseException:
            await stream.aclose()
            raise
        return httpx.Response(
            int(headers[0][1]),
            headers=headers[1:],
            stream=stream,
            extensions={"http_version": b"HTTP/2"},
        )

    @property
    def _most(self) -> int:
        return min(_MOST_AT_ONCE, self._http.remote_settings.max_concurrent_streams)

    def close(self) -> None:
        """Close the connection; whoever still waits for an answer is told."""
        self._task.cancel()
        self._end()

    def forget(self, number: int, *, whole: bool) -> None:
        """Let go of a stream; where its answer has not ended, tell the server to stop."""
        if self._open.pop(number, None) is None:
            return
        self._freed.set()
        if not whole and not self._writer.transport.is_closing():
            with suppress(h2.exceptions.ProtocolError):  # it ended by itself
                self._http.reset_stream(number, ErrorCodes.CANCEL)
            self._flush()

    async def _read(self) -> None:
        try:
            while data := await self._reader.read(_READ):
                for event in self._http.receive_data(data):
                    self._take(event)
                self._flush()
        except (OSError, h2.exceptions.H2Error):  # its text holds what the server sent
            self._flush()  # says goodbye, where it can
        finally:
            self._end()

    def _take(self, event: h2.events.Event) -> None:
        if isinstance(event, h2.events.ConnectionTerminated):
            self._go_away(event.last_stream_id or 0)
        if isinstance(event, h2.events.DataReceived) and event.flow_controlled_length:
            with suppress(h2.exceptions.StreamClosedError):  # by us, meanwhile
                self._http.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        stream = self._open.get(getattr(event, "stream_id", None) or 0)
        if stream:
            stream.take(event)

    def _go_away(self, last: int) -> None:
        """Send no more requests; those after the last that the server took get no answer."""
        self.usable = False
        self._freed.set()
        for number, stream in self._open.items():
            if number > last:
                stream.fail()

    def _flush(self) -> None:
        self._flushing = None
        if (data := self._http.data_to_send()) and not self._writer.transport.is_closing():
            self._writer.write(data)

    def _end(self) -> None:
        self.usable = False
        self._freed.set()
        self._writer.transport.abort()
        for stream in self._open.values():
            stream.fail()


_GONE = "the connection is closed"
_Headers = list[tuple[bytes, bytes]]


class _Stream(httpx.AsyncByteStream):
    """One request and its answer."""

    def __init__(self, connection: Streams, number: int, wait: float) -> None:
        self._connection = connection
        self._number = number
        self._wait = wait
        self._waiting: asyncio.Future[None] | None = None
        self._headers: _Headers | None = None
        self._pieces: deque[bytes] = deque()
        self._ended = False
        self._failed = False

    def take(self, event: h2.events.Event) -> None:
        """Keep what the server sent, and let whoever waits look again."""
        match event:
            case h2.events.ResponseReceived():
                self._headers = event.headers
            case h2.events.DataReceived():
                self._pieces.append(event.data)
            case h2.events.StreamEnded():
                self._ended = True
            case h2.events.StreamReset():
                self._failed = not self._ended
        self._wake()

    def fail(self) -> None:
        """There will be no more; after the end that is no failure."""
        self._failed = not self._ended
        self._wake()

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    async def head(self) -> _Headers:
        while self._headers is None:
            await self._more()
        return self._headers

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            while self._pieces:
                yield self._pieces.popleft()
            if self._ended:
                return
            await self._more()

    async def _more(self) -> None:
        if self._failed:
            raise httpx.RemoteProtocolError(_GONE)
        self._waiting = asyncio.get_running_loop().create_future()
        async with asyncio.timeout(self._wait):
            await self._waiting
        self._waiting = None

    async def aclose(self) -> None:
        self._connection.forget(self._number, whole=self._ended or self._failed)
