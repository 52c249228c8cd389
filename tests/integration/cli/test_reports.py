"""`tgpl report` as somebody types it."""

from pypdf import PdfReader

from tests.integration.cli.terminal import Terminal


def test_a_form_is_listed_filled_and_each_number_opens_its_cases(office: Terminal) -> None:
    case = office.add(person={"gender": "nu"}, part={"categories": ["ho_ngheo"]}, case={"law_field": "dat_dai"})
    office.run("case", "edit", case["code"], "ended_on=25/11/2026", "outcome=kt_xong")
    assert {"24/BTP/TGPL", "25/BTP/TGPL"} <= {form["code"] for form in office.run("report", "list")["forms"]}
    told = office.run("report", "24", "--period", "2026")
    rows = {row["mark"]: row["cells"] for row in told["rows"]}
    assert rows[""][:5] == [1, 0, 1, 0, 1]
    assert rows["I"] == []
    assert all(control["holds"] for control in told["controls"])
    behind = office.run("report", "24", "--period", "2026", "--cell", "4,5")
    assert [row["id"] for row in behind["cases"]] == [case["id"]]
    assert office.run("report", "24", "--period", "2025", "--cell", ",1")["cases"] == []
    file = office.home.with_name("24.xlsx")
    text = office.read("report", "24", "--period", "2026-Q4", "--out", str(file))
    assert file.stat().st_size > 0
    assert "Từ ngày 01/10/2026 đến ngày 31/12/2026" in text
    assert "Các số trong biểu khớp nhau." in text
    paper = file.with_suffix(".pdf")
    office.run("report", "24", "--period", "2026-Q4", "--out", str(paper))
    assert "SỐ LƯỢT NGƯỜI" in PdfReader(paper).pages[0].extract_text()
    pasted = office.read("report", "24", "--period", "2026", "--tsv").splitlines()
    assert pasted[1].split("\t")[:6] == ["Tổng số", "1", "0", "1", "0", "1"]


def test_the_book_of_a_month_is_told_and_printed(office: Terminal) -> None:
    case = office.add(person={"full_name": "Vàng A Sử"})
    told = office.run("report", "so", "--period", "2026")
    assert [(row["case"], row["code"]) for row in told["rows"]] == [(case["id"], case["code"])]
    file = office.home.with_name("so.pdf")
    text = office.read("report", "so", "--period", "2026", "--out", str(file))
    assert "Cộng trong kỳ: 1 vụ việc" in text
    assert case["code"] in text
    assert "Vàng A Sử" in PdfReader(file).pages[0].extract_text()
    assert "Mỗi đơn vị có Sổ riêng" in office.misuse("report", "so", "--period", "2026", "--unit", "A", "--unit", "B")


def test_the_annual_report_is_drafted_for_word(office: Terminal) -> None:
    file = office.home.with_name("bao-cao.docx")
    told = office.run("report", "nam", "--period", "2026", "--out", str(file))
    assert told["year"] == 2026
    assert {block["kind"] for block in told["blocks"]} == {"text", "figures"}
    assert file.stat().st_size > 0
    assert "II. ĐÁNH GIÁ CHUNG" in office.read("report", "nam", "--period", "2026").splitlines()


def test_what_does_not_add_up_ends_as_something_that_waits(office: Terminal) -> None:
    case = office.add(person={"gender": None})
    office.run("case", "edit", case["code"], "ended_on=25/11/2026", "outcome=kt_xong")
    assert f"1 khác 0, lệch 1; xem {case['code']}" in office.read("report", "24", "--period", "2026", code=4)


def test_what_is_asked_wrongly_is_said(office: Terminal) -> None:
    assert "Cần nêu kỳ báo cáo" in office.misuse("report", "24")
    assert "không phải một kỳ báo cáo" in office.read("report", "24", "--period", "nay", code=1)
    assert "Không có biểu 99" in office.read("report", "99", "--period", "2026", code=1)
    refused = office.read("report", "24", "--period", "2026", "--out", str(office.home / "24.odt"), code=1)
    assert "đuôi: .xlsx, .pdf" in refused
    assert "Biểu không có ô" in office.read("report", "24", "--period", "2026", "--cell", "9,9", code=1)


