"""What encrypted exports share: AES in CBC mode, as `cryptography` does it."""


def aes_cbc(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Return what AES-CBC with PKCS #7 padding encrypted; ValueError where it did not."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415
    from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415

    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    unpadder = PKCS7(algorithms.AES.block_size).unpadder()
    padded = decryptor.update(data) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()
