"""`secaudit audit`: the guided audit on a terminal, or a batch one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from secaudit.cli.columns import ask_columns, columns_option, state
from secaudit.cli.network import choose_sources
from secaudit.cli.options import Network, Writing, network_options, writing_options
from secaudit.cli.prompts import ask_secret, is_interactive, say
from secaudit.errors import (
    NothingToAuditError,
    PassphraseError,
    SecauditError,
    UsageError,
    VaultError,
)

if TYPE_CHECKING:
    from secaudit.model import Vault
    from secaudit.text import Secret


_FOR_PEOPLE = ("text", "markdown", "html")


@click.command()
@click.argument("exports", nargs=-1, metavar="[EXPORT]...")
@network_options
@click.option(
    "--answers",
    "answers_file",
    metavar="FILE",
    help="Take the answers to the questions from this TOML file.",
)
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="CHECK:ACCOUNT",
    help="Leave out of the plan what this check finds on these accounts; may be repeated. "
    "docs/answers.md says more.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing, even on a terminal.")
@click.option(
    "--passphrase-file",
    metavar="FILE",
    help="Open encrypted exports with the first line of this file.",
)
@click.option(
    "--passphrase-fd",
    type=click.IntRange(min=0),
    metavar="N",
    help="The same, from a file descriptor that is open already.",
)
@columns_option
@writing_options
def audit(  # noqa: PLR0913  # a command line has many switches
    exports: tuple[str, ...],
    *,
    network: Network,
    answers_file: str | None,
    ignored: tuple[str, ...],
    no_input: bool,
    passphrase_file: str | None,
    passphrase_fd: int | None,
    columns: dict[str, str] | None,
    writing: Writing,
) -> int:
    """Audit your accounts, and get a plan for today.

    EXPORT is a file exported from a password manager or a browser, or the folder of a `pass`
    store; several are merged, and `-` reads stdin. On a terminal you are asked what no export can
    tell, and every question can be skipped. Without an EXPORT you choose the accounts that matter.
    """
    from dataclasses import replace  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from secaudit import checklists  # noqa: PLC0415
    from secaudit.answers import ignore_rule, read_answers  # noqa: PLC0415
    from secaudit.cli.finish import finish  # noqa: PLC0415
    from secaudit.model import Answers  # noqa: PLC0415

    writing.check(*exports, answers_file, passphrase_file)
    piped = "-" in exports
    given = _given(passphrase_file, passphrase_fd, piped=piped)
    interactive = not no_input and is_interactive(piped=piped)
    platforms = checklists.load()
    rules = tuple(ignore_rule(text, platforms) for text in ignored)
    answers = read_answers(Path(answers_file), platforms) if answers_file else Answers()
    vaults = _read(exports, given, columns, interactive=interactive)
    if interactive and not answers_file:
        from secaudit.cli.walk import walk  # noqa: PLC0415

        vaults, answers = walk(vaults, platforms)
    if not any(vault.accounts for vault in vaults) and not (answers.items or answers.platforms):
        raise _nothing(vaults)
    answers = replace(answers, ignored=answers.ignored + rules)
    sources = choose_sources(network, interactive=interactive)
    code = finish(vaults, answers=answers, sources=sources, platforms=platforms, writing=writing)
    if writing.format not in _FOR_PEOPLE:
        _remind([name for name, vault in zip(exports, vaults, strict=False) if vault.lying])
    return code


def _read(
    exports: Sequence[str],
    given: "Secret | None",
    columns: dict[str, str] | None,
    *,
    interactive: bool,
) -> list["Vault"]:
    from secaudit.vaults import read_vaults  # noqa: PLC0415

    def passphrase(question: str) -> "Secret":
        if given is not None:
            return given
        if interactive:
            return ask_secret(question)
        raise PassphraseError(
            "an export is encrypted, and nobody is here to type its passphrase",
            "Put the passphrase in a file and name it with --passphrase-file, or see "
            "--passphrase-fd.",
        )

    confirm = ask_columns if interactive else state
    return read_vaults(exports, ask=passphrase, columns=columns, confirm=confirm)


def _given(file: str | None, descriptor: int | None, *, piped: bool) -> "Secret | None":
    """Return the passphrase that came with the command; a file descriptor is closed after it."""
    from secaudit.text import Secret  # noqa: PLC0415

    if file is not None and descriptor is not None:
        raise UsageError(
            "the passphrase cannot come from a file and a file descriptor", "Give one of them."
        )
    if piped and descriptor == 0:
        raise UsageError(
            "stdin cannot bring both an export and the passphrase",
            "Take another descriptor, such as: --passphrase-fd 3 3<FILE",
        )
    source = file if descriptor is None else descriptor
    if source is None:
        return None
    try:
        # Stdin keeps its number: the next file to be opened would get it.
        with open(source, encoding="utf-8-sig", closefd=source != 0) as lines:
            return Secret(lines.readline().rstrip("\n"))
    except (OSError, UnicodeDecodeError):
        what = "file" if descriptor is None else "file descriptor"
        raise UsageError(
            f"the passphrase {what} {source} could not be read",
            "It should be text, with the passphrase in its first line.",
        ) from None


def _nothing(vaults: Sequence["Vault"]) -> SecauditError:
    """Say why there is nothing to audit: nothing was named, or nothing in it is a login."""
    from secaudit.model import Unreadable  # noqa: PLC0415

    for vault in vaults:
        broken = [row for row in vault.rows if isinstance(row, Unreadable)]
        if broken:
            return VaultError(
                f"no login of {vault.name} could be read: {broken[0].where}: {broken[0].why}",
                "Check that its own program opens it, then try again."
                if vault.encrypted
                else "Make the export again, without opening it in another program before.",
            )
    if vaults and any(vault.rows for vault in vaults):
        names = ", ".join(vault.name for vault in vaults)
        return NothingToAuditError(
            f"there is nothing to audit: {names} holds no login",
            "Check that it is the right export; notes, cards and the trash are not audited.",
        )
    return NothingToAuditError(
        "there is nothing to audit: no login was given",
        "Name an export, such as: secaudit audit export.json",
    )


def _remind(exports: Sequence[str]) -> None:
    """Name the files that still lie around, where the report is not one that ends with them."""
    if exports:
        say(f"Still on your disk, with your secrets in plain text: {', '.join(exports)}")
        say("Delete it when you are done, also from the bin and from synced folders.")
