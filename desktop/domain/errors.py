"""What a rule of legal aid can object to."""

from sync.contract.errors import CodedError


class DomainError(CodedError):
    """The person at the screen can mend it: shown at the field, with the words for its code."""


class CatalogueError(CodedError):
    """A catalogue file is malformed: the program, or an update of its catalogues, was put together wrongly.

    ``values`` always hold ``file``, ``line`` (1 = the header) and ``column`` (empty if the whole line is meant).
    """

    def __init__(self, code: str, *, file: str, line: int, column: str = "") -> None:
        super().__init__(code, file=file, line=line, column=column)

    def __str__(self) -> str:
        """Name the place too: catalogues hold no personal data."""
        return f"{self.code} ({self.values['file']}:{self.values['line']} {self.values['column']})".replace(" )", ")")
