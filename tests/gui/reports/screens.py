"""The pages of figures for `tests.screenshots`: a form, the cases behind a number, the Sổ, a bulletin twice."""

import datetime as dt
import tempfile
import time
from pathlib import Path

import msgspec
from PySide6.QtTest import QTest

from desktop.domain.periods import period
from desktop.exchange.practice.retelling import told
from desktop.services.annual_report import ANNUAL, AnnualReport
from desktop.services.cases import Cases
from desktop.services.collecting import Collecting
from desktop.services.issuing import Issuing
from desktop.services.practice import generate, retell
from desktop.services.reports import Reports, Tell
from desktop.services.sections import Sections
from desktop.store.lists import CaseFilter
from desktop.ui.main_window import PEOPLE, REPORTS, MainWindow
from desktop.ui.people.people_page import PeoplePage
from desktop.ui.reports.counting_banner import SHOWN_AFTER
from desktop.ui.reports.page import ReportsPage
from desktop.ui.reports.release_dialog import ReleaseDialog
from desktop.ui.theme import Appearance
from tests.factories import NOW, make_office
from tests.fakes.organisations import LAWYERS, MORNING, ONE_WOMAN, fill_in, take_part
from tests.gui.windows import main_window, settled
from tests.screenshots import screen

S0 = Path(__file__).parents[2] / "unit" / "reports" / "bulletin_2021_08.txt"


def _page(appearance: Appearance) -> tuple[MainWindow, ReportsPage]:
    office, session = make_office(Path(tempfile.mkdtemp(prefix="tgpl-screens-")), practice=True)
    generate(session, 300, seed=3)
    window = main_window(appearance, office, session)
    window.start()
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    return settled(window), page


@screen("reports-form")
def form(appearance: Appearance) -> MainWindow:
    """Form 24 of a year."""
    window, _page_of_it = _page(appearance)
    return window


@screen("reports-waiting")
def waiting(appearance: Appearance) -> MainWindow:
    """A count that takes long: how far it is, and how it is stopped."""
    window, page = _page(appearance)
    page.form.counting.count(_slowly, lambda _found: None, page.form.reload)
    QTest.qWait(SHOWN_AFTER + 200)
    return window


def _slowly(tell: Tell) -> None:
    for _each in range(40):
        tell(1, 3)
        time.sleep(0.05)


@screen("reports-stopped")
def stopped(appearance: Appearance) -> MainWindow:
    """A count that was stopped."""
    window, page = _page(appearance)
    page.form.counting.count(_slowly, lambda _found: None, page.form.reload)
    page.form.counting.stop()
    return settled(window)


@screen("reports-25")
def form_25(appearance: Appearance) -> MainWindow:
    """Form 25 of a year, with halves."""
    window, page = _page(appearance)
    page.form.forms.set_code("25/BTP/TGPL")
    return settled(window)


@screen("reports-26")
def form_26(appearance: Appearance) -> MainWindow:
    """Form 26 of a year."""
    window, page = _page(appearance)
    page.form.forms.set_code("26/BTP/TGPL")
    return settled(window)


@screen("reports-people")
def people_behind(appearance: Appearance) -> MainWindow:
    """The people behind a number of form 26."""
    window, page = _page(appearance)
    page.form.forms.set_code("26/BTP/TGPL")
    settled(window)
    page.form.open_cell(("", 10))
    return settled(window)


@screen("people-workload")
def workload(appearance: Appearance) -> MainWindow:
    """How much everybody has to do, beside the norms of the year."""
    window, _page_of_it = _page(appearance)
    cases = Cases(window.context.session)
    for band, passes in (("duoi_3", 10), ("tu_3_den_5", 15), ("tu_5", 20)):
        cases.add("case_norm", {"year": 2026, "seniority": band, "passes": passes, "good": passes + 8})
    page = window.open(PEOPLE)
    assert isinstance(page, PeoplePage)
    page.tabs.setCurrentWidget(page.workload)
    return settled(window)


@screen("reports-counting")
def counting(appearance: Appearance) -> MainWindow:
    """How form 25 was counted, and who is credited after a replacement."""
    window, page = _page(appearance)
    page.form.forms.set_code("25/BTP/TGPL")
    settled(window)
    page.form.tell_notes()
    return settled(window)


