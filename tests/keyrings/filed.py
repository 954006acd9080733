"""A keyring that a started program takes for a secure one, and that is a file of the test."""

import json
import os
from pathlib import Path

import keyring.backend
from keyring.errors import PasswordDeleteError


class Filed(keyring.backend.KeyringBackend):
    """Keeps what it is given in the file that SECAUDIT_TEST_KEYRING names."""

    priority = 1  # without which keyring loads none

    @property
    def _file(self) -> Path:
        return Path(os.environ["SECAUDIT_TEST_KEYRING"])

    def _held(self) -> dict[str, str]:
        try:
            held: dict[str, str] = json.loads(self._file.read_text())
        except FileNotFoundError:
            return {}
        return held

    def get_password(self, service: str, username: str) -> str | None:
        return self._held().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps(self._held() | {f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        held = self._held()
        if held.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError
        self._file.write_text(json.dumps(held))


Filed.__module__ = "keyring.backends.SecretService"
