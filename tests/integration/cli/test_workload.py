"""`tgpl workload` as somebody types it: what everybody did, and what the norm of the year makes of it."""

from tests.integration.cli.terminal import Terminal


def ended_by(office: Terminal, practitioner: str, share: str = "1") -> str:
    """A litigation case that ended, of a practitioner, or a share of it."""
    case = str(office.add()["id"])
    office.run("record", "add", "assignment", f"case={case}", f"practitioner={practitioner}", f"share={share}")
    office.run("case", "edit", case, "form=tham_gia_to_tung", "representation=bao_ve", "law_field=hinh_su")
    office.run("case", "edit", case, "ended_on=25/11/2026", "outcome=kt_xong")
    return case


def test_what_everybody_did_is_rated_by_the_norm_of_the_year_and_opens_its_cases(office: Terminal) -> None:
    officer = ("kind=tgvpl", "appointed_on=1/2/2020")
    first = office.run("record", "add", "practitioner", "full_name=Sùng Thị Mỷ", *officer)["id"]
    second = office.run("record", "add", "practitioner", "full_name=Đinh Văn Ấn", *officer)["id"]
    lawyer = office.run("record", "add", "practitioner", "full_name=Ôn Thị Ư", "kind=luat_su_hd_trung_tam")["id"]
    shared = ended_by(office, first, "1/2")
    office.run("record", "add", "assignment", f"case={shared}", f"practitioner={lawyer}", "share=1/2")
    ended_by(office, first)
    assert "Chưa nhập chỉ tiêu năm 2026" in office.read("workload", "--period", "2026")

    office.run("record", "add", "case_norm", "year=2026", "seniority=tu_5", "passes=1", "good=2")
    office.run("record", "add", "case_norm", "year=2026", f"practitioner={second}", "passes=3")
    told = office.run("workload", "--period", "2026")
    people = {each["name"]: (each["rating"], each["missing"]) for each in told["people"]}
    assert people == {"Sùng Thị Mỷ": ("dat", None), "Đinh Văn Ấn": ("khong_dat", "3"), "Ôn Thị Ư": (None, None)}
    rows = {row["title"]: row["cells"] for row in told["rows"]}
    assert rows["Tổng số"] == [3, 0, 2, 2]
    assert rows["Sùng Thị Mỷ (đạt)"] == [2, 0, "3/2", "3/2"]
    assert rows["Đinh Văn Ấn (không đạt, thiếu 3)"] == [0, 0, 0, 0]

    mark = next(each["mark"] for each in told["people"] if each["practitioner"] == first)
    behind = office.run("workload", "--period", "2026", "--cell", f"{mark},4")
    assert behind["counted"] == "3/2"
    assert sorted(behind["parts"].values(), key=str) == [1, "1/2"]
    assert "chưa xếp loại" in office.read("workload", "--period", "2026-11")