@screen("reports-shares")
def shares(appearance: Appearance) -> MainWindow:
    """The cases behind a number with halves."""
    window, page = _page(appearance)
    page.form.forms.set_code("25/BTP/TGPL")
    settled(window)
    page.form.open_cell(("2.2", 5))
    return settled(window)


@screen("reports-changed")
def changed(appearance: Appearance) -> MainWindow:
    """What has changed since a report was issued."""
    window, page = _issued(appearance)
    page.issued.open(0)
    settled(window)
    session = window.context.session
    session.clock = lambda: NOW + dt.timedelta(days=9)
    cases = Cases(session)
    for row in cases.rows(cases.numbers(CaseFilter(states=("ket_thuc_hoan_thanh",)))[:40]):
        cases.edit("case", row.id, {"law_field": "khac", "form": "tu_van_phap_luat", "representation": None})
    page.issued.compare()
    return settled(window)


@screen("reports-compare")
def compare(appearance: Appearance) -> MainWindow:
    """A column beside what it was."""
    window, page = _page(appearance)
    page.form.compare()
    return settled(window)


@screen("reports-cell")
def cell(appearance: Appearance) -> MainWindow:
    """The cases behind one of its numbers."""
    window, page = _page(appearance)
    page.form.open_cell(("1.2", 8))
    return settled(window)


@screen("reports-register")
def register(appearance: Appearance) -> MainWindow:
    """The Sổ of a year."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.register)
    page.register.periods.set_code("{year}")
    return settled(window)


@screen("reports-closed")
def closed(appearance: Appearance) -> MainWindow:
    """The Sổ of a month that was closed and adjusted."""
    window, page = _page(appearance)
    context = window.context
    page.tabs.setCurrentWidget(page.register)
    page.register.periods.set_code("{year}-10")
    settled(window)
    case = page.register.table.current_id()
    entry = page.register.lines(page.register.read(page.register.between))[case or 0]
    cases = Cases(context.session)
    cases.edit("case", entry.case.id, {"law_field": "khac", "representation": "bao_ve"})
    context.changes.tell([("case", entry.case.id)])
    QTest.qWait(100)  # until what changed has been told
    return settled(window)


@screen("reports-payments")
def payments(appearance: Appearance) -> MainWindow:
    """What was paid in a year."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.payments)
    page.payments.periods.set_code("{year}")
    return settled(window)


@screen("reports-nudge")
def nudge(appearance: Appearance) -> MainWindow:
    """What the cases of a year lack."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.nudge)
    page.nudge.periods.set_code("{year}")
    return settled(window)


@screen("reports-letters")
def letters(appearance: Appearance) -> MainWindow:
    """The office's own bulletin of the month that is over."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.letters)
    return settled(window)


@screen("reports-annual")
def annual(appearance: Appearance) -> MainWindow:
    """The draft of the annual report."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.letters)
    page.letters.kinds.set_code(ANNUAL)
    return settled(window)


@screen("reports-empty")
def empty(appearance: Appearance) -> MainWindow:
    """What to do with a bulletin."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.bulletin)
    return settled(window)


@screen("reports-bulletin")
def bulletin(appearance: Appearance) -> MainWindow:
    """One sum that is wrong, the others right."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.bulletin)
    page.bulletin.open(S0)
    return settled(window)


@screen("reports-bulletin-criteria")
def bulletin_criteria(appearance: Appearance) -> MainWindow:
    """Lines by criterion that add up to something else."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.bulletin)
    file = Path(tempfile.mkdtemp(prefix="tgpl-screens-")) / "ban-tin.txt"
    total = (
        "vụ việc trợ giúp pháp lý tham gia tố tụng thành công là: 29 vụ việc (21 vụ việc bào chữa + 8 vụ việc bảo vệ)"
    )
    lines = "Theo tiêu chí: Hình sự 05 (20 vụ), Hình sự 14 (1 vụ), Dân sự 01 (7 vụ), Chưa ghi tiêu chí chính (2 vụ)"
    text = f"Từ ngày 01/6/2026 đến ngày 30/6/2026\nTrong kỳ, số {total}.\nCụ thể là: Điện Biên (2 vụ)\n{lines}."
    file.write_text(text, encoding="utf-8")
    page.bulletin.open(file)
    return settled(window)


