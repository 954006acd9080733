"""The key of a store: in a secure keyring, or under a passphrase, and never two of them."""

import base64
import shutil
import time

import keyring
import keyring.backends.fail
import pytest

from secaudit.errors import KeyringError, StoreError, StorePassphraseError
from secaudit.store import keeping
from secaudit.store.documents import Documents
from secaudit.store.folder import Folder
from secaudit.store.keeping import forget_key, has_store_key, kept_in, make_key, open_key
from secaudit.store.key import Source
from secaudit.store.sealing import Kind
from secaudit.text import Secret
from tests.keyrings import made_in

WORD = Secret("Tulip-4411-Tram")
ANEW = "To start anew, remove what is saved here and nobody can open: secaudit history forget --all"


def typed(*words):
    """Ask for a passphrase: these are typed one after the other."""
    left = list(words)
    return lambda **_: left.pop(0)


def made_key(folder, ask):
    """Return the key of a store, which must be there or be made."""
    made = make_key(folder, ask)
    assert made is not None
    return made


def nobody(**_):
    raise AssertionError("nobody should be asked")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "store")


@pytest.fixture
def no_keyring():
    keyring.set_keyring(keyring.backends.fail.Keyring())


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Stretch passphrases less; how much is tested below."""
    monkeypatch.setattr(keeping, "_SCRYPT", (14, 8, 1))


@pytest.mark.usefixtures("secure")
def test_nothing_is_made_by_looking(folder):
    assert open_key(folder, nobody) is None
    assert (kept_in(folder), has_store_key(), folder.path.exists()) == (None, False, False)


def test_a_secure_keyring_gets_the_key(folder, secure):
    made = made_key(folder, nobody)
    assert made == open_key(folder, nobody) == make_key(folder, nobody)
    assert (made.source, kept_in(folder), has_store_key()) == (Source.KEYRING, Source.KEYRING, True)
    kept = secure.held["secaudit", "store-key"]
    assert base64.b64decode(kept) == made.key.reveal()
    assert made.key.reveal() not in folder.key.read_bytes()
    assert forget_key() is True
    assert forget_key() is False


@pytest.mark.parametrize("module", ["keyrings.alt.file", "mine"])
def test_a_keyring_that_is_not_secure_gets_nothing(folder, module):
    backend = made_in(module)()
    keyring.set_keyring(backend)
    made = made_key(folder, typed(WORD))
    assert (made.source, backend.held) == (Source.PASSPHRASE, {})


@pytest.mark.usefixtures("no_keyring")
def test_a_passphrase_opens_what_it_made(folder):
    made = made_key(folder, typed(WORD))
    assert made == open_key(folder, typed(WORD))
    assert kept_in(folder) is Source.PASSPHRASE
    file = folder.key.read_bytes()
    assert made.key.reveal() not in file
    assert WORD.reveal().encode() not in file


@pytest.mark.usefixtures("no_keyring")
def test_the_same_word_from_another_keyboard_is_the_same_passphrase(folder):
    made = made_key(folder, typed(Secret("Caf\u00e9-4411")))
    assert open_key(folder, typed(Secret("Cafe\u0301-4411"))) == made


@pytest.mark.usefixtures("no_keyring")
def test_a_wrong_passphrase_says_so_and_nothing_else(folder):
    make_key(folder, typed(WORD))
    with pytest.raises(StorePassphraseError) as caught:
        open_key(folder, typed(Secret("Tulip-4411-Tran")))
    assert caught.value.message == "that is not the passphrase of the saved audits"
    assert "Tulip" not in caught.value.message + caught.value.hint


@pytest.mark.usefixtures("no_keyring")
def test_where_nobody_can_type_it_that_is_said(folder):
    make_key(folder, typed(WORD))
    with pytest.raises(StorePassphraseError, match="nobody is here to type it"):
        open_key(folder, typed(None))


@pytest.mark.usefixtures("no_keyring")
def test_who_wants_no_passphrase_leaves_nothing(folder):
    assert make_key(folder, typed(None)) is None
    assert not folder.path.exists()


def test_a_store_under_a_passphrase_stays_one_when_a_keyring_appears(folder, secure):
    keyring.set_keyring(keyring.backends.fail.Keyring())
    made = made_key(folder, typed(WORD))
    keyring.set_keyring(secure)
    assert make_key(folder, typed(WORD)) == made
    assert secure.held == {}


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize("source", list(Source))
def test_every_single_bit_of_its_file_that_flips_is_noticed(folder, source):
    if source is Source.PASSPHRASE:
        keyring.set_keyring(keyring.backends.fail.Keyring())
    make_key(folder, lambda **_: WORD)
    data = folder.key.read_bytes()
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        folder.key.write_bytes(changed)
        with pytest.raises(StoreError) as caught:
            open_key(folder, lambda **_: WORD)
        assert "passphrase" not in caught.value.message
    for length in range(len(data)):
        folder.key.write_bytes(data[:length])
        with pytest.raises(StoreError):
            open_key(folder, nobody)


@pytest.mark.usefixtures("secure")
def test_a_file_of_the_future_says_so_by_number(folder):
    make_key(folder, nobody)
    data = bytearray(folder.key.read_bytes())
    data[8] = 2
    folder.key.write_bytes(data)
    with pytest.raises(StoreError, match="it has form 2, and this one knows form 1"):
        open_key(folder, nobody)


@pytest.mark.parametrize("other_key", [False, True])
def test_a_store_copied_to_another_machine_says_so(folder, secure, tmp_path, other_key):
    make_key(folder, nobody)
    copy = Folder(tmp_path / "copy")
    shutil.copytree(folder.path, copy.path)
    secure.held.clear()
    if other_key:
        make_key(Folder(tmp_path / "own"), nobody)
    with pytest.raises(StoreError) as caught:
        make_key(copy, nobody)
    assert caught.value.message == (
        "the keyring holds another key than that of the saved audits"
        if other_key
        else "the keyring does not hold the key of the saved audits"
    )
    assert caught.value.hint.endswith(ANEW)
    assert len(secure.held) == other_key  # no second key was made in its place


def test_a_store_copied_with_its_passphrase_opens(folder, tmp_path):
    keyring.set_keyring(keyring.backends.fail.Keyring())
    made = made_key(folder, typed(WORD))
    shutil.copytree(folder.path, tmp_path / "copy")
    assert open_key(Folder(tmp_path / "copy"), typed(WORD)) == made


@pytest.mark.usefixtures("secure")
def test_documents_without_their_file_of_the_key_are_not_shut_out_by_a_new_one(folder):
    documents = Documents(folder, made_key(folder, nobody), Kind.AUDIT)
    documents.save(summary={}, body={})
    folder.key.unlink()
    for use in (open_key, make_key):
        with pytest.raises(StoreError) as caught:
            use(folder, nobody)
        assert caught.value.message == "the file with the key of the saved audits is gone"


@pytest.mark.parametrize("text", ["", "AAAA", "not base64!", "A" * 43])
def test_what_is_no_key_in_the_keyring_is_said(folder, secure, text):
    make_key(folder, nobody)
    secure.held["secaudit", "store-key"] = text
    with pytest.raises(StoreError) as caught:
        open_key(folder, nobody)
    assert not text or text not in caught.value.message + caught.value.hint


def test_a_keyring_that_refuses_is_not_taken_for_an_empty_one(folder, secure):
    make_key(folder, nobody)
    secure.failure = OSError("D-Bus")
    for use in (open_key, make_key):
        with pytest.raises(KeyringError, match="the keyring refused"):
            use(folder, nobody)


@pytest.mark.usefixtures("secure")
def test_the_folder_and_its_files_are_for_their_owner_only(folder):
    folder.path.mkdir(mode=0o755)
    Documents(folder, made_key(folder, nobody), Kind.AUDIT).save(summary={}, body={})
    assert folder.path.stat().st_mode & 0o777 == 0o700
    modes = {path.stat().st_mode & 0o777 for path in folder.path.iterdir()}
    assert (modes, len(list(folder.path.iterdir()))) == ({0o600}, 3)


@pytest.mark.usefixtures("no_keyring")
def test_a_passphrase_is_stretched_as_owasp_says(folder, monkeypatch):
    monkeypatch.undo()
    assert keeping._SCRYPT == (17, 8, 1)
    keyring.set_keyring(keyring.backends.fail.Keyring())
    start = time.process_time()
    make_key(folder, typed(WORD))
    assert time.process_time() - start > 0.05
