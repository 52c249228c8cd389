"""`tgpl nudge` as somebody types it."""

from tests.integration.cli.terminal import Terminal


def test_reminders_are_listed_and_kept(office: Terminal) -> None:
    case = office.add()
    performer = office.run("record", "add", "practitioner", "full_name=Sùng Thị Mỷ", "kind=tgvpl")["id"]
    office.run("record", "add", "assignment", f"case={case['id']}", f"practitioner={performer}")
    (person,) = office.run("nudge", "list", "--period", "2026")["people"]
    assert (person["practitioner"], [each["code"] for each in person["cases"]]) == (performer, [case["code"]])
    assert "Kính gửi Sùng Thị Mỷ!" in office.read("nudge", "list", "--period", "2026")
    things = sum(len(each["lacks"]) for each in person["cases"])
    assert office.run("nudge", "sent", "--period", "2026", "--practitioner", performer) == {"sent": things}
    assert f"{things} mục, đến nay đã cập nhật 0." in office.read("nudge", "list", "--period", "2026")
