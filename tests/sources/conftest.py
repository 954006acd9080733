"""The loopback server, plain and behind TLS, and a client without patience."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import h2.config
import h2.connection
import h2.events
import h2.settings
import pytest
import trustme

from secaudit.sources.http import Client, Patience
from tests.loopback import Loopback

QUICK = Patience(
    answer=0.3, whole=1.5, overall=3.0, attempts=3, wait=0.01, longest_wait=1.5, failures=8
)

MakeClient = Callable[..., Client]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(pwned={"hunter2": 17_000, "password": 9_000_000}) as running:
        yield running


@pytest.fixture
def make_client() -> MakeClient:
    def make(url: str, **options: object) -> Client:
        return Client([url], **{"patience": QUICK, **options})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    return context


def server_context(authority: trustme.CA, host: str, *alpn: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    context.set_alpn_protocols(alpn or ["http/1.1"])
    return context


@pytest.fixture
def tls_server(authority: trustme.CA) -> Iterator[Loopback]:
    with Loopback(server_context(authority, "127.0.0.1")) as running:
        yield running


@pytest.fixture
def misnamed_server(authority: trustme.CA) -> Iterator[Loopback]:
    with Loopback(server_context(authority, "other.example")) as running:
        yield running


def serve(handle: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run `handle` in a thread for every connection; give the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            handle(connection)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=one, args=listening.accept()[:1], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listening.getsockname()[1]
    with contextlib.suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()


@pytest.fixture
def h2_port(authority: trustme.CA) -> Iterator[int]:
    """Serve HTTP/2: every path is answered with the path, or with the fault it names."""
    context = server_context(authority, "127.0.0.1", "h2", "http/1.1")

    def handle(connection: socket.socket) -> None:
        http = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        http.local_settings = h2.settings.Settings(
            client=False,
            initial_values={h2.settings.SettingCodes.MAX_CONCURRENT_STREAMS: H2_MOST},
        )
        http.initiate_connection()
        large: dict[int, int] = {}
        with context.wrap_socket(connection, server_side=True) as tls:
            tls.sendall(http.data_to_send())
            while data := tls.recv(65_536):
                for event in http.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        path = dict(event.headers)[b":path"]
                        if path.startswith(b"/large"):
                            http.send_headers(event.stream_id, [(":status", "200")])
                            large[event.stream_id] = LARGE
                            continue
                        answer(http, event)
                        tls.sendall(http.data_to_send())
                        end = H2_ENDS.get(path)
                        if end is not None:
                            tls.sendall(end)
                            return
                    elif isinstance(event, h2.events.StreamReset):
                        large.pop(event.stream_id, None)
                send_what_fits(http, large)
                tls.sendall(http.data_to_send())

    yield from serve(handle)


LARGE = 1_000_000
H2_MOST = 5
"""Requests at a time; h2 ends the connection where there are more."""


def send_what_fits(http: h2.connection.H2Connection, large: dict[int, int]) -> None:
    """Send as much of the large answers as the client has room for."""
    for stream in list(large):
        while large.get(stream) and (room := http.local_flow_control_window(stream)):
            size = min(room, large[stream], http.max_outbound_frame_size)
            large[stream] -= size
            http.send_data(stream, b"x" * size, end_stream=not large[stream])
        if not large[stream]:
            del large[stream]


H2_ENDS = {
    b"/close": b"",
    b"/goaway": b"",
    b"/garbage": b"\0\0\1" + b"\0" * 6 + b"x",  # data on stream 0, which never carries any
}


def answer(http: h2.connection.H2Connection, event: h2.events.RequestReceived) -> None:
    path = dict(event.headers)[b":path"]
    if path == b"/reset":
        http.reset_stream(event.stream_id)
    elif path == b"/goaway":
        http.close_connection()
    else:
        http.send_headers(event.stream_id, [(":status", "200")])
        http.send_data(event.stream_id, path, end_stream=path not in H2_ENDS)


@pytest.fixture
def proxy_port() -> Iterator[int]:
    """Serve as a proxy that tunnels wherever it is told to."""

    def handle(connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(1000)
        host, _, port = head.split(b" ")[1].decode().partition(":")
        with socket.create_connection((host, int(port))) as other:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            threading.Thread(target=pump, args=(other, connection), daemon=True).start()
            pump(connection, other)

    yield from serve(handle)


def pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
