"""The annual report: every heading of the outline in order, the figures there are, and first what is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from desktop.domain.errors import DomainError
from desktop.exchange.paper.letter import Figures, Letter, Text
from desktop.services.annual_report import FIGURES, AnnualReport
from desktop.services.cases import Cases, Intake
from desktop.services.practice import generate
from desktop.services.session import Session
from desktop.words import annual as words
from sync.contract.fields import Wire
from tests.factories import make_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """An office without a case."""
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


def draft(session: Session, year: int = 2026) -> Letter:
    service = AnnualReport(session)
    return service.letter(service.outline("BCN"), year)


def below(letter: Letter, begins: str) -> list[Text | Figures]:
    """What stands below an item, up to the next."""
    texts = [block.text if isinstance(block, Text) else "" for block in letter.blocks]
    at = next(n for n, text in enumerate(texts) if text.startswith(begins))
    found: list[Text | Figures] = []
    for block in letter.blocks[at + 1 :]:
        if isinstance(block, Text) and (block.level or block.bullet):
            break
        found.append(block)
    return found


def told(letter: Letter, begins: str) -> str:
    return " ".join(each.text for each in below(letter, begins) if isinstance(each, Text))


def case(session: Session, accepted: str, ended: str | None, **fields: Wire) -> str:
    at = f"{accepted}T08:00:00+07:00"
    values: dict[str, Wire] = {"form": "tham_gia_to_tung", "representation": "bao_ve", "law_field": "dan_su"}
    values |= {"received_at": at, "accepted_at": at, "content": "…", **fields}
    taken = Cases(session).take_in(Intake(person={"full_name": "Vàng A Sử"}, case=values))
    if ended:
        Cases(session).edit("case", taken, {"ended_on": ended, "outcome": "kt_xong"})
    return taken


def test_every_heading_of_the_outline_is_there_in_order(office: Session, tmp_path: Path) -> None:
    service = AnnualReport(office)
    outline = service.outline("BCN")
    assert {name for part in outline.parts for name in part.figures} <= FIGURES.keys()
    service.write(service.letter(outline, 2026), tmp_path / "báo cáo.docx")
    document = Document(str(tmp_path / "báo cáo.docx"))
    heads = [each.text for each in document.paragraphs if each.style and each.style.name.startswith("Heading")]
    names = {"year": "2026", "last": "2025", "next": "2027"}
    assert heads == [words.MISSING, *(part.text.format(**names) for part in outline.parts if part.level)]
    assert [head.split(".")[0] for head in heads if head.split(".")[0] in ("I", "II", "III")] == ["I", "II", "III"]
    assert "năm 2026 và nhiệm vụ, giải pháp công tác năm 2027" in document.paragraphs[1].text


def test_what_is_missing_stands_first_and_where_it_belongs(office: Session) -> None:
    letter = draft(office)
    first = [each.text for each in letter.blocks[2:] if isinstance(each, Text)]
    assert "Mục I.2: Truyền thông về cơ sở – chưa có dữ liệu" in first
    assert "Mục I.2: Cách làm hay, hiệu quả tại địa phương (nếu có) – cần viết" in first
    assert "Mục I.7.4: a) Thuận lợi – cần viết" in first
    assert "Mục III.3: Đề xuất, kiến nghị – cần viết" in first
    assert told(letter, "Truyền thông về cơ sở") == words.NOT_RECORDED
    Cases(office).add("activity", {"kind": "ngoai_tru_so", "title": "Đợt 1", "on": "2026-03-05", "attendance": 2000,
        "attendance_at_least": True, "advised": 268})  # fmt: skip
    letter = draft(office)
    assert told(letter, "Truyền thông về cơ sở") == (
        "1 đợt ngoài trụ sở, hơn 2.000 lượt người tham dự, tư vấn tại chỗ 268 vụ việc."
    )
    assert not any(isinstance(b, Text) and b.text.startswith("Mục I.2: Truyền thông về cơ sở") for b in letter.blocks)


def test_the_year_goes_from_november_to_october(office: Session) -> None:
    for accepted, ended in (("2025-10-31", None), ("2025-11-01", "2026-10-31"), ("2026-10-31", "2026-11-01")):
        case(office, accepted, ended, channel="truc_toa_an")
    letter = draft(office)
    (table,) = [each for each in below(letter, "So sánh kết quả năm 2026") if isinstance(each, Figures)]
    rows = {str(row[0]): row[1:] for row in table.rows}
    new = next(row for head, row in rows.items() if head.endswith("Thụ lý trong kỳ"))
    assert tuple(new) == (1, 2, 1, "100%")
    over = next(row for head, row in rows.items() if head.endswith("kết thúc trong kỳ báo cáo – Tổng số"))
    assert tuple(over) == (0, 1, 1, "–")
    assert told(letter, "Số vụ việc tiếp nhận qua trực tại trụ sở") == "2 vụ việc; 0 lượt người liên hệ khi trực."


def test_bands_and_both_ratios_are_those_of_the_outline(office: Session) -> None:
    cases = Cases(office)
    by_years = {}
    for name, appointed in (("A", "2024-11-01"), ("B", "2023-10-31"), ("C", "2021-10-31"), ("D", "2021-11-01")):
        by_years[name] = cases.add("practitioner", {"full_name": name, "kind": "tgvpl", "appointed_on": appointed})
    first = case(office, "2026-01-05", None)
    for name, share in (("A", "1/2"), ("C", "1/2")):
        cases.add(
            "assignment", {"case": first, "practitioner": by_years[name], "share": share, "from_on": "2026-01-06"}
        )
    cases.edit("case", first, {"ended_on": "2026-05-05", "outcome": "kt_xong"})
    second = case(office, "2026-01-05", "2026-06-01")
    for taken, verdict in ((first, "thanh_cong"), (second, "khong_thanh_cong")):
        cases.add("success_verdict", {"case": taken, "body": "so_tu_phap", "on": "2026-10-01", "verdict": verdict})
    case(office, "2026-01-05", None)
    letter = draft(office)
    (table,) = [each for each in below(letter, "(1) Số trợ giúp viên") if isinstance(each, Figures)]
    assert [(row[1], str(row[2])) for row in table.rows] == [(1, "1/2"), (2, "0"), (1, "1/2")]
    assert told(letter, "Tổng số vụ việc trợ giúp pháp lý được Sở Tư pháp đánh giá là thành công") == (
        "1 vụ việc thành công; bằng 50% so với 2 vụ việc được đánh giá và 33% so với 3 vụ việc tố tụng đã thực hiện."
    )


def test_it_is_drafted_from_practice_cases_in_every_form_it_leaves(office: Session, tmp_path: Path) -> None:
    generate(office, 60, seed=2)
    service = AnnualReport(office)
    letter = draft(office)
    for ending in ("docx", "pdf", "txt"):
        assert service.write(letter, tmp_path / f"năm.{ending}") == len(letter.blocks)
    with pytest.raises(DomainError, match="no_such_form"):
        service.outline("khác")
