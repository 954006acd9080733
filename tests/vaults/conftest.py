"""Exports made by hand: KeePass databases around any XML, and the sample exports where they are."""

import base64
import gzip
import hashlib
import io
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from construct import Container
from Cryptodome.Cipher import AES, Salsa20
from Cryptodome.Util.Padding import pad
from lxml import etree  # type: ignore[import-untyped]
from pykeepass import PyKeePass, create_database
from pykeepass.kdbx_parsing import kdf_uuids

PASSPHRASE = "a passphrase of the tests"
_ROUNDS = 70_000  # more than the reader encrypts at once


@pytest.fixture(scope="session")
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture(scope="session")
def samples() -> Path:
    folder = Path(__file__).parents[2] / ".." / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("the sample exports of other projects are not beside this checkout")
    return folder


class Gnupg:
    """A keyring of our own: keys `open`, `locked` (with PASSPHRASE) and `gone` (its secret is)."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._programs = {name: shutil.which(name) or name for name in ("gpg", "gpgconf")}
        for name in ("open", "gone", "locked"):
            own = PASSPHRASE if name == "locked" else ""
            self._gpg("--quick-gen-key", f"{name}@keys.example", "future-default", passphrase=own)
        listed = self._gpg("--list-keys", "--with-colons", "gone@keys.example").decode()
        fingerprint = next(
            line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr")
        )
        self._gpg("--yes", "--delete-secret-keys", fingerprint)
        self.forget()

    def _gpg(self, *arguments: str, data: bytes = b"", passphrase: str | None = None) -> bytes:
        given = [] if passphrase is None else ["--passphrase", passphrase]
        base = [self._programs["gpg"], "--homedir", str(self.home), "--batch", "--quiet"]
        command = [*base, "--pinentry-mode", "loopback", *given, *arguments]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout

    def encrypt(self, data: bytes, *names: str, options: tuple[str, ...] = ()) -> bytes:
        to = [part for name in names for part in ("-r", f"{name}@keys.example")]
        return self._gpg("--trust-model", "always", *options, *to, "-e", data=data)

    def lock(self, data: bytes, *options: str) -> bytes:
        """Encrypt with a passphrase, as Proton Pass does."""
        return self._gpg(*options, "-c", data=data, passphrase=PASSPHRASE)

    def forget(self) -> None:
        """End the agent, and with it what it remembers."""
        command = [self._programs["gpgconf"], "--homedir", str(self.home), "--kill", "gpg-agent"]
        subprocess.run(command, check=True)


@pytest.fixture(scope="session")
def keyring() -> Iterator[Gnupg]:
    if not shutil.which("gpg") or not shutil.which("gpgconf"):
        pytest.skip("gpg is not on this computer")
    # A short name: the agent's socket lies there, and may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="gnupg") as home:
        made = Gnupg(Path(home))
        yield made
        made.forget()


@pytest.fixture
def gnupg(keyring: Gnupg, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gnupg]:
    """Return the keyring, where gpg looks for it, with all that is locked locked again."""
    monkeypatch.setenv("GNUPGHOME", str(keyring.home))
    yield keyring
    keyring.forget()


@pytest.fixture(scope="session")
def kdbx4() -> Callable[..., bytes]:
    """Return a maker of KDBX 4 files around `xml`, with Argon2 or else so many `rounds` of AES."""
    blank = io.BytesIO()
    create_database(blank, password=PASSPHRASE)

    blank.seek(0)
    database = PyKeePass(blank, password=PASSPHRASE)
    derivation = database.kdbx.header.value.dynamic_header.kdf_parameters.data
    argon2 = derivation.dict
    for name, value in {"I": 1, "M": 2**16, "P": 1}.items():
        argon2[name].value = value

    def make(xml: str, rounds: int = 0) -> bytes:
        derivation.dict = argon2
        if rounds:
            values = (
                (0x42, "$UUID", kdf_uuids["aeskdf"]),
                (0x42, "S", bytes(32)),
                (0x05, "R", rounds),
            )
            derivation.dict = Container(
                {
                    key: Container(
                        type=kind, key=key, value=value, next_byte=0 if key == "R" else 1
                    )
                    for kind, key, value in values
                }
            )
        database.kdbx.body.payload.xml = etree.ElementTree(etree.fromstring(xml))
        file = io.BytesIO()
        database.save(file)
        return file.getvalue()

    return make


@pytest.fixture(scope="session")
def kdbx3() -> Callable[..., bytes]:
    """Return a maker of KDBX 3.1 files (AES, Salsa20 inside) around `xml`, written out by hand.

    `{hash}` in the XML becomes the hash of the header. A protected value may be given as `Hex`.
    """
    return _kdbx3


def _kdbx3(xml: str, rounds: int = _ROUNDS, passphrase: str = PASSPHRASE) -> bytes:
    seed, transform_seed, iv, inner_key, start = (bytes([n]) * 32 for n in range(1, 6))
    fields = {
        2: bytes.fromhex("31c1f2e6bf714350be5805216afc5aff"),
        3: struct.pack("<I", 1),
        4: seed,
        5: transform_seed,
        6: struct.pack("<Q", rounds),
        7: iv[:16],
        8: inner_key,
        9: start,
        10: struct.pack("<I", 2),
        0: b"\r\n\r\n",
    }
    header = bytes.fromhex("03d9a29a67fb4bb501000300") + b"".join(
        struct.pack("<BH", key, len(value)) + value for key, value in fields.items()
    )
    stated = base64.b64encode(hashlib.sha256(header).digest()).decode()
    root = etree.fromstring(xml.replace("{hash}", stated))
    stream = Salsa20.new(hashlib.sha256(inner_key).digest(), bytes.fromhex("e830094b97205d2a"))
    for value in root.iter("Value"):
        if value.get("Protected") == "True":
            plain = bytes.fromhex(value.attrib.pop("Hex", "")) or (value.text or "").encode()
            hidden = stream.encrypt(plain)
            value.text = base64.b64encode(hidden).decode()
    content = gzip.compress(etree.tostring(root))
    blocks = (
        struct.pack("<I", 0)
        + hashlib.sha256(content).digest()
        + struct.pack("<I", len(content))
        + content
        + struct.pack("<I", 1)
        + bytes(36)
    )
    key = hashlib.sha256(hashlib.sha256(passphrase.encode()).digest()).digest()
    one_round = AES.new(transform_seed, AES.MODE_ECB)
    for _ in range(min(rounds, _ROUNDS)):
        key = one_round.encrypt(key)
    master = hashlib.sha256(seed + hashlib.sha256(key).digest()).digest()
    body = AES.new(master, AES.MODE_CBC, iv[:16]).encrypt(pad(start + blocks, 16))
    return header + body
