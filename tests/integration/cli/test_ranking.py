"""`tgpl ranking` as somebody types it: the order, its rule, and the cases behind a line."""

from openpyxl import load_workbook

from tests.integration.cli.terminal import Terminal
from tests.integration.cli.test_keys import documented
from tests.integration.cli.test_workload import ended_by

YEAR = ("ranking", "--period", "2026")


def test_people_and_units_stand_in_order_with_the_rule_and_each_line_opens_its_cases(office: Terminal) -> None:
    ids = [
        str(office.run("record", "add", "practitioner", f"full_name={name}", "kind=tgvpl")["id"])
        for name in ("Sùng Thị Mỷ", "Đinh Văn Ấn")
    ]
    shared = ended_by(office, ids[0], "1/2")
    office.run("record", "add", "assignment", f"case={shared}", f"practitioner={ids[1]}", "share=1/2")
    alone = ended_by(office, ids[1])
    office.run(
        "record", "add", "success_verdict", f"case={alone}", "body=to_chuc", "on=25/11/2026", "verdict=thanh_cong"
    )

    told = office.run(*YEAR, "--by", "ended")
    assert [(each["rank"], each["name"], each["ended"]) for each in told["lines"]] == [
        (1, "Đinh Văn Ấn", "3/2"),
        (2, "Sùng Thị Mỷ", "1/2"),
    ]
    behind = office.run(*YEAR, "--by", "successful", "--line", "1")
    assert (behind["name"], [row["id"] for row in behind["cases"]]) == ("Đinh Văn Ấn", [alone])
    shares = office.run(*YEAR, "--by", "ended", "--line", "1")
    assert shares["parts"] == {shared: "1/2", alone: 1}
    assert office.read(*YEAR, "--by", "ended", "--line", "1").startswith("Đinh Văn Ấn: 1,5 vụ việc kết thúc")
    (unit,) = office.run(*YEAR, "--whom", "units", "--by", "ended")["lines"]
    assert (unit["total"], unit["ended"], unit["successful"]) == (2, 2, 1)

    file = office.home.with_name("xep-hang.xlsx")
    text = office.read(*YEAR, "--by", "ended", "--out", str(file))
    assert text.splitlines()[-1] == told["rule"]
    assert "1,5" in text
    sheet = load_workbook(file).worksheets[0]
    assert told["rule"] in {str(cell.value) for row in sheet.iter_rows() for cell in row}
    keys = documented()
    assert (set(told), set(told["lines"][0])) == keys["ranking"]
    assert set(behind) == keys["ranking --line"][0]


def test_what_there_is_not_is_said(office: Terminal) -> None:
    assert office.run(*YEAR, "--line", "1", code=1)["error"]["code"] == "no_such_line"
    assert "chưa có vụ việc nào để xếp hạng" in office.read(*YEAR)
    office.run(*YEAR, "--by", "beauty", code=2)
