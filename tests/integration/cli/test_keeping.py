"""Export, backup and restore by command."""

import json

from tests.integration.cli.terminal import Terminal


def test_an_office_that_never_had_a_line_exports_everything_it_sees(office: Terminal) -> None:
    added = office.add(person={"full_name": "Nguyễn Văn Đức"})
    out = office.home.with_name("out")
    files = office.run("export", "--out", str(out))["files"]
    assert (files["case.ndjson"], files["person.ndjson"], files["stage.ndjson"]) == (1, 1, 0)
    case = json.loads((out / "case.ndjson").read_text(encoding="utf-8"))
    assert (case["id"], case["code"]) == (added["id"], added["code"])
    assert json.loads((out / "case_person.ndjson").read_bytes())["categories"] == ["ho_ngheo"]


def test_the_acknowledged_export_has_nothing_before_the_first_sync(office: Terminal) -> None:
    office.add()
    out = office.home.with_name("out")
    assert office.run("export", "--acknowledged", "--out", str(out))["files"] == {}
    assert list(out.iterdir()) == []


def test_a_restore_is_shown_first_and_then_brings_the_day_back(office: Terminal) -> None:
    office.add(person={"full_name": "Lò Thị Mai"})
    made = office.run("backup")
    office.add(person={"full_name": "Vàng A Sử"})
    seen = office.run("restore")
    assert (seen["backup"], seen["cases"], seen["logins"], seen["restored"]) == (made["backup"], 1, ["hoa"], False)
    assert office.run("case", "list")["total"] == 2
    assert "Chưa khôi phục" in office.read("restore")
    done = office.run("restore", made["backup"], "--yes")
    assert (done["restored"], done["carried"], done["unreadable"]) == (True, 0, None)
    assert [case["people"] for case in office.run("case", "list")["cases"]] == ["Lò Thị Mai"]
    aside = office.home / "replaced"
    assert [folder.name for folder in aside.iterdir()] == [done["replaced"].rpartition("/")[2]]


def test_a_restore_says_what_was_brought_back_and_where_the_rest_lies(office: Terminal) -> None:
    office.add()
    office.run("backup")
    said = office.read("restore", "--yes")
    assert "với 1 vụ việc; dữ liệu trước đó được giữ ở" in said
    assert str(office.home / "replaced") in said


def test_backups_are_listed_newest_first(office: Terminal) -> None:
    names = [office.run("backup")["backup"] for _ in range(2)]
    listed = office.run("backup", "--list")["backups"]
    assert names[-1] in [backup["name"] for backup in listed]
    assert listed == sorted(listed, key=lambda backup: backup["made_at"], reverse=True)


def test_without_a_backup_there_is_nothing_to_restore(office: Terminal) -> None:
    assert "Chưa có bản sao lưu nào." in office.read("restore", code=2)
    office.run("backup")
    assert "Không có bản sao lưu tên đó" in office.read("restore", "20200101T000000Z-regular", code=2)


def test_statistics_leave_without_anybody_in_them(office: Terminal) -> None:
    office.add()
    file = office.home.with_name("so-lieu.xlsx")
    told = office.run("export", "--anonymous", "--period", "2026", "--out", str(file), "--threshold", "6")
    assert (told["threshold"], told["cases"]) == (6, 0)
    assert file.stat().st_size > 0
    assert "Ô từ 1 đến 5 người bị che" in office.read("export", "--anonymous", "--period", "2026", "--out", str(file))
    assert "Ngưỡng từ 3 đến 50" in office.read(
        "export", "--anonymous", "--period", "2026", "--out", str(file), "--threshold", "2", code=1
    )
    assert "Cần nêu kỳ và tệp Excel" in office.misuse("export", "--anonymous", "--out", str(file))
