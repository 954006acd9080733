"""Files that still hold secrets in plain text: where, how to remove them, how to do without."""

from dataclasses import dataclass

from secaudit.model import Lying, Report, SourceSummary
from secaudit.reports import words

_DELETE = "Delete {it}, and empty the bin."
_IN_SERVICE = (
    "Look in the bin and the old versions of {services} too, and on the other devices that share "
    "the folder."
)
_NOT_CERTAIN = (
    "Deleting does not erase {it} for certain: the disk and backups may still hold {it}. If "
    "someone may have read {it}, change the passwords that matter most."
)

_READABLE = {
    True: "Others who use this computer can read it.",
    False: "Others who use this computer cannot read it.",
    None: "Whether others who use this computer can read it is not known.",
}

_PIPE = "{name} hands over its export without a file, through its own program:"
_AS_IT_IS = "secaudit reads the database of {name} itself, encrypted as it is:"
_ENCRYPTED = "{name} can make an encrypted backup: secaudit asks for its password."
_FILE_ONLY = (
    "For {name} there is no way without a file: make it where nothing is synced, and delete it "
    "as soon as it is audited."
)

_NEXT_TIME = (
    # What a format's label begins with, the closest first; advice; a command as its maker
    # documents it (Bitwarden "Password Manager CLI", 1Password "op item get").
    (("Bitwarden Authenticator",), _FILE_ONLY, ""),
    (("Bitwarden",), _PIPE, "bw export --format json --raw | secaudit audit -"),
    (
        ("1Password",),
        _PIPE,
        "op item list --format json | op item get - --format json | secaudit audit -",
    ),
    (("KeePass 1",), "Save it as a database of KeePass 2, which secaudit can open.", ""),
    (("KeePassXC", "KeePass"), _AS_IT_IS, "secaudit audit passwords.kdbx"),
    (
        ("Aegis", "andOTP", "Ente Auth", "Proton Authenticator", "Stratum", "2FAS"),
        _ENCRYPTED,
        "",
    ),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """How to do it next time for one kind of export."""

    sentence: str
    command: str
    """What to type; "" where there is nothing."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The files in plain text that an audit read, and what to do about them."""

    files: tuple[tuple[str, str], ...]
    """What to call each, and where it lies, in sentences."""
    removal: tuple[str, ...]
    """Steps, in order."""
    next_time: tuple[Advice, ...]


def leftovers(report: Report) -> Leftovers | None:
    """Return what to say of the files in plain text; None where there are none."""
    found = [(source, source.lying) for source in report.sources if source.lying]
    if not found:
        return None
    files = tuple((_named(source, lying), _place(lying)) for source, lying in found)
    services = list(dict.fromkeys(lying.synced for _, lying in found if lying.synced))
    synced = [_IN_SERVICE.format(services=words.listed(services))] * bool(services)
    it = "it" if sum(len(lying.files) or 1 for _, lying in found) == 1 else "them"
    advice = dict.fromkeys(_advice(source.format) for source, _ in found)
    return Leftovers(
        files, (_DELETE.format(it=it), *synced, _NOT_CERTAIN.format(it=it)), tuple(advice)
    )


def _named(source: SourceSummary, lying: Lying) -> str:
    """Return what to call what lies there: of a folder the files, for only they are meant."""
    where = f" in the folder {source.name}" if lying.files else ""
    return f"{words.listed(lying.files or (source.name,))}{where} ({source.format})"


def _place(lying: Lying) -> str:
    """Return where a file lies, in two sentences."""
    synced = (
        f"It lies in a folder that {lying.synced} copies to other places."
        if lying.synced
        else "No sync service that secaudit knows copies its folder."
    )
    return f"{synced} {_READABLE[lying.readable_by_others]}"


def _advice(label: str) -> Advice:
    for names, sentence, command in _NEXT_TIME:
        for name in names:
            if label.startswith(name):
                return Advice(sentence.format(name=name), command)
    return Advice(_FILE_ONLY.format(name=label), "")
