"""A `SecretStore` in memory, for tests that are not about keyrings."""

from desktop.store.errors import StoreError


class SecretsInMemory:
    """Keeps secrets in a dict; give a ``reason`` and it is unavailable for it."""

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason
        self.kept: dict[str, str] = {}

    def unavailable(self) -> str | None:
        return self.reason

    def get(self, name: str) -> str | None:
        self._answer()
        return self.kept.get(name)

    def put(self, name: str, value: str) -> None:
        self._answer()
        self.kept[name] = value

    def forget(self, name: str) -> None:
        self._answer()
        self.kept.pop(name, None)

    def _answer(self) -> None:
        if self.reason is not None:
            raise StoreError(self.reason)
