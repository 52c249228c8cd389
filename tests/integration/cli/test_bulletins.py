"""`tgpl bulletin` as somebody types it, with no office on the PC."""

from pathlib import Path

import pytest

from tests.integration.cli.terminal import Terminal
from tests.integration.cli.test_keys import documented

S0 = str(Path(__file__).parents[2] / "unit" / "reports" / "bulletin_2021_08.txt")


def test_the_sums_of_a_bulletin_are_done_again(terminal: Terminal) -> None:
    said = terminal.read("bulletin", "check", S0, code=4)
    assert "Bản tin có 1 chỗ không khớp." in said
    assert "đúng: 1.003 = 752 + 251" in said
    assert "đúng: giảm 198 so với 1.201 là 16%" in said
    assert "SAI: 296 + 151 = 447 khác 411; có thể 151 là 115 gõ đảo chữ số" in said
    assert "đúng: 24 tỉnh, thành phố không có số liệu" in said


def test_a_province_of_today_is_found_by_those_it_was_made_of(terminal: Terminal) -> None:
    """Tuyên Quang, with Hà Giang since 2025."""
    own = terminal.run("bulletin", "check", S0, "--province", "08", code=4)["own"]
    assert [len(each["standings"]) for each in own] == [3, 3]
    assert sorted(each["standings"][2]["count"] for each in own) == [3, 3]


def test_what_is_no_bulletin_says_what_to_do(terminal: Terminal, tmp_path: Path) -> None:
    other = tmp_path / "khac.txt"
    other.write_text("Kính gửi", encoding="utf-8")
    assert "Không tìm thấy kỳ báo cáo" in terminal.read("bulletin", "check", str(other), code=1)
    assert terminal.run("bulletin", "check", str(tmp_path / "none.txt"), code=1)["error"]["code"]
    assert terminal.run("bulletin", "check", S0, "--province", "00", code=1)["error"]["code"] == "not_in_catalogue"


def test_ones_own_bulletin_is_made_in_the_same_words(office: Terminal) -> None:
    office.add(case={"form": "tham_gia_to_tung", "representation": "bao_ve"})
    file = office.home.with_name("ban-tin.docx")
    told = office.run("bulletin", "make", "--period", "2026", "--out", str(file))
    assert told["figures"]["accepted"] == {"total": 1, "defence": 0, "protection": 1}
    assert file.stat().st_size > 0
    text = office.read("bulletin", "make", "--period", "2026")
    assert "thụ lý là: 1 vụ việc (0 vụ việc bào chữa + 1 vụ việc bảo vệ)" in text


def test_the_register_stands_beside_a_bulletin(office: Terminal) -> None:
    told = office.run("bulletin", "check", S0, "--register", code=4)
    assert [(each["compared"]["local"], each["compared"]["published"]) for each in told["compared"]] == [
        (0, None),  # Tuyên Quang, with Hà Giang since 2025, of which the bulletin names one alone
        (0, None),
        (0, 6),
    ]
    assert "hệ thống quốc gia đã nhận 0, bản tin 6" in office.read("bulletin", "check", S0, "--register", code=4)


def test_the_bulletin_of_the_country_opens_its_cases_and_stands_beside_the_published_one(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = terminal.run("demo", "--like", "bulletin-2021-08")
    monkeypatch.setenv("TGPL_PASSWORD", made["password"])
    told = made["bulletin"]
    assert told["figures"]["ended"] == {"total": 411, "defence": 296, "protection": 115}
    country = ("bulletin", "country", "--period", "2021-08")
    behind = terminal.run(*country, "--map", "34", "--cell", "1,2", "--province", "25")
    assert behind["count"] == len(behind["cases"]) > 0
    assert {each["ended"] for each in behind["cases"]} == {"2021-08"}
    by_criterion = terminal.run(*country, "--criterion", "cv427", "--province", "25")
    assert (by_criterion["count"], {each["criterion"] for each in by_criterion["cases"]}) == (10, {"cv427"})
    assert terminal.run(*country, "--criterion", "hs", code=1)["error"]["code"] == "not_in_catalogue"
    issued = terminal.run("bulletin", "issue", "--period", "2021-08", "--number", "9/BT")
    assert (issued["form"], issued["from"], issued["to"]) == ("BT/CN", "2021-08-01", "2021-08-31")
    again = terminal.read("report", "issued", "9/BT")
    assert "giảm 40 vụ việc (9%) so với tháng trước" in again
    assert again.splitlines()[1:] == terminal.read(*country).splitlines()
    assert terminal.run("report", "changed", "9/BT")["cells"] == []
    said = terminal.read("bulletin", "check", S0, "--country", code=4)
    assert said.splitlines()[-1] == "Vụ việc tham gia tố tụng kết thúc, bảo vệ: bản tin 151, hệ thống quốc gia 115"
    keys = documented()
    assert set(told) == keys["bulletin country"][0]
    assert set(behind) == keys["bulletin country --cell"][0]
    assert set(issued) == keys["bulletin issue"][0]
    assert set(told["criteria"][0]) | set(told["provinces"][0]) == keys["bulletin country"][1]
    assert set(behind["cases"][0]) == keys["bulletin country --cell"][1]


def test_an_office_has_a_bulletin_of_its_own_and_is_told_so(office: Terminal) -> None:
    refused = office.run("bulletin", "country", "--period", "2026-10", code=1)["error"]
    assert refused["code"] == "not_the_department"
    assert office.run("bulletin", "take", code=1)["error"]["code"] == "not_the_department"
