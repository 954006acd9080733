"""Options that several commands share, each group handed on as one object."""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from secaudit.errors import OutputError, UsageError
from secaudit.languages import _

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("text", "markdown", "html", "json", "csv", "ics", "dot")
READERS = ("me", "helper", "share")
"""As in the model, which the help does not need."""
PLAIN_FORMATS = ("text", "json")
AUDIENCES = ("public", "known-risk", "teens", "journalists")
"""As in the model, which the help does not need."""
_ENDINGS = {
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".csv": "csv",
    ".ics": "ics",
    ".dot": "dot",
    ".gv": "dot",
}

Command = Callable[..., Any]


class Writing(NamedTuple):
    """How and where a report is written."""

    format: str
    output: "Path | None"
    force: bool
    exit_zero: bool
    reader: str = "me"
    """One of READERS."""
    recipients: tuple[str, ...] = ()
    """Whom it is encrypted to; nobody where there is none."""

    def check(self, *inputs: str | None) -> None:
        """Say now, before twenty minutes of questions, that the file will not do.

        `inputs` are files that are read: a report never takes the place of one.
        """
        if self.recipients:
            self._check_recipients()
        if self.output is None:
            return
        from pathlib import Path  # noqa: PLC0415

        from secaudit.files import check_writable  # noqa: PLC0415

        check_writable(self.output, force=self.force)
        for name in filter(None, inputs):
            if self.output.exists() and Path(name).exists() and self.output.samefile(name):
                raise OutputError(
                    _("{file} is one of the files to read, so it is not replaced").format(
                        file=self.output
                    ),
                    _("Choose another name for the report."),
                )

    def _check_recipients(self) -> None:
        import sys  # noqa: PLC0415

        from secaudit import reports  # noqa: PLC0415
        from secaudit.agefile import recipients_of  # noqa: PLC0415

        recipients_of(self.recipients)
        if self.output is None and sys.stdout.isatty():
            raise UsageError(
                _("an encrypted report is not for a terminal"),
                _("Write it to a file: -o report{ending}.age").format(
                    ending=reports.FORMATS[self.format].suffix
                ),
            )


class Network(NamedTuple):
    """Whether the network may be used (None: ask), and where each service is."""

    online: bool | None
    proxy: str | None
    urls: dict[str, str]
    allow_http: bool = False
    """Whether the range API may be asked unencrypted on another machine."""
    range_ca: str | None = None
    """Certificates to know the range API by."""
    corpora: "tuple[Path, ...]" = ()
    """Files made by `secaudit corpus build`, to look passwords up in."""

    def check(self) -> None:
        """Say now, before twenty minutes of questions, that a corpus cannot be asked."""
        if self.corpora:
            from secaudit.sources import offline  # noqa: PLC0415

            offline(corpora=self.corpora)


def _format(formats: Sequence[str]) -> Callable[[Command], Command]:
    return click.option(
        "--format",
        type=click.Choice(formats),
        help="How to write the report; by default text, or what the ending of FILE says.",
    )


_FILE = (
    click.option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write the report to FILE, readable by you only.",
    ),
    click.option("--force", is_flag=True, help="Replace FILE where it exists."),
)
_WRITING = (
    _format(FORMATS),
    *_FILE,
    click.option("--exit-zero", is_flag=True, help="End with code 0 whatever was found."),
)
_PLAIN_WRITING = (_format(PLAIN_FORMATS), *_FILE)

_SHARING = (
    click.option(
        "--for",
        "reader",
        type=click.Choice(READERS),
        default="me",
        help="Leave out usernames (helper), or also every title, site and file name (share).",
    ),
    click.option(
        "--encrypt-to",
        "recipients",
        metavar="RECIPIENT",
        multiple=True,
        help="Encrypt the report to an age recipient (age1…); may be repeated.",
    ),
)