@screen("reports-issue")
def issue(appearance: Appearance) -> MainWindow:
    """What a report is issued with."""
    window, page = _page(appearance)
    page.form.issue()
    return settled(window)


def _issued(appearance: Appearance) -> tuple[MainWindow, ReportsPage]:
    window, page = _page(appearance)
    session = window.context.session
    reports, between = Reports(session), period("2026-H1")
    for code, number in (("24", "12/BC-CN1"), ("25", "13/BC-CN1")):
        counted = reports.count(reports.form(code, between), reports.asked(between))
        Issuing(session).issue(counted, number, reason="Chờ bổ sung giới tính của hai người")
    page.tabs.setCurrentWidget(page.issued)
    return settled(window), page


@screen("reports-issued-list")
def issued_list(appearance: Appearance) -> MainWindow:
    """The reports that were issued."""
    window, _page_of_it = _issued(appearance)
    return window


@screen("reports-issued")
def issued(appearance: Appearance) -> MainWindow:
    """A report as it was issued."""
    window, page = _issued(appearance)
    page.issued.open(0)
    return settled(window)


def _collected(appearance: Appearance) -> tuple[MainWindow, ReportsPage]:
    """Three organisations under contract; one has sent its figures of the year."""
    window, page = _page(appearance)
    session = window.context.session
    for name in (LAWYERS, MORNING, "Trung tâm tư vấn pháp luật Hội Phụ nữ"):
        take_part(session, name)
    collecting, form = Collecting(session), Reports(session).form("24", period("2026"))
    file = Path(tempfile.mkdtemp(prefix="tgpl-screens-")) / "24.xlsx"
    collecting.write_template(collecting.organisation(LAWYERS), form, period("2026"), file)
    fill_in(file, dict.fromkeys(ONE_WOMAN, 7))
    collecting.take(collecting.read(file))
    window.context.changes.tell([("organisation_figures", "")])
    QTest.qWait(100)
    return settled(window), page


@screen("reports-collecting")
def collecting(appearance: Appearance) -> MainWindow:
    """Who has sent figures and who has not; of one two PCs took in different files."""
    window, page = _collected(appearance)
    session = window.context.session
    asking, form = Collecting(session), Reports(session).form("24", period("2026"))
    for number in (1, 2):
        file = Path(tempfile.mkdtemp(prefix="tgpl-screens-")) / "24.xlsx"
        asking.write_template(asking.organisation(MORNING), form, period("2026"), file)
        fill_in(file, dict.fromkeys(ONE_WOMAN, number))
        asking.take(msgspec.structs.replace(asking.read(file), here=()))
    page.tabs.setCurrentWidget(page.collecting)
    return settled(window)


@screen("reports-collecting-wrong")
def collecting_wrong(appearance: Appearance) -> MainWindow:
    """A workbook in which much is wrong."""
    window, page = _collected(appearance)
    page.tabs.setCurrentWidget(page.collecting)
    settled(window)
    session = window.context.session
    asking, form = Collecting(session), Reports(session).form("24", period("2026"))
    file = Path(tempfile.mkdtemp(prefix="tgpl-screens-")) / "24.xlsx"
    asking.write_template(asking.organisation(MORNING), form, period("2026"), file)
    fill_in(file, ONE_WOMAN | {("Tổng số", 1): "hai", ("4 ", 3): -1, ("4.1 ", 5): "=1+1", ("1 ", 2): 1.5})
    page.collecting.take(file)
    return settled(window)


@screen("reports-together")
def together(appearance: Appearance) -> MainWindow:
    """A form of which organisations reported a part."""
    window, _page_of_it = _collected(appearance)
    return window


@screen("reports-given")
def given(appearance: Appearance) -> MainWindow:
    """A number of which an organisation reported a part."""
    window, page = _collected(appearance)
    page.form.open_cell(("4.1", 1))
    return settled(window)


