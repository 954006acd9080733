"""What the tests of the store share."""

from collections.abc import Iterator

import keyring
import pytest


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Put the keyring back that was in use."""
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)