_NETWORK = (
    click.option(
        "--online/--offline",
        default=None,
        help="Whether to use the network. On a terminal you are asked; elsewhere it is offline.",
    ),
    click.option(
        "--corpus",
        "corpora",
        multiple=True,
        metavar="PATH",
        help="Look passwords up in this file of `secaudit corpus build`; may be repeated.",
    ),
    click.option("--range-url", metavar="URL", help="Another Pwned Passwords range API."),
    click.option(
        "--allow-http",
        is_flag=True,
        help="Let --range-url be another computer without encryption, in a workshop.",
    ),
    click.option(
        "--range-ca",
        metavar="PEM",
        help="Know the server of --range-url by a certificate in this file alone.",
    ),
    click.option("--hibp-url", metavar="URL", help="Another Have I Been Pwned API."),
    click.option("--directory-url", metavar="URL", help="Another copy of 2fa.directory."),
    click.option("--passkeys-url", metavar="URL", help="Another copy of the passkeys directory."),
    click.option("--proxy", metavar="URL", help="Go through this proxy; none is used unasked."),
)


def writing_options(command: Command) -> Command:
    """Add how a report is written, as the argument `writing`."""
    return with_options(_WRITING, _collected(command, FORMATS))


def rewriting_options(command: Command) -> Command:
    """Add the same for a command that finds nothing anew, and so ends with code 0."""
    return with_options(_WRITING[:-1], _collected(command, FORMATS))


def ending_options(command: Command) -> Command:
    """Add the same without --format: it is what the ending of FILE says."""
    with_format = _collected(command, FORMATS)

    @functools.wraps(command)
    def collect(*args: Any, **rest: Any) -> Any:
        return with_format(*args, format=None, **rest)

    return with_options(_WRITING[1:], collect)


def audience_option(command: Command) -> Command:
    """Add who is asking, as the argument `audience`."""
    return click.option(
        "--audience",
        multiple=True,
        type=click.Choice(AUDIENCES),
        help="Ask what matters to them too, and do not ask who you are; may be repeated.",
    )(command)


def plain_writing_options(command: Command) -> Command:
    """Add the same for what is no report of an audit: text or JSON."""
    return with_options(_PLAIN_WRITING, _collected(command, PLAIN_FORMATS))


def _collected(command: Command, formats: Sequence[str]) -> Command:
    @functools.wraps(command)
    def collect(
        *args: Any,
        format: str | None,  # noqa: A002  # the option's name
        output: str | None,
        force: bool,
        exit_zero: bool = False,
        **rest: Any,
    ) -> Any:
        from pathlib import Path  # noqa: PLC0415

        path = Path(output) if output else None
        kind = format or (_ENDINGS.get(_ending(path), "text") if path else "text")
        if kind not in formats:
            raise UsageError(
                _("{path} would be {kind}, which this command does not write").format(
                    path=path, kind=kind
                ),
                _("It writes {formats}.").format(formats=f" {_('or')} ".join(formats)),
            )
        return command(*args, writing=Writing(kind, path, force, exit_zero), **rest)

    return collect


def _ending(path: "Path") -> str:
    """Return what the name of a file ends with; of `report.html.age` it is `.html`."""
    return path.with_suffix("").suffix.lower() if path.suffix == ".age" else path.suffix.lower()


def sharing_options(command: Command) -> Command:
    """Add for whom a report is written, as part of `writing`: stands below `writing_options`."""

    @functools.wraps(command)
    def collect(
        *args: Any, writing: Writing, reader: str, recipients: tuple[str, ...], **rest: Any
    ) -> Any:
        said = writing._replace(reader=reader, recipients=recipients)
        return command(*args, writing=said, **rest)

    return with_options(_SHARING, collect)


def network_options(command: Command) -> Command:
    """Add whether and how the network is used, as the argument `network`."""

    @functools.wraps(command)
    def collect(
        *args: Any, online: bool | None, proxy: str | None, corpora: tuple[str, ...], **rest: Any
    ) -> Any:
        from pathlib import Path  # noqa: PLC0415

        names = ("range_url", "hibp_url", "directory_url", "passkeys_url")
        urls = {name: url for name in names if (url := rest.pop(name))}
        allow_http, range_ca = rest.pop("allow_http"), rest.pop("range_ca")
        network = Network(online, proxy, urls, allow_http, range_ca, tuple(map(Path, corpora)))
        return command(*args, network=network, **rest)

    return with_options(_NETWORK, collect)


def with_options(options: Sequence[Callable[[Command], Command]], command: Command) -> Command:
    """Add some options to a command, to be shown in this order."""
    for option in reversed(options):
        command = option(command)
    return command
