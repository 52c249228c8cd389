"""Keeps what is being typed, every few seconds, so that a power cut costs a sentence and not a morning.

A draft holds, for every field, the last value that meant something and the text as it stands, so that a half-typed date
comes back half-typed.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit

from desktop.services.drafts import Draft, Drafts
from desktop.store.door import Seen
from desktop.ui.widgets.fields import FieldBox
from sync.contract.errors import CodedError
from sync.contract.identity import new_id

_EVERY = 3000  # milliseconds

Doc = dict[str, Any]


class DraftKeeper(QObject):
    """The draft of one form that is open."""

    def __init__(
        self,
        drafts: Drafts,
        form: str,
        read: Callable[[], Doc | None],
        failed: Callable[[CodedError], None],
        parent: QObject,
    ) -> None:
        """Begin with nothing kept.

        Args:
            drafts: the service.
            form: name of the form, ``intake`` or ``case:<id>``.
            read: what the form needs to show itself again; None while there is nothing worth keeping.
            failed: told when a draft could not be kept; typing goes on.
            parent: the form.
        """
        super().__init__(parent)
        self._drafts = drafts
        self._form = form
        self._read = read
        self._failed = failed
        self._id = new_id()
        self._kept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.keep)

    def turn_to(self, form: str) -> None:
        """The same widget is another form from now on."""
        self._begin_anew()
        self._form = form

    def touch(self) -> None:
        """Something was typed; it is kept within three seconds, however long the typing goes on."""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Keep what is waiting to be kept, without waiting."""
        if self._timer.isActive():
            self.keep()

    def keep(self) -> bool:
        """Keep the form as it is now; True if there was something to keep and it is safe."""
        self._timer.stop()
        doc = self._read()
        if doc is None:
            return False
        try:
            self._drafts.keep(self._id, self._form, doc)
        except CodedError as error:
            self._failed(error)
            return False
        self._kept = True
        return True

    def resume(self, draft: Draft) -> None:
        """Go on in a draft that was kept before."""
        self._id = draft.id
        self._kept = True

    def close(self) -> bool:
        """The form is left: keep what was not kept yet, and begin anew; True if a draft stays behind."""
        left = self.keep() if self._timer.isActive() else self._kept
        self._begin_anew()
        return left

    def done(self) -> None:
        """The form was saved, or its writer gave it up: nothing is left to come back to."""
        if self._kept:
            try:
                self._drafts.drop(self._id)
            except CodedError as error:
                self._failed(error)
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._timer.stop()
        self._id = new_id()
        self._kept = False


class FieldDrafts:
    """What stands in the fields of a form, finished or not, as a draft keeps it."""

    def __init__(self, fields: Mapping[str, FieldBox]) -> None:
        self._fields = fields
        self._meant: Doc = {}
        for key, field in fields.items():
            field.changed.connect(partial(self._note, key))

    def read(self) -> Doc:
        """Touched field → last value that meant something, and the text of its line."""
        return {key: [self._meant.get(key), _text_of(field)] for key, field in self._fields.items() if field.touched}

    def show(self, doc: Mapping[str, Any]) -> None:
        """Put back what `read` gave; fields not named stay as they are."""
        for key, (value, text) in doc.items():
            if key in self._fields:
                self._fields[key].set_value(value, touched=True)
                control = self._fields[key].editor.control
                if text is not None and isinstance(control, QLineEdit) and control.text() != text:
                    control.setText(text)

    def _note(self, key: str) -> None:
        with suppress(CodedError):  # half typed: the text of the line says it all
            self._meant[key] = self._fields[key].editor.value()


def seen_doc(seen: Mapping[str, Seen]) -> Doc:
    """The origins of shown values as a draft keeps them; a save after a power cut still says what had been seen."""
    return {name: [one.base, one.after] for name, one in seen.items()}


def seen_of(doc: Mapping[str, Any]) -> dict[str, Seen]:
    """The origins `seen_doc` wrote down."""
    return {name: Seen(base, after) for name, (base, after) in doc.items()}


def _text_of(field: FieldBox) -> str | None:
    control = field.editor.control
    return control.text() if isinstance(control, QLineEdit) else None
