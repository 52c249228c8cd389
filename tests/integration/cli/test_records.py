"""What an office keeps of itself, by command: one way for every type."""

import pytest

from tests.integration.cli.terminal import Terminal


def test_outreach_is_entered_listed_and_added_up_with_a_lower_bound(office: Terminal) -> None:
    session = (
        "kind=Đợt ngoài trụ sở",
        "partners=Hội Người khuyết tật; Hội Nông dân, Đoàn xã",
        "target_groups=ho_ngheo",
    )
    office.run(
        "record", "add", "activity", *session, "title=Xã An Lão", "on=5/3/2026", "attendance=1.950", "advised=200"
    )
    more = office.run(
        "record", "add", "activity", *session, "title=Xã Kiến Thụy", "on=6/3/2026", "attendance=50",
        "attendance_at_least=có", "advised=68",
    )  # fmt: skip
    office.run("record", "add", "activity", *session, "title=Năm trước", "on=6/3/2025", "attendance=9")
    listed = office.run("record", "list", "activity", "--period", "2026")
    assert listed["total"] == 2
    assert [one["title"] for one in listed["records"]] == ["Xã Kiến Thụy", "Xã An Lão"]  # newest first
    assert listed["totals"]["attendance"] == {"number": 2000, "at_least": True}
    assert listed["totals"]["advised"] == {"number": 268, "at_least": False}
    assert listed["records"][1]["partners"] == ["Hội Người khuyết tật", "Hội Nông dân, Đoàn xã"]
    assert "hơn 2.000" in office.read("record", "list", "activity", "--period", "2026")
    found = office.run("record", "list", "activity", "--query", "kien thuy")["records"]
    assert [one["id"] for one in found] == [more["id"]]


def test_staff_are_listed_as_of_a_day_by_their_names(office: Terminal) -> None:
    office.run("record", "add", "practitioner", "full_name=Lê Văn Đạt", "kind=tgvpl", "appointed_on=1/2/2020")
    office.run("record", "add", "practitioner", "full_name=Hà Thị An", "kind=tgvpl", "appointed_on=1/2/2020")
    office.run("record", "add", "staff_position", "practitioner=lê văn đạt", "position=Giám đốc", "from_on=1/4/2026")
    office.run("record", "add", "staff_movement", "practitioner=Hà Thị An", "kind=Nghỉ chế độ", "on=30/6/2026")

    def working(day: str) -> list[str]:
        records = office.run("record", "list", "practitioner", "--day", day)["records"]
        return [one["full_name"] for one in records]

    assert working("30/6/2026") == ["Lê Văn Đạt", "Hà Thị An"]
    assert working("1/7/2026") == ["Lê Văn Đạt"]
    assert office.run("record", "list", "staff_position", "--day", "31/3/2026")["total"] == 0
    assert "Lê Văn Đạt · Giám đốc Trung tâm · 01/04/2026" in office.read("record", "list", "staff_position")


def test_somebody_on_duty_refers_to_the_case_that_came_of_it_by_its_code(office: Terminal) -> None:
    case = office.add()
    office.run("record", "add", "duty_contact", "at=24/11/2026 8:30", "mode=tai_tru_so", f"became={case['code']}")
    (contact,) = office.run("record", "list", "duty_contact")["records"]
    assert contact["became"] == case["id"]
    assert case["code"] in office.read("record", "list", "duty_contact")


def test_money_may_be_more_than_two_milliards(office: Terminal) -> None:
    office.run("record", "add", "budget_line", "year=2026", "purpose=nghiep_vu", "approved=3.500.000.000", "spent=1")
    assert office.run("record", "list", "budget_line")["totals"]["approved"]["number"] == 3_500_000_000
    assert "3.500.000.000" in office.read("record", "list", "budget_line")


def test_a_record_goes_to_the_bin_and_comes_back(office: Terminal) -> None:
    made = office.run("record", "add", "organisation", "name=Văn phòng luật sư A", "kind=to_chuc_ky_hop_dong")["id"]
    office.run("record", "delete", "organisation", made)
    assert office.run("record", "list", "organisation")["total"] == 0
    office.run("record", "edit", "organisation", made, "deleted=không")
    assert office.run("record", "list", "organisation")["total"] == 1


def test_no_plan_without_its_reason(office: Terminal) -> None:
    plan = ("record", "add", "plan", "year=2026", "programme=ct_1603", "absent=có")
    assert office.run(*plan, code=1)["error"]["field"] == "absent_reason"
    office.run(*plan, "absent_reason=Đang lấy ý kiến Tòa án nhân dân tỉnh.")


@pytest.mark.parametrize("command", [("list", "event"), ("delete", "case", "x"), ("add", "unit", "name=x")])
def test_what_has_another_way_or_none_is_refused(office: Terminal, command: tuple[str, ...]) -> None:
    assert office.run("record", *command, code=2)["error"]["code"] == "usage"


def test_two_of_one_name_are_not_guessed(office: Terminal) -> None:
    for _ in range(2):
        office.run("record", "add", "practitioner", "full_name=Lê Văn Đạt", "kind=tgvpl")
    held = ("record", "add", "staff_position", "practitioner=Lê Văn Đạt", "position=giam_doc", "from_on=1/4/2026")
    assert office.run(*held, code=1)["error"]["code"] == "no_such_record"


def test_through_which_organisation_somebody_acts_is_frozen_when_the_case_is_assigned(office: Terminal) -> None:
    first, other = (
        office.run("record", "add", "organisation", f"name={name}", "kind=to_chuc_dang_ky")["id"] for name in "AB"
    )
    who = office.run("record", "add", "practitioner", "full_name=Lê An", "kind=luat_su_to_chuc", "organisation=A")["id"]
    case = office.add()["code"]
    by = ("assigned_by=to_chuc_dang_ky", f"case={case}", "practitioner=Lê An", "from_on=24/11/2026")
    office.run("record", "add", "assignment", *by)
    office.run("record", "edit", "practitioner", who, f"organisation={other}")
    (assignment,) = office.run("case", "show", case)["assignments"]
    assert (assignment["organisation"], assignment["capacity"]) == (first, "luat_su_to_chuc")
