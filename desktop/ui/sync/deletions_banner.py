"""Asks about unusually many deletions before anything of them is carried out or sent."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.services.deletions import Choice, Deletions, Question
from desktop.services.synchronise import Status
from desktop.store.door import Changed
from desktop.ui.context import Context
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.dialogs import explain
from desktop.words import deletions as words
from desktop.words.errors import words_for
from sync.contract.errors import CodedError


class DeletionsBanner(Banner):
    """Shows the oldest question nobody has answered, else one that was kept; hidden while there is none."""

    def __init__(self, context: Context, worker: SyncWorker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._worker = worker
        self._deletions = Deletions(context.session)

    def show_status(self, status: Status) -> None:
        """Say what there is to say."""
        if not status.deletions:
            self.hide()
            return
        question = min(status.deletions, key=lambda each: (each.choice is not None, each.number))
        role = Role.WAIT if question.choice else Role.BAD
        first, second = ((verb, partial(self._choose, question, choice)) for choice, verb in words.verbs(question))
        self.show_words(role, words.title(question), words.advice(question), *first, also=second)

    def _choose(self, question: Question, choice: Choice) -> None:
        """Do it on the lane for local jobs: bringing back thousands takes a while."""
        self.setEnabled(False)
        self._context.local.run(
            lambda _progress: self._deletions.decide(question.number, choice),
            lambda changed: self._done(question, choice, changed),
            self._failed,
            on_end=lambda: self.setEnabled(True),
            owner=self,
        )

    def _done(self, question: Question, choice: Choice, changed: Changed) -> None:
        self._context.tell(words.done(question, choice))
        self._context.changes.tell(changed)
        if choice is not Choice.KEEP:
            self._worker.sync_now()

    def _failed(self, error: CodedError) -> None:
        explain(self, words_for(error))
