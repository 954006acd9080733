"""Files that still hold secrets in plain text: where, how to remove them, how to do without."""

from dataclasses import dataclass

from secaudit.languages import N_, _, listed
from secaudit.model import Lying, Report, SourceSummary
from secaudit.reports.words import kind

_DELETE = {
    # Whether it is one file → what to do, and what that is worth.
    True: N_("Delete it, and empty the bin."),
    False: N_("Delete them, and empty the bin."),
}
_IN_SERVICE = N_(
    "Look in the bin and the old versions of {services} too, and on the other devices that share "
    "the folder."
)
_NOT_CERTAIN = {
    True: N_(
        "Deleting does not erase it for certain: the disk and backups may still hold it. If "
        "someone may have read it, change the passwords that matter most."
    ),
    False: N_(
        "Deleting does not erase them for certain: the disk and backups may still hold them. If "
        "someone may have read them, change the passwords that matter most."
    ),
}

_READABLE = {
    True: N_("Others who use this computer can read it."),
    False: N_("Others who use this computer cannot read it."),
    None: N_("Whether others who use this computer can read it is not known."),
}

_PIPE = N_("{name} hands over its export without a file, through its own program:")
_AS_IT_IS = N_("secaudit reads the database of {name} itself, encrypted as it is:")
_ENCRYPTED = N_("{name} can make an encrypted backup: secaudit asks for its password.")
_FILE_ONLY = N_(
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
    (("KeePass 1",), N_("Save it as a database of KeePass 2, which secaudit can open."), ""),
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
    services = dict.fromkeys(lying.synced for _source, lying in found if lying.synced)
    synced = [_(_IN_SERVICE).format(services=listed(list(map(_, services))))] * bool(services)
    one = sum(len(lying.files) or 1 for _source, lying in found) == 1
    advice = dict.fromkeys(_advice(source.format) for source, _lying in found)
    return Leftovers(files, (_(_DELETE[one]), *synced, _(_NOT_CERTAIN[one])), tuple(advice))


def _named(source: SourceSummary, lying: Lying) -> str:
    """Return what to call what lies there: of a folder the files, for only they are meant."""
    if not lying.files:
        return f"{source.name} ({kind(source.format)})"
    return _("{files} in the folder {folder} ({format})").format(
        files=listed(lying.files), folder=source.name, format=kind(source.format)
    )


def _place(lying: Lying) -> str:
    """Return where a file lies, in two sentences."""
    synced = (
        _("It lies in a folder that {service} copies to other places.")
        if lying.synced
        else _("No sync service that secaudit knows copies its folder.")
    ).format(service=_(lying.synced))
    return f"{synced} {_(_READABLE[lying.readable_by_others])}"


def _advice(label: str) -> Advice:
    for names, sentence, command in _NEXT_TIME:
        for name in names:
            if label.startswith(name):
                return Advice(_(sentence).format(name=name), command)
    return Advice(_(_FILE_ONLY).format(name=_(label)), "")
