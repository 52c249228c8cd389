"""Papers of a case by command."""

from pathlib import Path

from tests.integration.cli.terminal import Terminal


def scan(terminal: Terminal) -> Path:
    path = terminal.home.with_name("Đơn yêu cầu.pdf")
    path.write_bytes(b"%PDF-1.7 ...")
    return path


def test_a_paper_is_added_listed_taken_out_and_removed(office: Terminal) -> None:
    case = office.add()["code"]
    added = office.run(
        "attachment", "add", case, str(scan(office)), "--paper-kind", "Đơn yêu cầu", "--dated-on", "5/3/26"
    )
    assert (added["title"], added["kind"], added["dated_on"]) == ("Đơn yêu cầu", "don_yeu_cau", "2026-03-05")
    assert (added["size"], added["where"], added["here"]) == (12, "kept", True)

    assert office.run("attachment", "list", case)["attachments"] == [added]
    said = office.read("attachment", "list", case)
    assert said.strip() == f"{added['id']}  Đơn yêu cầu · Đơn yêu cầu trợ giúp pháp lý · 12 byte · Trên máy này"

    target = office.home.with_name("ra.pdf")
    office.run("attachment", "get", added["id"], "--to", str(target))
    assert target.read_bytes() == b"%PDF-1.7 ..."

    office.run("record", "edit", "attachment", added["id"], "title=Đơn của bà Pâng")
    assert office.run("attachment", "list", case)["attachments"][0]["title"] == "Đơn của bà Pâng"
    office.run("attachment", "remove", added["id"])
    assert office.run("attachment", "list", case)["attachments"] == []


def test_what_cannot_be_added_is_said_in_words(office: Terminal) -> None:
    case = office.add()["code"]
    program = office.home.with_name("cài đặt.exe")
    program.write_bytes(b"MZ")
    refused = office.run("attachment", "add", case, str(program), code=1)
    assert refused["error"]["code"] == "file_type_refused"
    assert "“cài đặt.exe”" in refused["error"]["message"]
    assert "Không có tệp" in office.misuse("attachment", "add", case, "không có.pdf")
    assert "attachment add" in office.misuse("record", "add", "attachment", f"case={case}", "title=x")
