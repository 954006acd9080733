"""Fingerprints tell that a password changed, and nothing to who has not the key."""

import hashlib

import pytest

from secaudit.store.fingerprints import of_parts, of_passwords
from secaudit.store.key import Key
from secaudit.text import Secret

KEY, OTHER = Key(bytes(32)), Key(bytes([1]) * 32)


def of(*texts, key=KEY):
    return of_passwords(key, map(Secret, texts))


def test_the_same_password_has_the_same_one_and_another_has_another():
    assert of("Tulip-4411") == of("Tulip-4411")
    assert of("Tulip-4411") != of("Tulip-4412")
    assert of("Tulip-4411") != of("Tulip-4411", "Tulip-4412")


def test_the_order_of_several_passwords_does_not_matter():
    assert of("one", "two") == of("two", "one", "two")


def test_where_one_password_ends_matters():
    assert of("ab", "c") != of("a", "bc")
    assert of_parts(KEY, (b"ab", b"c")) != of_parts(KEY, (b"a", b"bc"))


def test_two_installs_give_two_different_ones():
    assert of("Tulip-4411") != of("Tulip-4411", key=OTHER)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_without_the_key_it_is_no_hash_of_the_password(algorithm):
    plain = hashlib.new(algorithm, b"123456").hexdigest()
    assert of("123456") not in plain
    assert len(of("123456")) == 64


def test_any_text_has_one():
    assert of("\ud800🦜") != of("\ud801🦜")
