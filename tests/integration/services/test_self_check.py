"""The self-check finds what is broken, and says which part."""

import sys

import pytest

from desktop.services import self_check
from desktop.services.session import Session


def test_a_healthy_program_passes_every_part() -> None:
    report = self_check.run(self_check.WITHOUT_WINDOW)
    assert report.ok
    assert {check.name: check.ok for check in report.checks} == dict.fromkeys(self_check.WITHOUT_WINDOW, True)
    said = " ".join(check.detail for check in report.checks)
    assert not any(english in said for english in ("modules", "files", "entries", "bytes"))


def test_a_broken_part_is_named_and_the_others_are_still_tried() -> None:
    def broken() -> str:
        raise self_check.CheckError("không tìm thấy vụ việc")

    report = self_check.run({"store": broken, "resources": self_check.resources_are_readable})
    assert not report.ok
    assert [(check.name, check.ok) for check in report.checks] == [("store", False), ("resources", True)]
    assert report.checks[0].detail == "không tìm thấy vụ việc"


def test_a_library_that_was_left_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (check,) = self_check.run({"parts": self_check.parts_are_there}).checks
    assert not check.ok
    assert "openpyxl" in check.detail


def test_a_catalogue_that_was_left_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_check, "CATALOGUES", {"khong_co"})
    (check,) = self_check.run({"resources": self_check.resources_are_readable}).checks
    assert not check.ok


def test_a_file_that_can_be_read_without_the_key_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(session: Session) -> str:
        session.database.path.with_name("office.db-log").write_text("Nguyễn Văn Đức", encoding="utf-8")
        return ""

    monkeypatch.setattr(self_check, "_take_in", careless)
    (check,) = self_check.run({"store": self_check.file_is_encrypted}).checks
    assert not check.ok
