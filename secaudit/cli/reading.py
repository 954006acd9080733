"""What a command reads: exports, their passphrase and columns, and an answers file."""

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from secaudit.cli.columns import ask_columns, columns_option, state
from secaudit.cli.options import Command, with_options
from secaudit.cli.prompts import ask_secret, is_interactive, say
from secaudit.errors import (
    NothingToAuditError,
    PassphraseError,
    SecauditError,
    UsageError,
    VaultError,
)
from secaudit.languages import _

if TYPE_CHECKING:
    from secaudit.model import Answers, Platform, Vault
    from secaudit.text import Secret


class Reading(NamedTuple):
    """What is named on the command line to be read, and how."""

    exports: tuple[str, ...]
    answers_file: str | None
    no_input: bool
    passphrase_file: str | None
    passphrase_fd: int | None
    columns: dict[str, str] | None

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that is named."""
        return tuple(filter(None, (*self.exports, self.answers_file, self.passphrase_file)))

    @property
    def piped(self) -> bool:
        """Whether an export comes through stdin."""
        return "-" in self.exports

    def is_interactive(self) -> bool:
        """Tell whether there is a person who can be asked."""
        return not self.no_input and is_interactive(piped=self.piped)

    def answers(self, platforms: Sequence["Platform"]) -> "Answers | None":
        """Return what the answers file says; None where none is named."""
        from pathlib import Path  # noqa: PLC0415

        from secaudit.answers import read_answers  # noqa: PLC0415

        return read_answers(Path(self.answers_file), platforms) if self.answers_file else None

    def vaults(self, *, interactive: bool) -> list["Vault"]:
        """Read the exports, and ask for what is needed to do so where somebody is there."""
        from secaudit.vaults import read_vaults  # noqa: PLC0415

        given = _given(self.passphrase_file, self.passphrase_fd, piped=self.piped)

        def passphrase(question: str) -> "Secret":
            if given is not None:
                return given
            if interactive:
                return ask_secret(question)
            raise PassphraseError(
                _("an export is encrypted, and nobody is here to type its passphrase"),
                _(
                    "Put the passphrase in a file and name it with --passphrase-file, "
                    "or see --passphrase-fd."
                ),
            )

        confirm = ask_columns if interactive else state
        return read_vaults(self.exports, ask=passphrase, columns=self.columns, confirm=confirm)

    def remind(self, vaults: Sequence["Vault"]) -> None:
        """Name the exports that still lie around, where no report ends with them."""
        pairs = zip(self.exports, vaults, strict=False)
        lying = [
            "/".join(filter(None, (name.rstrip("/"), inner)))
            for name, vault in pairs
            if vault.lying
            for inner in vault.lying.files or ("",)
        ]
        if lying:
            say(
                _("Still on your disk, with your secrets in plain text: {files}").format(
                    files=", ".join(lying)
                )
            )
            say(_("Delete it when you are done, also from the bin and from synced folders."))


_READING = (
    click.argument("exports", nargs=-1, metavar="[EXPORT]..."),
    click.option(
        "--answers",
        "answers_file",
        metavar="FILE",
        help="Take the answers to the questions from this TOML file.",
    ),
    click.option("--no-input", is_flag=True, help="Ask nothing, even on a terminal."),
    click.option(
        "--passphrase-file",
        metavar="FILE",
        help="Open encrypted exports with the first line of this file.",
    ),
    click.option(
        "--passphrase-fd",
        type=click.IntRange(min=0),
        metavar="N",
        help="The same, from a file descriptor that is open already.",
    ),
    columns_option,
)


def reading_options(command: Command) -> Command:
    """Add what is read, as the argument `reading`."""

    @functools.wraps(command)
    def collect(*args: Any, **rest: Any) -> Any:
        reading = Reading(**{name: rest.pop(name) for name in Reading._fields})
        return command(*args, reading=reading, **rest)

    return with_options(_READING, collect)


def nothing(vaults: Sequence["Vault"], command: str) -> SecauditError:
    """Say why there is nothing to look at: nothing was named, or nothing in it is a login.

    `command` is shown with an export behind it.
    """
    from secaudit.model import Unreadable  # noqa: PLC0415

    for vault in vaults:
        broken = [row for row in vault.rows if isinstance(row, Unreadable)]
        if broken:
            return VaultError(
                _("no login of {name} could be read: {where}: {why}").format(
                    name=vault.name, where=broken[0].where, why=broken[0].why
                ),
                _("Check that its own program opens it, then try again.")
                if vault.encrypted
                else _("Make the export again, without opening it in another program before."),
            )
    if vaults and any(vault.rows for vault in vaults):
        names = ", ".join(vault.name for vault in vaults)
        return NothingToAuditError(
            _("there is nothing to audit: {names} holds no login").format(names=names),
            _("Check that it is the right export; notes, cards and the trash are not audited."),
        )
    return NothingToAuditError(
        _("there is nothing to audit: no login was given"),
        _("Name an export, such as: {command} export.json").format(command=command),
    )


def _given(file: str | None, descriptor: int | None, *, piped: bool) -> "Secret | None":
    """Return the passphrase that came with the command; a file descriptor is closed after it."""
    from secaudit.text import Secret  # noqa: PLC0415

    if file is not None and descriptor is not None:
        raise UsageError(
            _("the passphrase cannot come from a file and a file descriptor"),
            _("Give one of them."),
        )
    if piped and descriptor == 0:
        raise UsageError(
            _("stdin cannot bring both an export and the passphrase"),
            _("Take another descriptor, such as: --passphrase-fd 3 3<FILE"),
        )
    source = file if descriptor is None else descriptor
    if source is None:
        return None
    try:
        # Stdin keeps its number: the next file to be opened would get it.
        with open(source, encoding="utf-8-sig", closefd=source != 0) as lines:
            return Secret(lines.readline().rstrip("\n"))
    except (OSError, UnicodeDecodeError):
        problem = (
            _("the passphrase file {source} could not be read")
            if descriptor is None
            else _("the passphrase file descriptor {source} could not be read")
        )
        raise UsageError(
            problem.format(source=source),
            _("It should be text, with the passphrase in its first line."),
        ) from None
