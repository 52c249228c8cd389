"""The page "Báo cáo": forms whose numbers open their cases, the Sổ, payments, reports in words, bulletins checked."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.context import Context
from desktop.ui.reports.bulletin_panel import BulletinPanel
from desktop.ui.reports.collecting_panel import CollectingPanel
from desktop.ui.reports.country_panel import CountryPanel
from desktop.ui.reports.form_panel import FormPanel
from desktop.ui.reports.issued_panel import IssuedPanel
from desktop.ui.reports.letters_panel import LettersPanel
from desktop.ui.reports.nudge_panel import NudgePanel
from desktop.ui.reports.payments_panel import PaymentsPanel
from desktop.ui.reports.register_panel import RegisterPanel
from desktop.ui.widgets.tabs import Tabs
from desktop.words import _
from desktop.words import collected as collected_words
from desktop.words import nudging as nudge_words
from desktop.words import payments as payment_words
from desktop.words import register as words


class ReportsPage(QWidget):
    """Eight tabs, and for the Department the country's bulletin before them.

    Attributes:
        tabs: with the panels `country`, `form`, `collecting`, `issued`, `register`, `payments`, `nudge`, `letters` and
            `bulletin`.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.country = CountryPanel(context)
        self.form = FormPanel(context)
        self.collecting = CollectingPanel(context)
        self.issued = IssuedPanel(context)
        self.register = RegisterPanel(context)
        self.payments = PaymentsPanel(context)
        self.nudge = NudgePanel(context)
        self.letters = LettersPanel(context)
        self.bulletin = BulletinPanel(context)
        self.tabs = Tabs(_("Báo cáo"))
        self.tabs.addTab(self.country, _("Cả nước"))
        self.tabs.setTabVisible(0, self.country.is_for_this_office)
        self.tabs.addTab(self.form, _("Biểu thống kê"))
        self.tabs.addTab(self.collecting, collected_words.SHORT)
        self.tabs.addTab(self.issued, _("Đã phát hành"))
        self.tabs.addTab(self.register, words.NAME)
        self.tabs.addTab(self.payments, payment_words.NAME)
        self.tabs.addTab(self.nudge, nudge_words.NAME)
        self.tabs.addTab(self.letters, _("Báo cáo viết"))
        self.tabs.addTab(self.bulletin, _("Bản tin"))
        if self.country.is_for_this_office:  # which handles no cases of its own
            for panel in (self.payments, self.nudge):
                self.tabs.setTabVisible(self.tabs.indexOf(panel), False)
        self.tabs.setCurrentWidget(self.country if self.country.is_for_this_office else self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