def test_a_report_is_issued_listed_and_shown_as_it_was(office: Terminal) -> None:
    case = office.add(person={"gender": "nu"}, part={"categories": ["ho_ngheo"]}, case={"law_field": "dat_dai"})
    office.run("case", "edit", case["code"], "ended_on=25/11/2026", "outcome=kt_xong")
    assert "Chưa phát hành báo cáo nào." in office.read("report", "issued")
    made = office.run("report", "issue", "24", "--period", "2026", "--number", "12/BC")
    assert (made["number"], made["form"], made["from"]) == ("12/BC", "24/BTP/TGPL", "2026-01-01")
    assert [each["hash"] for each in office.run("report", "issued")["reports"]] == [made["hash"]]
    shown = office.run("report", "issued", "12/BC")
    assert shown["rows"][0]["cells"][:3] == [1, 0, 1]
    assert "12/BC" in office.read("report", "issued")
    assert "mã kiểm tra" in office.read("report", "issued", "12/BC")
    assert "Đã có báo cáo số 12/BC" in office.read(
        "report", "issue", "24", "--period", "2026", "--number", "12/BC", code=1
    )
    same = office.run("report", "changed", "12/BC")
    assert (same["cells"], same["changes"]) == ([], [])
    office.run("case", "edit", case["code"], "law_field=hinh_su")
    assert office.run("report", "24", "--period", "2026", "--as-of", "2026-11-01", code=0)["rows"][0]["cells"][0] == 0
    text = office.read("report", "changed", "12/BC", code=4)
    assert "Dòng 4 Các lĩnh vực khác, cột (1): 1, nay là 0" in text


def test_a_form_is_compared_with_another_period(office: Terminal) -> None:
    for ended in ("25/10/2026", "24/11/2026", "25/11/2026"):
        case = office.add(case={"received_at": "2026-10-05T08:00:00+07:00"})
        office.run("case", "edit", case["code"], f"ended_on={ended}", "outcome=kt_xong")
    told = office.run("report", "25", "--period", "2026-11", "--compare", "truoc")
    cells = {(each["row"], each["column"]): each for each in told["cells"]}
    assert told["compared"] == {"from": "2026-10-01", "to": "2026-10-31"}
    ended_in = cells["", 4]
    assert [ended_in[name] for name in ("now", "then", "difference", "per_cent")] == [2, 1, 1, 100]
    assert office.run("report", "25", "--period", "2026-11", "--compare", "2025-11")["cells"][0]["per_cent"] is None
    assert "+100%" in office.read("report", "25", "--period", "2026-11", "--compare", "truoc")


def test_what_no_figure_says_is_written_part_by_part(office: Terminal) -> None:
    written = office.run("report", "viet", "--period", "2025", "--number", "1", "--text", "Loa truyền thanh xã.")
    assert [(each["number"], each["written"]) for each in written["sections"][:2]] == [(1, True), (2, False)]
    first = office.run("report", "viet", "--period", "2026")["sections"][0]
    assert (first["text"], first["written"], first["last_years"]) == ("Loa truyền thanh xã.", False, True)
    assert office.read("report", "viet", "--period", "2026").startswith("  1. Văn năm trước")
    assert "Loa truyền thanh xã." in office.read("report", "nam", "--period", "2025")
    assert "từ 1 đến" in office.misuse("report", "viet", "--period", "2026", "--number", "99", "--text", "A")
    headings = "headings=I. KẾT QUẢ\n- Vụ việc [Vụ việc thành công]"
    office.run("record", "add", "report_template", "title=Chuyên đề", headings, "due_on=15/12/2026")
    told = office.run("report", "nam", "Chuyên đề", "--period", "2026")
    assert told["title"] == ["Chuyên đề"]


def test_what_is_due_is_listed_and_noted_as_sent(office: Terminal) -> None:
    told = office.run("report", "due", "--period", "2026")
    assert {each["report"] for each in told["reports"]} == {"thang"}
    assert told["reports"][8]["unverified"]
    sent = office.run("report", "sent", "thang", "--period", "2026-08", "--number", "45/BC")
    (august,) = [each for each in office.run("report", "due", "--period", "2026")["reports"] if each["sent_on"]]
    assert august == {key: value for key, value in sent.items() if key != "id"}
    assert (august["from_on"], august["due_on"], august["number"]) == ("2026-08-01", "2026-09-01", "45/BC")
    assert "chưa kiểm chứng" in office.read("report", "due", "--period", "2026")
