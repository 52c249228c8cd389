"""Keys of the two ends: X25519, one pair for each PC and one for the server; shown and kept as hex."""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.contract.errors import BundleError

_NAME = b"TGPL bundle 1"
_KEY_BYTES = 32
#: Cost of one guess at an enrolment code: 16 MB and some 30 ms. The code itself has 60 bits.
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}


class SealKey:
    """The private key of one end."""

    def __init__(self, private: X25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw().hex()

    @classmethod
    def generate(cls) -> "SealKey":
        """A new pair."""
        return cls(X25519PrivateKey.generate())

    @classmethod
    def load(cls, text: str) -> "SealKey":
        """The pair of a private key in hex. Raise `ValueError` if it is none."""
        return cls(X25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip())))

    def __repr__(self) -> str:
        """Without the private half."""
        return f"SealKey({self.public[:12]}…)"

    def private_hex(self) -> str:
        """The private half, to be kept where nobody else reads."""
        return self._private.private_bytes_raw().hex()

    def shared_with(self, public: str) -> bytes:
        """What only this end and the holder of ``public`` can work out. Raise `BundleError` if that is no key."""
        try:
            return self._private.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public)))
        except ValueError:
            raise BundleError("bundle_damaged") from None


def is_public_key(text: str) -> bool:
    """Whether a text is a public key in the form that both ends show it."""
    try:
        return len(bytes.fromhex(text)) == _KEY_BYTES and text == text.lower() and " " not in text
    except ValueError:
        return False


def file_key(once: bytes, always: bytes, header: bytes) -> bytes:
    """The key of one file: secret by what was made for it, the sender's by what both ends always share.

    Args:
        once: what the file's own key and the recipient's share.
        always: what the sender's key and the recipient's share.
        header: the bytes of the header, so that none of it can be changed.
    """
    info = _NAME + hashlib.sha256(header).digest()
    return HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(once + always)


def proof_of(code: str, server: str, key: str) -> str:
    """Proof that whoever invites knows the enrolment code, however it was typed."""
    letters = "".join(code.upper().split()).replace("-", "")
    secret = hashlib.scrypt(letters.encode(), salt=_NAME, **_SCRYPT)
    return hmac.new(secret, f"{key} {server}".encode(), hashlib.sha256).hexdigest()
