"""What people write into the annual report is kept by year; a report somebody else asks for is drafted as well."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from desktop.domain.errors import DomainError
from desktop.exchange.paper.letter import Letter, Text
from desktop.reports.outlines import Outline, Section
from desktop.services.annual_report import ANNUAL, FIGURES, AnnualReport
from desktop.services.sections import Sections
from desktop.services.session import Session
from desktop.words import annual as words
from tests.factories import make_office

HEADINGS = """I. KẾT QUẢ
1. Vụ việc
- Vụ việc thành công [Vụ việc thành công]
- Khó khăn {chưa rõ} [ghi chú]
II. KIẾN NGHỊ"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """An office without a case."""
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


def outline(session: Session) -> Outline:
    return AnnualReport(session).outline(ANNUAL)


def section(session: Session, begins: str, year: int) -> Section:
    found = Sections(session).of(outline(session), year)
    return next(each for each in found if each.heading.startswith(begins))


def texts(letter: Letter) -> list[str]:
    return [each.text for each in letter.blocks if isinstance(each, Text)]


def test_last_years_text_is_offered_and_marked_until_somebody_keeps_one(office: Session, tmp_path: Path) -> None:
    sections, annual = Sections(office), AnnualReport(office)
    first = section(office, "Cách làm hay", 2025)
    assert (first.at, first.text) == ("I.2", "")
    sections.write(outline(office), 2025, first, "Truyền thông qua loa xã.\nPhát tờ gấp.")
    assert section(office, "Cách làm hay", 2025).is_written
    offered = section(office, "Cách làm hay", 2026)
    assert (offered.is_last_years, offered.is_written) == (True, False)
    draft = annual.letter(outline(office), 2026)
    marked = [each.text for each in draft.blocks if isinstance(each, Text) and each.missing]
    assert "[Văn của năm 2025, chưa sửa:]" in marked
    assert {"Truyền thông qua loa xã.", "Phát tờ gấp."} <= set(marked)
    lacking = next(each for each in texts(draft) if "Cách làm hay" in each and each.startswith("Mục I.2"))
    assert lacking.endswith("còn nguyên văn năm trước, cần sửa")

    sections.write(outline(office), 2026, offered, "Mở hội thi.")
    written = annual.letter(outline(office), 2026)
    assert not any("Cách làm hay" in each and each.startswith("Mục") for each in texts(written))
    file = tmp_path / "nam.docx"
    annual.write(written, file)
    told = [paragraph.text for paragraph in Document(str(file)).paragraphs]
    at = next(number for number, text in enumerate(told) if text.startswith("Cách làm hay"))
    assert told[at + 1] == "Mở hội thi."
    assert section(office, "Cách làm hay", 2027).text == "Mở hội thi."
    sections.write(outline(office), 2026, section(office, "Cách làm hay", 2026), " ")
    assert section(office, "Cách làm hay", 2026).is_last_years


def test_every_place_to_write_is_found_again(office: Session) -> None:
    found = Sections(office).of(outline(office), 2026)
    assert len({each.key for each in found}) == len(found) > 15
    assert [each.key for each in found] == [each.key for each in Sections(office).of(outline(office), 2025)]


def test_a_report_somebody_asks_for_is_added_and_drafted(office: Session) -> None:
    sections, annual = Sections(office), AnnualReport(office)
    made = sections.keep(
        {
            "title": "Báo cáo chuyên đề",
            "recipient": "Sở Tư pháp",
            "email": "bao-cao@example.org",
            "due_on": "2026-12-15",
            "period": "{year}",
            "headings": HEADINGS,
        }
    )
    asked = annual.outline("Báo cáo chuyên đề")
    assert (asked.code, asked.due_on) == (made, dt.date(2026, 12, 15))
    assert [(part.text, part.level, part.bullet, part.figures, part.write) for part in asked.parts] == [
        ("I. KẾT QUẢ", 1, False, (), False),
        ("1. Vụ việc", 2, False, (), False),
        ("Vụ việc thành công", 0, True, ("successful",), False),
        ("Khó khăn {chưa rõ} [ghi chú]", 0, True, (), True),
        ("II. KIẾN NGHỊ", 1, False, (), True),
    ]
    (first, last) = sections.of(asked, 2026)
    sections.write(asked, 2026, last, "Bổ sung kinh phí.")
    letter = annual.letter(asked, 2026)
    told = texts(letter)
    assert letter.title == ("Báo cáo chuyên đề",)
    assert "Kính gửi: Sở Tư pháp" in told
    assert any("Hạn gửi: 15/12/2026; thư điện tử: bao-cao@example.org" in each for each in told)
    assert "Bổ sung kinh phí." in told
    assert any(each.startswith("Mục I.1: Khó khăn") for each in told)
    sections.keep({"title": "Báo cáo khác", "headings": "I. A"}, made)
    assert [each.title for each in sections.templates()] == [("Báo cáo khác",)]
    sections.forget(made)
    assert sections.templates() == []
    assert first.heading.startswith("Khó khăn")


def test_a_report_needs_a_title_and_headings(office: Session) -> None:
    for name in ("title", "headings"):
        with pytest.raises(DomainError, match="required") as caught:
            Sections(office).keep({"title": "A", "headings": "I. B", name: " "})
        assert caught.value.field == name


def test_every_figure_people_can_ask_for_is_one() -> None:
    assert set(words.FIGURES.values()) <= set(FIGURES)
