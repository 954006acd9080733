"""Backups of authenticator apps: each entry shows that a second step is on somewhere."""

from secaudit.vaults.base import Format

AUTHENTICATORS: tuple[Format, ...] = ()
"""Every backup that can be read. The first one that recognises a file reads it."""
