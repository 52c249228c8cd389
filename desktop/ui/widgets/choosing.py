"""Choosing a file or a folder with the dialog of the system, in our words."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFileDialog

from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import FieldBox
from desktop.words import _


def choose(dialog: QFileDialog, take: Callable[[str], object]) -> None:
    """Open ``dialog``; ``take`` is given what the person chose. It is gone when it closes."""
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Chọn"))
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
    dialog.fileSelected.connect(take)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def of_a_file(field: FieldBox, title: str, filters: Sequence[str]) -> FieldBox:
    """A field that holds a path, with a button beside it that fills it in; returns the field.

    Args:
        field: of one line.
        title: of the dialog.
        filters: which files it shows, as `QFileDialog.setNameFilters` takes them.
    """

    def ask() -> None:
        dialog = QFileDialog(field, title)
        dialog.setNameFilters(filters)
        choose(dialog, lambda path: field.set_value(path, touched=True))

    made = button(_("Chọn tệp…"), ask)
    made.setAccessibleName(title)
    field.put_beside(made)
    return field
