"""The recovery key as people write it: printed once, kept in a safe, typed back years later.

160 random bits and 8 bits of checksum are written as seven groups of five characters. The alphabet has no
vowels, no D and no W, because Telex and VNI would turn those into Vietnamese letters while the key is being
typed; O and I, which people read into 0 and 1, are taken as such.
"""

import hashlib
import secrets

from desktop.store.errors import StoreError

SECRET_BYTES = 20

_ALPHABET = "0123456789BCFGHJKLMNPQRSTVXZ"
_BASE = len(_ALPHABET)
_LENGTH = 35  # 28 ** 35 is the first power that holds 168 bits
_GROUP = 5
_MISREAD = str.maketrans("OI", "01")


def new_secret() -> bytes:
    """Return a fresh secret for a recovery key."""
    return secrets.token_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """Return the secret as groups of characters, for print: ``7QK2M-0XN4T-…``."""
    number = int.from_bytes(secret + _checksum(secret))
    characters = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, _BASE)
        characters.append(_ALPHABET[digit])
    text = "".join(reversed(characters))
    return "-".join(text[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def read(text: str) -> bytes:
    """Return the secret a person typed, in any case and grouping.

    Raise `StoreError` ``recovery_key_mistyped`` when it cannot be a recovery key of any office.
    """
    characters = "".join(filter(str.isalnum, text.upper())).translate(_MISREAD)
    if len(characters) != _LENGTH or not set(characters) <= set(_ALPHABET):
        raise StoreError("recovery_key_mistyped")
    number = 0
    for character in characters:
        number = number * _BASE + _ALPHABET.index(character)
    if number.bit_length() > 8 * (SECRET_BYTES + 1):
        raise StoreError("recovery_key_mistyped")
    secret, checksum = divmod(number, 256)
    secret_bytes = secret.to_bytes(SECRET_BYTES)
    if _checksum(secret_bytes) != checksum.to_bytes():
        raise StoreError("recovery_key_mistyped")
    return secret_bytes


def _checksum(secret: bytes) -> bytes:
    return hashlib.sha256(b"tgpl recovery key" + secret).digest()[:1]