@screen("reports-writing")
def writing(appearance: Appearance) -> MainWindow:
    """A part of the annual report of which there is last year's text."""
    window, page = _page(appearance)
    sections, annual = Sections(window.context.session), AnnualReport(window.context.session)
    outline = annual.outline(ANNUAL)
    first, second, *_rest = sections.of(outline, 2025)
    sections.write(outline, 2025, first, "Trang thông tin điện tử riêng, mạng xã hội và loa truyền thanh của xã.")
    sections.write(outline, 2025, second, "Lồng ghép trong phiên chợ của các xã vùng cao.")
    page.tabs.setCurrentWidget(page.letters)
    page.letters.kinds.set_code(ANNUAL)
    page.letters.write()
    return settled(window)


@screen("reports-template")
def template(appearance: Appearance) -> MainWindow:
    """A report the office was asked for."""
    window, page = _page(appearance)
    page.tabs.setCurrentWidget(page.letters)
    settled(window)
    made = Sections(window.context.session).keep(
        {
            "title": "Báo cáo chuyên đề trợ giúp pháp lý cho người khuyết tật",
            "recipient": "Sở Tư pháp",
            "due_on": "2026-12-15",
            "headings": "I. KẾT QUẢ\n- Vụ việc thành công [Vụ việc thành công]\nII. KIẾN NGHỊ",
        }
    )
    page.letters._offer(made)
    settled(window)
    page.letters.edit()
    return settled(window)


def _country(appearance: Appearance) -> tuple[MainWindow, ReportsPage]:
    folder = Path(tempfile.mkdtemp(prefix="tgpl-screens-"))
    name = "Cục Phổ biến, giáo dục pháp luật và Trợ giúp pháp lý"
    office, session = make_office(folder, practice=True, unit_kind="cuc", unit_name=name, province=None)
    retell(session, told("bulletin-2021-08"), seed=1)
    window = main_window(appearance, office, session)
    window.start()
    page = window.open(REPORTS)
    assert isinstance(page, ReportsPage)
    page.country.years.set_code("2021")
    page.country.months.set_code("{year}-08")
    return settled(window), page


@screen("reports-country")
def country(appearance: Appearance) -> MainWindow:
    """August 2021 by the 63 provinces."""
    window, _page_of_it = _country(appearance)
    return window


@screen("reports-country-cases")
def country_cases(appearance: Appearance) -> MainWindow:
    """The cases behind a number: nobody is in them."""
    window, page = _country(appearance)
    page.country.open_cell(("25", 4))
    return settled(window)


@screen("reports-country-criteria")
def country_criteria(appearance: Appearance) -> MainWindow:
    """The successful cases of the country by criterion."""
    window, page = _country(appearance)
    page.country.lists.set_code("criteria")
    return settled(window)


@screen("reports-country-words")
def country_words(appearance: Appearance) -> MainWindow:
    """The bulletin as the Department words it."""
    window, page = _country(appearance)
    page.country.read()
    return settled(window)


@screen("reports-country-issued")
def country_issued(appearance: Appearance) -> MainWindow:
    """The bulletin as it was issued."""
    window, page = _country(appearance)
    service = page.country.service
    Issuing(window.context.session).issue(service.table(service.make(period("2021-08"))), "9/BT-CTGPL")
    page.tabs.setCurrentWidget(page.issued)
    settled(window)
    page.issued.open(0)
    return settled(window)


@screen("reports-country-empty")
def country_empty(appearance: Appearance) -> MainWindow:
    """The Department's PC before anything was taken."""
    folder = Path(tempfile.mkdtemp(prefix="tgpl-screens-"))
    office, session = make_office(folder, unit_kind="cuc", unit_name="Cục Trợ giúp pháp lý", province=None)
    window = main_window(appearance, office, session)
    window.start()
    window.open(REPORTS)
    return settled(window)


@screen("reports-release")
def release(appearance: Appearance) -> MainWindow:
    """Below how many a group is hidden in statistics for others."""
    window, page = _page(appearance)
    ReleaseDialog(window.context, period("2026"), page.form.export).open()
    return settled(window)
