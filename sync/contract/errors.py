"""The families of expected errors.

Every expected error carries a stable ``code`` and the ``values`` its sentence needs; it never carries a sentence.
``desktop.words.errors`` turns codes into Vietnamese. Anything that is not a `CodedError` is a bug.

    CodedError
    ├── SyncError
    │   ├── Offline           no line, or the line broke: a state, tried again by itself
    │   │   └── StepFailed    the server answered 5xx or 413 for this very step: tried again with fewer entries
    │   ├── NeedsUser         a person must do something (sign in again, mend the proxy, ask the administrator)
    │   ├── BundleError       a file carried by hand cannot be used: damaged, cut, for somebody else, of a later version
    │   └── ProtocolViolation the other side said something the protocol does not allow: stop, log, say so
    └── (desktop) DomainError, StoreError, ReportError
"""

#: Codes of `NeedsUser` with which the server refuses this PC itself: it lets it in only with a new code.
NEEDS_NEW_CODE = frozenset({"enrolment_needed", "token_reused", "other_device", "device_ended", "device_revoked"})


class CodedError(Exception):
    """An expected error: a stable code, the values for its sentence and, where it belongs to one, the field."""

    def __init__(self, code: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values

    def __str__(self) -> str:
        """Name the code and the field; never the values, which may be personal."""
        return f"{self.code} ({self.field})" if self.field else self.code


class SyncError(CodedError):
    """Something went wrong between this PC and the national server."""


class Offline(SyncError):
    """No usable line at this moment; the engine tries again without anybody's help."""


class StepFailed(Offline):
    """The server is there but could not take this step; after two of them the batch is halved (SYNC §3)."""


class NeedsUser(SyncError):
    """The synchronisation cannot go on until a person has done something."""


class BundleError(SyncError):
    """A bundle cannot be used; nothing of it was."""


class ProtocolViolation(SyncError):
    """The other side broke the protocol; going on could lose an edit."""


class Invalid(CodedError):
    """A value breaks the declaration of its field, or an entry breaks the contract."""
