"""`tgpl report template|collect|collected` as somebody types it."""

from pathlib import Path

import pytest

from tests.fakes.organisations import LAWYERS, MORNING, ONE_WOMAN, fill_in
from tests.integration.cli.terminal import Terminal


@pytest.fixture
def folder(office: Terminal) -> Path:
    """Where the workbooks of two organisations under contract lie."""
    for name in (LAWYERS, MORNING):
        one = office.run("record", "add", "organisation", f"name={name}", "kind=to_chuc_ky_hop_dong")["id"]
        office.run("record", "add", "organisation_event", f"organisation={one}", "kind=ky_hop_dong", "on=01/03/2026")
    folder = office.home.with_name("mau")
    folder.mkdir()
    made = office.run("report", "template", "--form", "24", "--period", "2026", "--out", str(folder))
    assert [each["name"] for each in made["files"]] == [LAWYERS, MORNING]
    assert sorted(str(each) for each in folder.iterdir()) == sorted(each["file"] for each in made["files"])
    return folder


def test_a_workbook_goes_out_comes_back_and_counts(office: Terminal, folder: Path) -> None:
    (file,) = folder.glob("*Hội Luật gia*")
    fill_in(file, ONE_WOMAN)
    assert f"Chưa gửi                 {MORNING}" in office.read("report", "collected", "24", "--period", "2026", code=4)
    taken = office.run("report", "collect", str(file))
    assert (taken["name"], taken["problems"]) == (LAWYERS, [])
    assert "Đã có số liệu" in office.read("report", "collect", str(file), code=1)
    assert "Đã nhận số liệu" in office.read("report", "collect", str(file), "--replace")
    told = office.run("report", "24", "--period", "2026")
    assert told["rows"][0]["cells"][:3] == [1, 0, 1]
    assert ([each["name"] for each in told["given"]], told["owing"]) == ([LAWYERS], [MORNING])
    behind = office.run("report", "24", "--period", "2026", "--cell", ",1")
    assert (behind["counted"], behind["cases"], behind["given"][0]["counted"]) == (1, [], 1)
    assert office.run("report", "24", "--period", "2026", "--source", "own")["rows"][0]["cells"][0] == 0
    one = office.run("report", "24", "--period", "2026", "--source", LAWYERS.lower())
    assert one["rows"][0]["cells"][0] == 1
    assert "tên một tổ chức" in office.misuse("report", "24", "--period", "2026", "--source", MORNING)
    (sent, owes) = office.run("report", "collected", "24", "--period", "2026", code=4)["organisations"]
    assert (sent["received_on"], sent["owes"], owes["owes"]) == ("2026-11-25", False, True)


def test_what_is_wrong_is_listed_cell_by_cell(office: Terminal, folder: Path) -> None:
    (file,) = folder.glob("*Hội Luật gia*")
    places = fill_in(file, ONE_WOMAN | {("Tổng số", 1): "một"})
    refused = office.run("report", "collect", str(file), code=1)
    assert refused["id"] is None
    assert [(each["code"], each["cell"]) for each in refused["problems"]] == [("text", places["Tổng số", 1])]
    told = office.read("report", "collect", str(file), code=1)
    assert f"Ô {places['Tổng số', 1]} là chữ “một”, không phải số." in told
    one = str(folder / "one.xlsx")
    office.run("report", "template", MORNING, "--form", "25", "--period", "2026-H1", "--out", one)
    assert "chưa điền số nào" in office.read("report", "collect", one, code=1)
    assert "Không có (hoặc có nhiều) tổ chức" in office.read(
        "report", "template", "Không ai", "--form", "24", "--period", "2026", code=1
    )
