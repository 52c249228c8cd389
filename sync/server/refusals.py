"""How the server says no: an HTTP status and a stable code, never a sentence."""

from sync.contract.errors import CodedError
from sync.contract.messages import UnitInfo


class Refused(CodedError):
    """A request is not answered; the device learns the code, and of the code it joins with whose it is."""

    def __init__(self, status: int, code: str, unit: UnitInfo | None = None) -> None:
        """Say no with an HTTP status and a code, and name the unit it is about."""
        super().__init__(code)
        self.status = status
        self.unit = unit
