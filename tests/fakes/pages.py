"""The pages of an encrypted file as SQLite sees them, free ones and the slack between rows included."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PAGE, _SALT, _IV, _SEAL = 4096, 16, 16, 64


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page of a SQLCipher 4 file, decrypted; its log must be folded in."""
    raw = path.read_bytes()
    pages = [raw[start : start + _PAGE] for start in range(0, len(raw), _PAGE)]
    return b"".join(_page(page, key, first=number == 0) for number, page in enumerate(pages))


def _page(page: bytes, key: bytes, *, first: bool) -> bytes:
    body, iv = page[: -_IV - _SEAL], page[-_IV - _SEAL : -_SEAL]
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return cipher.update(body[_SALT:] if first else body) + cipher.finalize()
