"""Statistics for others, without anybody in them: below how many a group is hidden, then where to."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from desktop.domain.numbers import parse_number
from desktop.domain.periods import Period
from desktop.qt.lanes import Progress
from desktop.reports.counting import Counted
from desktop.services.releasing import Release, Releasing
from desktop.ui.context import Context
from desktop.ui.exporting import ExportBanner
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.widgets.editors import LineEditor
from desktop.ui.widgets.questions import question
from desktop.words import _
from desktop.words import releasing as words
from sync.contract.fields import Kind


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """The workbook as `ExportBanner` writes it."""

    name: str
    release: Release
    releasing: Releasing

    @property
    def count(self) -> int:
        """How many lines its list has."""
        return len(self.release.cases)

    def write(self, path: Path, _progress: Progress) -> int:
        """Write the file."""
        return self.releasing.write(self.release, path)


def ask_release(context: Context, counted: Counted | None, banner: ExportBanner) -> None:
    """Make statistics of the period of a form for others; not before it was counted."""
    if counted is not None:
        ReleaseDialog(context, counted.asked.period, banner).open()


class ReleaseDialog(FormDialog):
    """Asks for the threshold and makes what may leave; `banner` asks where to and tells how it went."""

    def __init__(self, context: Context, between: Period, banner: ExportBanner) -> None:
        self._between, self._releasing = between, Releasing(context.session)
        lead = words.lead(self._releasing.overlapping(between))
        super().__init__(words.NAME, _("Xuất Excel…"), context.local, banner.window(), lead)
        editor = LineEditor(parse_number)
        field = question(
            "threshold", words.THRESHOLD_TITLE, hint=words.THRESHOLD_HINT, kind=Kind.NUMBER, editor=editor, wide=True
        )
        field.set_value(self._releasing.threshold)
        self.add_field(field)
        name = f"{words.NAME} {between.first.isoformat()} {between.last.isoformat()}"
        self.done_with.connect(lambda release: banner.ask(ReleaseFile(name, release, self._releasing)))

    @override
    def work(self) -> Callable[[], Any]:
        threshold = int(self.answer("threshold"))

        def made() -> Release:
            self._releasing.choose(threshold)
            return self._releasing.make(self._between)

        return made
