"""How the server says no: an HTTP status and a stable code, never a sentence."""

from sync.contract.errors import CodedError


class Refused(CodedError):
    """A request is not answered; the device learns the code and nothing else."""

    def __init__(self, status: int, code: str) -> None:
        """Say no with an HTTP status and a code."""
        super().__init__(code)
        self.status = status
