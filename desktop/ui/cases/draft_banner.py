"""The offer of a draft: what was typed and not saved, to go on in or to give up."""

import datetime as dt
from collections.abc import Callable

from desktop.services.drafts import Draft
from desktop.ui.tokens import Role
from desktop.ui.values import moment
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.words import _


class DraftBanner(Banner):
    """Hidden while there is no draft."""

    def __init__(self, give_up: Callable[[Draft], object]) -> None:
        """Make it.

        Args:
            give_up: called with the draft nobody wants any more.
        """
        super().__init__()
        self._give_up = give_up
        self._draft: Draft | None = None
        self._drop = button(_("Bỏ bản nháp"), self._drop_it, look="quiet")
        self._drop.setParent(self)

    def offer(self, draft: Draft | None, what: str, reopen: Callable[[Draft], object]) -> None:
        """Offer ``draft``, or nothing.

        Args:
            draft: the newest one.
            what: what it is a draft of, for the middle of the sentence.
            reopen: called with the draft when the person wants to go on in it.
        """
        self._draft = draft
        if draft is None:
            self.hide()
            return
        saved_at = moment(dt.datetime.fromisoformat(draft.saved_at))
        title = _("Có bản nháp {what}, lưu lúc {moment}.").format(what=what, moment=saved_at)
        self.show_words(Role.WAIT, title, verb=_("Mở lại bản nháp"), press=lambda: self._reopen(reopen))
        row = self.layout()
        if row:
            row.addWidget(self._drop)  # after the button of the banner, which is new each time

    def _reopen(self, reopen: Callable[[Draft], object]) -> None:
        draft, self._draft = self._draft, None
        self.hide()
        if draft:
            reopen(draft)

    def _drop_it(self) -> None:
        draft, self._draft = self._draft, None
        self.hide()
        if draft:
            self._give_up(draft)
