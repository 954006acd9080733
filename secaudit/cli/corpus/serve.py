"""`secaudit corpus serve`: the range API for this machine, or for a workshop."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from secaudit.cli.commands import Command
from secaudit.errors import MissingExtraError, UsageError
from secaudit.languages import _, ngettext, number

if TYPE_CHECKING:
    from secaudit.serving.running import Served

_LISTEN = "127.0.0.1:8080"


@click.command(cls=Command)
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--listen",
    metavar="HOST:PORT",
    default=_LISTEN,
    show_default=True,
    help="Where to be asked. An address of this machine only, unless the next option is given.",
)
@click.option(
    "--anyone-in-the-network",
    "anyone",
    is_flag=True,
    help="Let other computers ask too.",
)
@click.option(
    "--tls-cert",
    metavar="PEM",
    type=click.Path(path_type=Path),
    help="Encrypt, with this certificate.",
)
@click.option(
    "--tls-key",
    metavar="PEM",
    type=click.Path(path_type=Path),
    help="The key of the certificate.",
)
def serve(
    *,
    files: tuple[Path, ...],
    listen: str,
    anyone: bool,
    tls_cert: Path | None,
    tls_key: Path | None,
) -> None:
    """Answer as the range API of Have I Been Pwned does, from FILE.

    FILE is a corpus that was built with --with-suffixes. Name two to serve both kinds of hashes,
    SHA-1 and NTLM. Nothing is written down of who asks for what. Ctrl-C ends it.
    """
    host, port = _address(listen)
    if (tls_cert is None) != (tls_key is None):
        raise UsageError(
            _("a certificate works only with its key"), _("Give both --tls-cert and --tls-key.")
        )
    from secaudit.sources.services import is_loopback  # noqa: PLC0415

    if not is_loopback(host) and not anyone:
        raise UsageError(
            _("{host} can be reached from other computers").format(host=host),
            _(
                "Add --anyone-in-the-network if that is what you want; docs/deploy.md says what "
                "it means."
            ),
        )
    try:
        from secaudit.serving import running  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(
            _("serving a corpus needs other packages"),
            _("Install them with: pip install 'secaudit[{extra}]'").format(extra="serve"),
        ) from None

    with running.listening(host, port) as listener:
        port = listener.getsockname()[1]
        scheme = "https" if tls_cert else "http"
        url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/range/"

        def begun() -> None:
            _say_begun(url, alone=is_loopback(host), certificate=tls_cert)

        _say_ended(running.serve(running.Service(files, tls_cert, tls_key), listener, begun=begun))


def _address(listen: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{listen}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or port is None or parts.path or parts.query or parts.username is not None:
        raise UsageError(
            _("--listen takes an address and a port"),
            _("Give it as in: {example}").format(example=f"--listen {_LISTEN}"),
        )
    return host, port


def _say_begun(url: str, *, alone: bool, certificate: Path | None) -> None:
    from secaudit.cli.prompts import say  # noqa: PLC0415

    click.echo(_("Serving at {url}").format(url=url))
    if alone:
        what = _("EXPORT")
        command = f"secaudit audit {what} --online --range-url {url}"
        if certificate:
            command += f" --range-ca {shlex.quote(str(certificate))}"
        click.echo(_("Ask it with: {command}").format(command=command))
    else:
        say(
            _(
                "warning: everyone who reaches this computer in the network can ask it. "
                "docs/deploy.md says how to ask it from the others."
            )
        )
        if certificate is None:
            say(
                _(
                    "warning: nothing is encrypted. Who listens in the network sees who asks, and "
                    "the first 5 characters of the hash of each password. secaudit asks such a "
                    "server only with --allow-http. Better give it a certificate: --tls-cert and "
                    "--tls-key."
                )
            )
    click.echo(_("Nothing is written down of who asks for what. Ctrl-C ends it."))


def _say_ended(served: "Served") -> None:
    from secaudit.cli.prompts import say  # noqa: PLC0415

    click.echo(
        _("Ended. Ranges given out: {ranges}; errors: {errors}.").format(
            ranges=number(served.ranges), errors=number(served.refused)
        )
    )
    if served.lost:
        say(
            ngettext(
                "note: {number} of the processes that answer had ended before.",
                "note: {number} of the processes that answer had ended before.",
                served.lost,
            ).format(number=number(served.lost))
        )
