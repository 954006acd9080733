"""The range API of Have I Been Pwned, answered from a corpus. It writes nothing down."""

import re
from collections.abc import Mapping, MutableSequence
from datetime import UTC, datetime, time
from email.utils import format_datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from secaudit.corpus.format import KINDS
from secaudit.corpus.ranges import PREFIX, Ranges, packed
from secaudit.errors import CorpusError

ASKED, REFUSED = 0, 1
"""What is counted: ranges given out, and requests that were answered with an error."""

LEAST = "Secaudit-Least"
"""Header that says from which count on passwords are in the corpus, where that is not 1."""

_PREFIX = re.compile(rf"[0-9A-Fa-f]{{{PREFIX}}}")
_KEPT = "public, max-age=86400"
_CREDIT = "Breach data by Have I Been Pwned (https://haveibeenpwned.com), licence CC BY 4.0."


def application(corpora: Mapping[str, Ranges], counts: MutableSequence[int]) -> Starlette:
    """Return the ASGI application for corpora by their kind; it adds to `counts` what happens."""
    kinds = {kind: _Kind(ranges) for kind, ranges in corpora.items()}
    page = _page(corpora).encode()

    async def answer(request: Request) -> Response:  # as ASGI wants it
        response = _range(request, kinds)
        counts[ASKED if response.status_code < 400 else REFUSED] += 1  # noqa: PLR2004
        return response

    async def about(_: Request) -> Response:
        return PlainTextResponse(page, headers={"X-Content-Type-Options": "nosniff"})

    return Starlette(routes=[Route("/range/{prefix:path}", answer), Route("/", about)])


class _Kind:
    """The ranges of one kind of hash, and what all answers from them say."""

    def __init__(self, ranges: Ranges) -> None:
        self.ranges = ranges
        header = ranges.header
        fetched = datetime.combine(header.date, time(), UTC)
        self.headers = {
            "Cache-Control": _KEPT,
            "Last-Modified": format_datetime(fetched, usegmt=True),
            "Vary": "Accept-Encoding, Add-Padding",
        }
        if header.least > 1:
            self.headers[LEAST] = str(header.least)


def _range(request: Request, kinds: Mapping[str, _Kind]) -> Response:  # noqa: PLR0911
    """Answer a request for a range.

    Where nothing is known the answer is an error, and none that means "not found" to anyone.
    """
    prefix = request.path_params["prefix"]
    mode = request.query_params.get("mode", "sha1").lower()
    if not _PREFIX.fullmatch(prefix):
        return _refusal(400, f"A prefix is {PREFIX} hexadecimal digits, such as 21BD1.")
    if mode not in KINDS:
        return _refusal(400, "The mode is sha1 or ntlm.")
    if mode not in kinds:
        return _refusal(501, f"There are no {KINDS[mode]} hashes on this server.")
    kind = kinds[mode]
    number = int(prefix, 16)
    if not kind.ranges.known(number):
        return _refusal(503, "Nothing is known of this range: the source did not have it.")
    tag = f'"{kind.ranges.tag(number)}"'
    headers = {**kind.headers, "ETag": f"W/{tag}"}  # weak: the same rows, packed or padded or not
    asked = request.headers
    if tag in (known := asked.get("if-none-match", "")) or known.strip() == "*":
        return Response(status_code=304, headers=headers)
    padding = asked.get("add-padding", "").lower() == "true"
    try:
        body = kind.ranges.padded(number) if padding else kind.ranges.body(number)
    except CorpusError:
        return _refusal(503, "This range is damaged: check it with secaudit corpus verify.")
    if _takes_gzip(asked.get("accept-encoding", "")):
        body = packed(body)
        headers["Content-Encoding"] = "gzip"
    return PlainTextResponse(body, headers=headers)


def _refusal(status: int, why: str) -> Response:
    return PlainTextResponse(why + "\n", status, {"Cache-Control": "no-store"})


def _takes_gzip(accepted: str) -> bool:
    """Tell whether gzip is among the codings that a client accepts (RFC 9110 §12.5.3)."""
    for coding in accepted.lower().split(","):
        name, _, weight = coding.replace(" ", "").partition(";")
        if name == "gzip":
            return weight.rstrip("0.") != "q="
    return False


def _page(corpora: Mapping[str, Ranges]) -> str:
    lines = [
        "This is the range API of Have I Been Pwned, served by secaudit from a copy of its data.",
        "",
    ]
    for kind, ranges in corpora.items():
        header = ranges.header
        lines.append(
            f"{header.hashes:,} {KINDS[kind]} hashes of breached passwords, from "
            f"{header.source}, fetched on {header.date}."
        )
        if header.least > 1:
            lines.append(f"Only passwords seen {header.least:,} times or more are among them.")
        lines.append("Ask with: /range/21BD1" + ("" if kind == "sha1" else f"?mode={kind}"))
        lines.append("")
    lines += ["It is not written down who asks for what.", _CREDIT, ""]
    return "\n".join(lines)
