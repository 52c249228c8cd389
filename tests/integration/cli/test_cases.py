"""Taking in, finding, changing and showing cases by command."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli.values import wire_value
from sync.contract.fields import RECORD_TYPES, Wire
from tests.integration.cli.terminal import Terminal

ROOT = Path(__file__).parents[3]


def test_the_template_can_be_taken_in_as_it_is(office: Terminal) -> None:
    added = office.add()
    assert added["code"] == "CN1.TGTT.01.2026"
    assert office.run("case", "show", added["id"])["people"][0]["person"]["full_name"] == "Lò Thị Mẫu"


def test_the_template_names_every_field_of_the_intake_in_vietnamese(terminal: Terminal) -> None:
    content = terminal.run("case", "template")
    explained = content["_huong_dan"]
    fields = {f"{part}.{name}" for part in ("person", "part", "case") for name in content[part]}
    assert fields <= set(explained)
    assert explained["person.full_name"] == "Họ và tên."
    assert "tham_gia_to_tung = Tham gia tố tụng" in explained["case.form"]
    assert terminal.read("case", "template") == json.dumps(content, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("typed", ["nguyen van duc", "Nguyễn Văn Đức", "nguyễn đức", "DUC nguyen", "CN1.TGTT.02.2026"])
def test_a_case_is_found_however_its_name_is_typed(office: Terminal, typed: str) -> None:
    office.add(person={"full_name": "Vàng A Sử"})
    added = office.add(person={"full_name": "Nguyễn Văn Đức"})
    found = office.run("case", "list", "--query", typed)
    assert [case["id"] for case in found["cases"]] == [added["id"]]


def test_both_ways_of_placing_the_tone_are_one_name(office: Terminal) -> None:
    office.add(person={"full_name": "Đặng Thị Hòa"})
    office.add(person={"full_name": "Đặng Thị Hoà"})
    assert office.run("case", "list", "--query", "Đặng Thị Hoà")["total"] == 2
    assert office.run("case", "list", "--query", "dang thi hoa")["total"] == 2


def test_text_in_separate_marks_is_kept_composed(office: Terminal) -> None:
    added = office.add(person={"full_name": "Nguye\u0302\u0303n Va\u0306n \u0110u\u031b\u0301c"})
    shown = office.run("case", "show", added["id"])
    assert shown["people"][0]["person"]["full_name"] == "Nguyễn Văn Đức"


def test_case_person_and_category_are_changed_as_one_intent(office: Terminal) -> None:
    added = office.add()
    typed = ("content=Đòi nợ", "person.birth_date=5/3/1990", "part.categories=Người thuộc hộ nghèo, tre_em")
    answer = office.run("case", "edit", added["code"], *typed)
    assert {change["type"] for change in answer["changed"]} == {"case", "person", "case_person"}
    shown = office.run("case", "show", added["id"])
    assert shown["case"]["content"] == "Đòi nợ"
    assert shown["people"][0]["person"]["birth_date"] == "1990-03-05"
    assert shown["people"][0]["part"]["categories"] == ["ho_ngheo", "tre_em"]
    assert len({entry["at"] for entry in office.run("queue")["entries"]}) == 2


def test_an_empty_value_clears_the_field(office: Terminal) -> None:
    added = office.add(case={"note": "Tạm ghi"})
    office.run("case", "edit", added["code"], "note=", "in_custody=có")
    case = office.run("case", "show", added["code"])["case"]
    assert (case["note"], case["in_custody"]) == (None, True)


def test_the_same_value_again_changes_nothing(office: Terminal) -> None:
    added = office.add(case={"note": "Ghi chú"})
    assert office.run("case", "edit", added["code"], "note=Ghi chú")["changed"] == []
    assert "không có gì thay đổi" in office.read("case", "edit", added["code"], "note=Ghi chú")


@pytest.mark.parametrize(
    ("typed", "code", "field", "says"),
    [
        ("person.birth_date=31/02/2020", "date_impossible", "person.birth_date", "Ngày sinh"),
        ("law_field=kinh_doanh_thuong_mai", "law_field_excluded", "case.law_field", "Lĩnh vực pháp luật"),
        ("form=khong_co", "choice_unknown", "case.form", "Hình thức trợ giúp pháp lý"),
        ("accepted_at=22/11/2026 25:00", "time_unreadable", "case.accepted_at", "Thời điểm thụ lý"),
        ("register_year=năm nay", "number_unreadable", "case.register_year", "Năm tiếp nhận"),
        ("shoe_size=41", "unknown_field", "case.shoe_size", "case.shoe_size: Không có mục này"),
        ("person.citizen_number=12", "value_not_allowed", "person.citizen_number", "Số định danh"),
        ("content=", "required", "case.content", "Nội dung vụ việc"),
    ],
)
def test_a_wrong_value_is_named_at_its_field_and_nothing_is_saved(
    office: Terminal, typed: str, code: str, field: str, says: str
) -> None:
    added = office.add()
    error = office.run("case", "edit", added["code"], "note=Có lỗi bên cạnh", typed, code=1)["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert error["message"].startswith(says)
    assert office.run("case", "show", added["id"])["case"]["note"] is None


@pytest.mark.parametrize(
    ("accepted", "category", "says"),
    [
        ("22/11/2026 8:00", "ho_can_ngheo", "Người thuộc hộ cận nghèo"),  # of a law that is still a draft
        ("22/11/2026 8:00", "bi_buoc_toi_16_18", "Người bị buộc tội từ đủ 16 tuổi"),  # until the end of 2025
        ("22/11/2025 8:00", "nctn_16_18", "Người từ đủ 16 tuổi"),  # from 2026
    ],
)
def test_a_category_of_another_law_than_that_of_the_acceptance_is_refused(
    office: Terminal, accepted: str, category: str, says: str
) -> None:
    file = office.filled(part={"categories": [category]}, case={"received_at": accepted, "accepted_at": accepted})
    error = office.run("case", "add", "--file", str(file), code=1)["error"]
    assert (error["code"], error["field"]) == ("not_in_catalogue", "part.categories")
    assert says in error["message"]
    assert office.run("case", "list")["total"] == 0


def test_a_case_of_last_year_is_taken_in_and_changed_under_the_law_of_last_year(office: Terminal) -> None:
    day = {"received_at": "22/11/2025 8:00", "accepted_at": "22/11/2025 8:00"}
    code = office.add(part={"categories": ["bi_buoc_toi_16_18"]}, case=day)["code"]
    office.run("case", "edit", code, "part.proof=Giấy khai sinh", "channel=truc_dien_thoai")
    office.run("case", "edit", code, "part.categories=bi_buoc_toi_16_18,bi_hai_16_18")
    error = office.run("case", "edit", code, "part.categories=nctn_16_18", code=1)["error"]
    assert (error["code"], error["field"]) == ("not_in_catalogue", "part.categories")


def test_the_template_offers_what_may_be_chosen_today_and_no_more(terminal: Terminal) -> None:
    explained = terminal.run("case", "template")["_huong_dan"]
    assert "nctn_16_18 = " in explained["part.categories"]
    assert not any(code in explained["part.categories"] for code in ("ho_can_ngheo", "bi_buoc_toi_16_18"))
    assert "dat_dai = " in explained["case.law_field"]
    assert "kinh_doanh_thuong_mai" not in explained["case.law_field"]


@pytest.mark.parametrize("category", ["tre_em", "nhiem_hiv", "nan_nhan_mua_ban_nguoi_6a", "nan_nhan_blgd"])
def test_a_child_or_a_victim_taken_in_by_command_is_not_named_to_everybody(office: Terminal, category: str) -> None:
    code = office.add(part={"categories": [category, "ho_ngheo"]}, case={"restricted": False})["code"]
    assert office.run("case", "show", code)["case"]["restricted"] is True


def test_a_category_learnt_later_restricts_the_case_until_somebody_opens_it_by_hand(office: Terminal) -> None:
    code = office.add()["code"]
    assert office.run("case", "show", code)["case"]["restricted"] is False
    changed = office.run("case", "edit", code, "part.categories=ho_ngheo,tre_em")["changed"]
    assert {change["type"] for change in changed} == {"case", "case_person"}
    assert office.run("case", "show", code)["case"]["restricted"] is True
    office.run("case", "edit", code, "restricted=không")
    office.run("case", "edit", code, "part.proof=Giấy khai sinh", "part.categories=tre_em")
    assert office.run("case", "show", code)["case"]["restricted"] is False


def test_a_child_added_to_a_case_restricts_it(office: Terminal) -> None:
    code = office.add()["code"]
    child = office.run("record", "add", "person", "full_name=Lò Văn Con")["id"]
    office.run("record", "add", "case_person", f"case={code}", f"person={child}", "categories=tre_em")
    assert office.run("case", "show", code)["case"]["restricted"] is True


def test_the_only_category_is_the_primary_one(office: Terminal) -> None:
    code = office.add()["code"]
    assert _part(office, code)["primary_category"] == "ho_ngheo"
    office.run("case", "edit", code, "part.categories=nguoi_co_cong")
    assert _part(office, code)["primary_category"] == "nguoi_co_cong"
    several = office.add(part={"categories": ["ho_ngheo", "nguoi_co_cong"]})["code"]
    assert _part(office, several)["primary_category"] is None


def test_an_end_before_the_beginning_is_refused(office: Terminal) -> None:
    added = office.add()
    error = office.run("case", "edit", added["code"], "outcome=kt_xong", "ended_on=1/1/2020", code=1)["error"]
    assert (error["code"], error["field"]) == ("dates_reversed", "case.ended_on")


def test_a_case_runs_its_course(office: Terminal) -> None:
    performer = office.run("record", "add", "practitioner", "full_name=Trần Thị Lan", "kind=tgvpl")["id"]
    code = office.add()["code"]
    office.run("record", "add", "assignment", f"case={code}", f"practitioner={performer}", "share=1/2")
    office.run("record", "add", "stage", f"case={code}", "kind=dieu_tra", "from_on=20/11/2026")
    office.run("record", "add", "hearing", f"case={code}", "at=30/11/2026 7:30", "body=Tòa án khu vực 1")
    office.run("record", "add", "event", f"case={code}", "on=24/11/2026", "content=Gặp người bị tạm giam")
    shown = office.run("case", "show", code)
    assert shown["state"] == "dang_thuc_hien"
    assert shown["assignments"][0]["share"] == "1/2"
    assert shown["hearings"][0]["at"] == "2026-11-30T07:30:00+07:00"
    page = office.read("case", "show", code)
    assert "Phân công: Trần Thị Lan" in page
    assert "Ngày, giờ xét xử: 07:30 ngày 30/11/2026" in page
    office.run("case", "edit", code, "outcome=kt_xong", "ended_on=25/11/2026")
    assert office.run("case", "show", code)["state"] == "ket_thuc_hoan_thanh"


def test_the_law_of_a_case_is_shown_by_its_title(office: Terminal) -> None:
    code = office.add()["code"]
    assert "Phiên bản diện áp dụng: Điều 7 Luật Trợ giúp pháp lý, sửa đổi bởi" in office.read("case", "show", code)
    assert office.run("case", "show", code)["case"]["category_version"] == "bv2026"


def test_a_stage_is_changed_by_its_id(office: Terminal) -> None:
    code = office.add()["code"]
    stage = office.run("record", "add", "stage", f"case={code}", "kind=dieu_tra", "from_on=20/11/2026")["id"]
    office.run("record", "edit", "stage", stage, "to_on=24/11/2026")
    assert office.run("case", "show", code)["stages"][0]["to_on"] == "2026-11-24"


def test_a_request_gets_its_number_when_it_is_accepted(office: Terminal) -> None:
    content = office.run("case", "template") | {"accept": False}
    file = office.home.with_name("request.json")
    file.write_text(json.dumps(content), encoding="utf-8")
    added = office.run("case", "add", "--file", str(file))
    assert added["code"].startswith("Tạm-")
    office.run("case", "accept", added["code"], "--at", "25/11/2026 16:30")
    shown = office.run("case", "show", added["code"])  # the temporary code finds it for ever
    assert shown["code"] == "CN1.TGTT.01.2026"
    assert shown["case"]["accepted_at"] == "2026-11-25T16:30:00+07:00"
    assert office.run("case", "accept", shown["code"], code=1)["error"]["code"] == "already_accepted"


def test_a_moment_of_another_clock_is_kept_by_that_of_vietnam(office: Terminal) -> None:
    """The day of acceptance decides on the month it counts in."""
    added = office.add(case={"received_at": "2026-08-31T20:30:00Z", "accepted_at": "2026-08-31T20:30:00Z"})
    assert office.run("case", "show", str(added["code"]))["case"]["accepted_at"] == "2026-09-01T03:30:00+07:00"


def test_a_deleted_case_is_no_longer_listed(office: Terminal) -> None:
    added = office.add()
    office.run("case", "delete", added["code"])
    assert office.run("case", "list")["total"] == 0
    assert office.run("case", "delete", added["code"], code=1)["error"]["code"] == "no_such_record"


def test_a_deleted_case_comes_back_by_the_command_that_was_named(office: Terminal) -> None:
    said = office.read("case", "delete", office.add()["code"])
    office.run(*said.partition("tgpl ")[2].split())
    assert office.run("case", "list")["total"] == 1


def test_the_list_tells_how_many_it_leaves_out(office: Terminal) -> None:
    for name in ("Một", "Hai", "Ba"):
        office.add(person={"full_name": name})
    answer = office.run("case", "list", "--limit", "2")
    assert (answer["total"], [case["people"] for case in answer["cases"]]) == (3, ["Ba", "Hai"])
    assert "2 trong 3 vụ việc" in office.read("case", "list", "--limit", "2")


@pytest.mark.parametrize("limit", ["0", "-1", "nhiều"])
def test_a_list_of_less_than_one_line_is_a_misuse(office: Terminal, limit: str) -> None:
    assert "--limit" in office.misuse("case", "list", "--limit", limit)


def test_the_list_names_nobody_of_a_restricted_case(office: Terminal) -> None:
    added = office.add(person={"full_name": "Lò Thị Pâng"}, part={"categories": ["tre_em"]})
    assert [case["people"] for case in office.run("case", "list")["cases"]] == ["L.T.P."]
    listed = office.read("case", "list")
    assert "L.T.P." in listed
    assert "Pâng" not in listed
    performer = office.run("record", "add", "practitioner", "full_name=Đặng Thị Hoà", "kind=tgvpl")["id"]
    office.run("record", "add", "assignment", f"case={added['code']}", f"practitioner={performer}")
    assert "Lò Thị Pâng" in office.read("case", "list")  # to who performs the case


def test_the_list_says_days_as_people_write_them(office: Terminal) -> None:
    office.add(case={"received_at": "22/11/2026 8:05"})
    assert "22/11/2026" in office.read("case", "list")
    assert office.run("case", "list")["cases"][0]["received_at"] == "2026-11-22T08:05:00+07:00"


def test_a_file_that_is_no_json_is_a_misuse(office: Terminal) -> None:
    file = office.home.with_name("case.txt")
    file.write_text("Nguyễn Văn Đức", encoding="utf-8")
    assert office.run("case", "add", "--file", str(file), code=2)["error"]["code"] == "usage"


def test_a_file_that_is_not_there_is_named(office: Terminal) -> None:
    assert office.misuse("case", "add", "--file", "khong-co.json") == "Không có tệp khong-co.json."


@pytest.mark.parametrize(("content", "says"), [("[1]", "Tệp cần là một đối tượng"), ('{"case": [1]}', "Mục case")])
def test_a_file_with_a_list_is_asked_for_an_object(office: Terminal, content: str, says: str) -> None:
    file = office.home.with_name("case.json")
    file.write_text(content, encoding="utf-8")
    assert office.misuse("case", "add", "--file", str(file)).startswith(says)


def test_categories_that_are_no_list_are_a_wrong_value(office: Terminal) -> None:
    file = office.filled(part={"categories": 5})
    assert office.run("case", "add", "--file", str(file), code=1)["error"]["field"] == "part.categories"


def test_the_installed_program_reads_a_case_from_its_input(office: Terminal) -> None:
    """The one test through a real process, with the real cost of a password."""
    command = [sys.executable, "-m", "desktop.cli", "--home", str(office.home), "--json"]
    template = subprocess.run([*command, "case", "template"], capture_output=True, check=True, cwd=ROOT)
    added = subprocess.run(
        [*command, "case", "add", "--file", "-"], input=template.stdout, capture_output=True, cwd=ROOT
    )
    assert added.returncode == 0, added.stderr
    assert json.loads(added.stdout)["code"] == "CN1.TGTT.01.2026"
    assert added.stderr == b""


def _part(office: Terminal, code: str) -> dict[str, Wire]:
    part: dict[str, Wire] = office.run("case", "show", code)["people"][0]["part"]
    return part


@pytest.mark.parametrize(
    ("record_type", "name", "typed", "stored"),
    [
        ("hearing", "at", "5/12/2026 8h05", "2026-12-05T08:05:00+07:00"),
        ("hearing", "at", "5/12/2026 0805", "2026-12-05T08:05:00+07:00"),
        ("assignment", "share", "50%", "1/2"),
        ("case", "register_number", "1.274", 1274),
    ],
)
def test_values_are_read_as_in_the_window(record_type: str, name: str, typed: str, stored: Wire) -> None:
    assert wire_value(RECORD_TYPES[record_type].fields[name], typed, dt.date(2026, 11, 25)) == stored
