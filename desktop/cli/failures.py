"""An expected error as an answer: object, sentence, exit code."""

from desktop.cli.shell import FAILED, MISUSED, OFFLINE, WAITS_FOR_PERSON, Answer, Misuse
from desktop.cli.titles import title_of
from desktop.words import cli as words
from desktop.words.errors import words_for
from sync.contract.errors import CodedError, NeedsUser, Offline


def failure(error: CodedError) -> Answer:
    """What happened and what to do; an error of a field begins with the field's title."""
    said = words_for(error)
    title = title_of(error.field) if error.field else ""
    head = f"{title}:" if title else ""
    return _failed(error.code, error.field, " ".join(filter(None, (head, said.text, said.advice))), _code_of(error))


def misuse(error: Misuse) -> Answer:
    """A command written wrongly."""
    return _failed("usage", None, str(error), MISUSED)


def bug(error: Exception, number: str | None) -> Answer:
    """A defect of the program: its kind, never its text, which may be personal, and where it was written down."""
    said = words.BUG.format(kind=type(error).__name__)
    return _failed("bug", None, f"{said} {words.BUG_NUMBER.format(number=number)}" if number else said, FAILED)


def _failed(code: str, field: str | None, message: str, exit_code: int) -> Answer:
    return Answer({"error": {"code": code, "field": field, "message": message}}, message, exit_code, failed=True)


def _code_of(error: CodedError) -> int:
    if isinstance(error, Offline):
        return OFFLINE
    return WAITS_FOR_PERSON if isinstance(error, NeedsUser) else FAILED
