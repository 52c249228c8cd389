"""What leaves the program as a workbook is opened by another office suite, printed there, and read back."""

import shutil
import subprocess
from pathlib import Path

from pypdf import PdfReader

from desktop.domain.periods import period
from desktop.services.cases import Cases
from desktop.services.register import Register
from desktop.services.reports import Reports
from tests.factories import make_office, sample_intake

ENDED = {"ended_on": "2026-11-25", "outcome": "kt_xong"}


def printed(*files: Path) -> list[list[str]]:
    """The pages of each file as LibreOffice prints them, in its own profile."""
    (folder,) = {file.parent for file in files}
    suite = shutil.which("soffice")
    assert suite, "LibreOffice is not installed: .ci/packages test"
    profile = (folder / "profile").as_uri()
    command: list[str | Path] = [
        suite,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [[page.extract_text() for page in PdfReader(file.with_suffix(".pdf")).pages] for file in files]


def test_form_and_book_are_opened_and_printed_by_libreoffice_as_it_was_laid_out(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path / "office", unit_name="=1+1 Trung tâm Ỷ Lan")
    cases = Cases(session)
    cases.edit("case", cases.take_in(sample_intake()), ENDED)
    reports, year = Reports(session), period("2026")
    reports.write(reports.count(reports.form("24", year), reports.asked(year)), tmp_path / "24.xlsx")
    register = Register(session)
    register.write(register.book(year), tmp_path / "so.xlsx")
    session.database.close()

    (first, *others), (book, *_more) = printed(tmp_path / "24.xlsx", tmp_path / "so.xlsx")

    words = " ".join(first.split())
    for told in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "=1+1 Trung tâm Ỷ Lan",
        "SỐ LƯỢT NGƯỜI",
        "Người có khó khăn về tài chính",
    ):
        assert told in words
    lines = [" ".join(line.split()) for line in first.splitlines()]
    assert "Tổng số 1 0 1 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0" in lines
    assert "SỔ THỤ LÝ, THEO DÕI VỤ VIỆC TRỢ GIÚP PHÁP LÝ" in book
    assert "Mẫu số 01-TP-TGPL" in book
    assert len(others) <= 1
    assert "Thủ trưởng đơn vị" in " ".join([first, *others])
    assert all("Người cao tuổi" in " ".join(page.split()) for page in others if "4.3" in page)
