"""Papers of a case by command."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.fakes.proxy import FINE, Fault, FaultProxy
from tests.fakes.server import RunningServer
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


def test_a_program_killed_with_a_paper_half_sent_goes_on_where_it_was(office: Terminal, tmp_path: Path) -> None:
    """`kill -9`, in a process of its own, over a slow line."""
    content = os.urandom(900_000)
    paper = tmp_path / "Bản án.pdf"
    paper.write_bytes(content)
    with RunningServer(f"sqlite:///{tmp_path / 'server.db'}") as server:
        server.add_unit("CN1")
        with FaultProxy(int(server.base_url.rpartition(":")[2])) as line:
            office.run("enrol", "--server", line.url, "--code", server.enrol_code("CN1"))
            added = office.run("attachment", "add", office.add()["code"], str(paper))
            line.each(lambda _number: Fault(rate=300_000))
            command = [sys.executable, "-m", "desktop.cli", "--home", str(office.home), "sync"]
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
                deadline = time.monotonic() + 60
                while line.counts.up < 400_000 and time.monotonic() < deadline:
                    time.sleep(0.02)
                program.kill()
            line.each(lambda _number: FINE)
            before = line.counts.up
            assert office.run("sync")["files_to_send"] == 0
            assert line.counts.up - before < len(content), "what the server had was not sent again"
    assert office.run("attachment", "list", added["case"])["attachments"][0]["where"] == "sent"
