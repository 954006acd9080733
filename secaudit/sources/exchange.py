"""One attempt: a request goes out, a whole answer comes back or the reason why there is none."""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
from h2.exceptions import H2Error

from secaudit.languages import N_, _


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, unpacked."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    packed: bytes = b""
    """The same as it came, where that was with gzip."""


class FailedAttemptError(Exception):
    """There is no answer. The text names the host and the kind of failure, and holds no data."""

    def __init__(
        self, why: str, *, again: bool = False, left: bool = True, wait: float = 0.0
    ) -> None:
        super().__init__(why)
        self.why = why
        self.again = again
        """Whether another attempt may help."""
        self.left = left
        """Whether the request left this machine."""
        self.wait = wait
        """Seconds the server asks to wait for."""


async def exchange(
    transport: httpx.AsyncBaseTransport,
    request: httpx.Request,
    *,
    accept: Collection[int],
    limit: int,
    seconds: float,
) -> Reply:
    """Send a request and return the whole answer, unpacked.

    Raises FailedAttemptError for any other status than those in `accept`, for a body of more than
    `limit` bytes packed or unpacked, for one that does not say where it ends, for what takes
    longer than `seconds`, and for every error.
    """
    host = request.url.netloc.decode()
    try:
        async with (
            asyncio.timeout(seconds) as clock,
            aclosing(await transport.handle_async_request(request)) as response,
        ):
            _refuse(response, accept, host)
            _refuse_endless(response, host)
            raw = await _all(response.aiter_raw(), limit)
    except _ERRORS as error:
        raise _failed(error, host, over=clock.expired()) from None
    body = None if raw is None else _unpacked(response, raw, limit, host)
    if body is None:
        raise FailedAttemptError(_("{host} sent more than an answer can be").format(host=host))
    packed = raw if raw is not body and raw else b""
    return Reply(response.status_code, dict(response.headers), body, packed)


def host_of_url(url: str) -> str:
    """Return the host, with its port where it has one."""
    return urlsplit(url).netloc


_TRY_AGAIN = frozenset({429, 502, 503, 504})
_STATUS = {
    401: N_("{host} did not accept the key ({status})"),
    403: N_("{host} refused the request ({status})"),
    429: N_("{host} asked to slow down ({status})"),
}
_OTHER_STATUS = N_("{host} answered with an error ({status})")


def _refuse(response: httpx.Response, accept: Collection[int], host: str) -> None:
    status = response.status_code
    if status in accept:
        return
    if response.has_redirect_location:
        elsewhere = _("{host} pointed to another address, which is not followed")
        raise FailedAttemptError(elsewhere.format(host=host))
    again = status in _TRY_AGAIN
    raise FailedAttemptError(
        _(_STATUS.get(status, _OTHER_STATUS)).format(host=host, status=status),
        again=again,
        wait=_retry_after(response.headers.get("retry-after", "")) if again else 0.0,
    )


_NO_BODY = frozenset({204, 304})


def _refuse_endless(response: httpx.Response, host: str) -> None:
    """Refuse a body that only ends with the connection: cut short, it would look whole.

    RFC 9112 §6.3 and §8. HTTP/2 marks the end by itself.
    """
    if response.http_version == "HTTP/2" or response.status_code in _NO_BODY:
        return
    if not any(name in response.headers for name in ("content-length", "transfer-encoding")):
        raise FailedAttemptError(
            _("{host} did not say how long its answer is, so it may be only a part").format(
                host=host
            )
        )


_ERRORS = (httpx.HTTPError, OSError, H2Error)  # httpcore lets some of h2's own through
_NO_CONNECTION = (httpx.ConnectError, httpx.ConnectTimeout)


def _failed(error: BaseException, host: str, *, over: bool) -> FailedAttemptError:
    """Say what an error means; never in its own words, which may hold data.

    Where all the time for it is `over`, another attempt would only take as long again.
    """
    if isinstance(error, httpx.ProxyError):
        refused = _("{host} could not be reached, because the proxy refused")
        return FailedAttemptError(refused.format(host=host), left=False)
    if isinstance(error, _NO_CONNECTION):
        if _is_tls(error):
            unproven = _("{host} could not prove who it is, or TLS failed")
            return FailedAttemptError(unproven.format(host=host), left=False)
        away = _("{host} could not be reached")
        return FailedAttemptError(away.format(host=host), again=True, left=False)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        late = _("{host} did not answer in time")
        return FailedAttemptError(late.format(host=host), again=not over)
    broken = _("{host} broke off the connection or sent a damaged answer")
    return FailedAttemptError(broken.format(host=host), again=True)


def _is_tls(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None


async def _all(pieces: AsyncIterator[bytes], limit: int) -> bytes | None:
    """Return the whole body as it was sent, None where it is longer than `limit`."""
    parts: list[bytes] = []
    size = 0
    async for piece in pieces:
        size += len(piece)
        if size > limit:
            return None
        parts.append(piece)
    return b"".join(parts)


def _unpacked(response: httpx.Response, raw: bytes, limit: int, host: str) -> bytes | None:
    """Return the body unpacked, None where it is longer than `limit`.

    httpx would unpack by itself, but without a limit and without noticing a missing end.
    """
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in {"", "identity"}:
        return raw
    if coding not in {"gzip", "x-gzip"}:
        strange = _("{host} packed its answer in a way that was not asked for")
        raise FailedAttemptError(strange.format(host=host))
    damaged = _("{host} sent a damaged answer").format(host=host)
    gzip = zlib.decompressobj(wbits=31)
    try:
        body = gzip.decompress(raw, limit + 1)
    except zlib.error:
        raise FailedAttemptError(damaged, again=True) from None
    if len(body) > limit:
        return None
    if not gzip.eof or gzip.unused_data:
        raise FailedAttemptError(damaged, again=True)
    return body


def _retry_after(text: str) -> float:
    """Return the seconds a Retry-After header asks for (RFC 9110 §10.2.3), 0 where it is none."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:  # "-0000": no zone known
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
