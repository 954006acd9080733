"""secaudit: see how someone would get into your accounts, and the few things to do about it.

from secaudit import audit, gather, offline, read_vault, render

vault = read_vault("export.json")
evidence = gather([vault], sources=offline(), today=date.today())
print(render(audit(evidence, [vault], generated=datetime.now(UTC))))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from secaudit.auditing import audit, exit_code
    from secaudit.errors import ExitCode, SecauditError
    from secaudit.gathering import gather
    from secaudit.model import Account, Answers, Evidence, Finding, NotChecked, Report, Vault
    from secaudit.reports import render
    from secaudit.sources import Services, Sources, offline, online
    from secaudit.text import Secret
    from secaudit.vaults import read_vault, read_vaults

__version__ = "0.1.0"

_WHERE = {
    "Account": "model",
    "Answers": "model",
    "Evidence": "model",
    "ExitCode": "errors",
    "Finding": "model",
    "NotChecked": "model",
    "Report": "model",
    "Secret": "text",
    "SecauditError": "errors",
    "Services": "sources",
    "Sources": "sources",
    "Vault": "model",
    "audit": "auditing",
    "exit_code": "auditing",
    "gather": "gathering",
    "offline": "sources",
    "online": "sources",
    "read_vault": "vaults",
    "read_vaults": "vaults",
    "render": "reports",
}

__all__ = [
    "Account",
    "Answers",
    "Evidence",
    "ExitCode",
    "Finding",
    "NotChecked",
    "Report",
    "SecauditError",
    "Secret",
    "Services",
    "Sources",
    "Vault",
    "audit",
    "exit_code",
    "gather",
    "offline",
    "online",
    "read_vault",
    "read_vaults",
    "render",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: `secaudit --help` needs none of them."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
