"""A keyring that holds one secret, taken from the environment: so that an office opens without a password.

``PYTHON_KEYRING_BACKEND`` names it; the key derivation, which is slow on purpose, is then no part of the start.
"""

import os

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError
from typing_extensions import override

VARIABLE = "TGPL_BENCHMARK_SECRET"
NAME = f"{__name__}.OneSecret"


class OneSecret(KeyringBackend):
    """Gives the secret, whatever is asked for."""

    priority = 9.0  # keyring declares a property of the class

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return os.environ.get(VARIABLE)

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError

    @override
    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError
