"""`secaudit audit`: the guided audit on a terminal, or a batch one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

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


@click.command()
@click.argument("exports", nargs=-1, metavar="[EXPORT]...")
@network_options
@click.option(
    "--answers",
    "answers_file",
    metavar="FILE",
    help="Take the answers to the questions from this TOML file.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing, even on a terminal.")
@click.option(
    "--passphrase-file",
    metavar="FILE",
    help="Open encrypted exports with the first line of this file.",
)
@writing_options
def audit(  # noqa: PLR0913  # a command line has many switches
    exports: tuple[str, ...],
    *,
    network: Network,
    answers_file: str | None,
    no_input: bool,
    passphrase_file: str | None,
    writing: Writing,
) -> int:
    """Audit your accounts, and get a plan for today.

    EXPORT is a file exported from a password manager or a browser; several are merged, and `-`
    reads stdin. On a terminal you are asked what no export can tell, and every question can be
    skipped. Without an EXPORT you choose the accounts that matter.
    """
    from pathlib import Path  # noqa: PLC0415

    from secaudit import checklists  # noqa: PLC0415
    from secaudit.answers import read_answers  # noqa: PLC0415
    from secaudit.cli.finish import finish  # noqa: PLC0415
    from secaudit.model import Answers  # noqa: PLC0415

    writing.check(*exports, answers_file, passphrase_file)
    interactive = is_interactive() and not no_input and "-" not in exports
    platforms = checklists.load()
    answers = read_answers(Path(answers_file), platforms) if answers_file else Answers()
    vaults = _read(exports, passphrase_file, interactive=interactive)
    if interactive and not answers_file:
        from secaudit.cli.walk import walk  # noqa: PLC0415

        vaults, answers = walk(vaults, platforms)
    if not any(vault.accounts for vault in vaults) and not (answers.items or answers.platforms):
        raise _nothing(vaults)
    sources = choose_sources(network, interactive=interactive)
    code = finish(vaults, answers=answers, sources=sources, platforms=platforms, writing=writing)
    _remind([name for name, vault in zip(exports, vaults, strict=False) if not vault.encrypted])
    return code


def _read(
    exports: Sequence[str], passphrase_file: str | None, *, interactive: bool
) -> list["Vault"]:
    from secaudit.vaults import read_vault  # noqa: PLC0415

    def passphrase(question: str) -> "Secret":
        if passphrase_file:
            return _first_line(passphrase_file)
        if interactive:
            return ask_secret(question)
        raise PassphraseError(
            "an export is encrypted, and nobody is here to type its passphrase",
            "Put the passphrase in a file and name it with --passphrase-file.",
        )

    return [read_vault(export, ask=passphrase) for export in exports]


def _first_line(path: str) -> "Secret":
    from pathlib import Path  # noqa: PLC0415

    from secaudit.text import Secret  # noqa: PLC0415

    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            return Secret(file.readline().rstrip("\n"))
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            f"the passphrase file {path} could not be read",
            "It should be a text file with the passphrase in its first line.",
        ) from None


def _nothing(vaults: Sequence["Vault"]) -> SecauditError:
    """Say why there is nothing to audit: nothing was named, or nothing in it is a login."""
    from secaudit.model import Unreadable  # noqa: PLC0415

    for vault in vaults:
        broken = [row for row in vault.rows if isinstance(row, Unreadable)]
        if broken:
            return VaultError(
                f"no login of {vault.name} could be read: {broken[0].where}: {broken[0].why}",
                "Make the export again, without opening it in another program before.",
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
    """Name the files that still lie around."""
    if files := [export for export in exports if export != "-"]:
        say(f"Still on your disk, with your passwords in it: {', '.join(files)}")
        say("Delete it when you are done, also from the bin and from synced folders.")
