"""A bulletin is saved as whatever the browser makes of it."""

from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.exchange.texts import MOST_BYTES, read_text

TEXT = "Số vụ việc kết thúc: 411"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_text_in_any_encoding_of_a_windows_pc_is_read(encoding: str, tmp_path: Path) -> None:
    file, text = tmp_path / "ban-tin.txt", "Bao tin: 411 vu viec" if encoding == "cp1258" else TEXT
    file.write_text(text, encoding=encoding)
    assert read_text(file) == text


def test_of_a_saved_page_only_what_is_shown_is_read(tmp_path: Path) -> None:
    file = tmp_path / "ban-tin.htm"
    file.write_text(
        "<!DOCTYPE html><html><head><title>x</title><style>p {}</style></head><body><script>var a = 1 < 2;</script>"
        "<p>Số vụ việc\n kết thúc:&nbsp;<b>411</b></p><ul><li>Hà Nội</li></ul></body></html>",
        encoding="utf-8",
    )
    lines = [line for line in read_text(file).splitlines() if line.strip()]
    assert lines == ["Số vụ việc kết thúc: 411", "Hà Nội"]


def test_a_picture_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "ban-tin.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xd2")
    with pytest.raises(DomainError, match="file_not_text"):
        read_text(file)


def test_a_file_far_too_large_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "ban-tin.txt"
    with file.open("wb") as out:
        out.truncate(MOST_BYTES + 1)
    with pytest.raises(DomainError, match="text_too_large"):
        read_text(file)
