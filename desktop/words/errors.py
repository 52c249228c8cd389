"""What the window and the command line say for every expected error: what happened, what it means, what to do.

Lower layers raise codes with values; here a code becomes a sentence. The texts stand by family in `field_errors`,
`file_errors`, `office_errors`, `sheet_errors`, `store_errors` and `sync_errors`; values of the error fill their
``{names}``. A test finds a text for every code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from desktop.words import _
from desktop.words.bundle_errors import BUNDLE_TEXTS
from desktop.words.field_errors import FIELD_TEXTS
from desktop.words.file_errors import FILE_TEXTS
from desktop.words.office_errors import OFFICE_TEXTS
from desktop.words.sheet_errors import SHEET_TEXTS
from desktop.words.store_errors import STORE_TEXTS
from desktop.words.sync_errors import SYNC_TEXTS
from sync.contract.errors import CodedError

#: Code → title (empty where the text is only ever shown at its field), text, advice.
TEXTS: Mapping[str, tuple[str, str, str]] = (
    BUNDLE_TEXTS | FIELD_TEXTS | FILE_TEXTS | OFFICE_TEXTS | SHEET_TEXTS | STORE_TEXTS | SYNC_TEXTS
)


@dataclass(frozen=True, slots=True)
class Words:
    """An error as people read it.

    Attributes:
        title: for the head of a dialog or banner.
        text: what happened and what it means for the work; alone below a field.
        advice: what to do, empty where the text says it.
    """

    title: str
    text: str
    advice: str


def words_for(error: CodedError) -> Words:
    """The words for `error`; for a code without words, that something unexpected was answered, and the code."""
    title, text, advice = TEXTS.get(error.code) or _unknown(error.code)
    return Words(title or _("Chưa thực hiện được"), _fill(text, error.values), _fill(advice, error.values))


def _unknown(code: str) -> tuple[str, str, str]:
    return (
        _("Chưa thực hiện được"),
        _("Phần mềm nhận được một câu trả lời chưa biết (mã {code}).").replace("{code}", code),
        _("Xin báo mã này cho người phụ trách kỹ thuật. Dữ liệu đã nhập vẫn được giữ."),
    )


def _fill(text: str, values: Mapping[str, object]) -> str:
    """Put in the values the text asks for; one the error did not bring is left out rather than hiding the error."""
    wanted = {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name}
    return text.format(**{name: values.get(name, "…") for name in wanted}) if wanted else text
