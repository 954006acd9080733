"""Keyrings of the tests: the real ones need a desktop session."""

import keyring.backend
from keyring.errors import PasswordDeleteError


class InMemory(keyring.backend.KeyringBackend):
    """A keyring of this process; `failure` is what it raises."""

    def __init__(self, failure: Exception | None = None) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.failure = failure

    def get_password(self, service: str, username: str) -> str | None:
        if self.failure:
            raise self.failure
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.failure:
            raise self.failure
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.failure:
            raise self.failure
        if (service, username) not in self.held:
            raise PasswordDeleteError
        del self.held[service, username]


def made_in(module: str) -> type[InMemory]:
    """Return a class of keyring that says it is from this module."""
    return type("Keyring", (InMemory,), {"__module__": module})
