"""The way of a stick as it is typed: a branch without a line, the centre's server, a neighbour with a line."""

from pathlib import Path

import pytest

from sync.server.cli import main as tgpl_server
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered, invitation
from tests.integration.cli.terminal import Terminal


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def administrator(server: str, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What the administrator types at the server, and what it says."""
    capsys.readouterr()
    assert tgpl_server(["--database", server, *words]) == code
    said = capsys.readouterr()
    return said.out + said.err


def test_a_merger_is_told_once_with_the_answer_that_came_by_stick(
    office: Terminal, server: RunningServer, stick: Path
) -> None:
    server.add_unit("CN1", name="Chi nhánh một")
    server.add_unit("CN2", name="Chi nhánh hai")
    path, code = invitation(server, stick)

    def answer(*words: str) -> str:
        return str(answered(server, Path(office.run("bundle", "export", "--out", str(stick), *words)["file"])))

    office.run("bundle", "import", answer("--invitation", str(path), "--code", code))
    server.merge("CN1", "CN2")
    told = answer()
    assert "Chi nhánh hai" in office.read("bundle", "import", told)
    assert "Chi nhánh hai" not in office.read("bundle", "import", told)


def test_joining_sending_and_fetching_without_any_network(
    office: Terminal, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'centre.sqlite'}"
    administrator(url, capsys, "init")
    assert (tmp_path / "centre.key").stat().st_mode & 0o777 == 0o600
    administrator(url, capsys, "unit", "add", "CN1", "--name", "Chi nhánh số 1", "--kind", "chi_nhanh")
    invitation = stick / "CN1.tgpl-moi"
    invite = ("enrol-code", "CN1", "--invitation", str(invitation))
    assert "--address" in administrator(url, capsys, *invite, code=1)
    code = administrator(url, capsys, *invite, "--address", "https://tgpl.vidu.vn").strip()

    office.add()
    asked = office.run("bundle", "export", "--out", str(stick), "--invitation", str(invitation), "--code", code)
    assert (asked["receipt"]["sent"], asked["receipt"]["way"]) == (3, "to_stick")
    status = office.run("status")
    assert (status["on_stick"], status["enrolled"]) == (3, False)
    assert "3 thay đổi trên USB từ" in office.read("status")
    assert "Đã nhận 3 thay đổi" in administrator(url, capsys, "bundle", asked["file"])
    answer = asked["file"].replace(".tgpl-usb", "-tra-loi.tgpl-usb")
    taken = office.run("bundle", "import", answer)
    assert (taken["green"], taken["on_stick"], taken["receipt"]["sent"]) == (True, 0, 3)
    assert office.run("bundle", "import", answer)["green"]  # twice is once

    paper = tmp_path / "Giấy tờ.png"
    paper.write_bytes(bytes(50_000))
    case = office.run("case", "list")["cases"][0]["id"]
    office.run("attachment", "add", case, str(paper))
    assert office.run("bundle", "export", "--out", str(stick), "--papers", "0")["receipt"]["papers"] == 0
    again = office.read("bundle", "export", "--out", str(stick))
    assert "Đã ghi 1 thay đổi và 1 giấy tờ vào" in again
    slips = office.run("bundle", "receipt")["receipts"]
    assert [slip["way"] for slip in slips] == ["to_stick", "to_stick", "from_stick", "from_stick", "to_stick"]
    assert [slip["papers"] for slip in slips] == [1, 0, 0, 0, 0]
    last = next(each for each in stick.glob("*.tgpl-usb") if each.name in again)
    administrator(url, capsys, "bundle", str(last))
    taken = office.run("bundle", "import", str(last).replace(".tgpl-usb", "-tra-loi.tgpl-usb"))
    assert (taken["green"], taken["files_to_send"]) == (True, 0)
    assert "Phiếu ghi ra USB số 1" in office.read("bundle", "receipt", "1")
    assert office.run("bundle", "receipt", "99", code=1)["error"]["code"] == "no_such_record"


def test_a_neighbour_with_a_line_carries_the_file(office: Terminal, server: RunningServer, stick: Path) -> None:
    server.add_unit("CN1")
    server.add_unit("CN2")
    neighbour = office.elsewhere("neighbour")
    neighbour.init("CN2")
    for terminal, unit in ((office, "CN1"), (neighbour, "CN2")):
        terminal.run("enrol", "--server", server.base_url, "--code", server.enrol_code(unit))
    office.run("sync")  # brings the first numbers of the Sổ
    office.add()
    written = office.run("bundle", "export", "--out", str(stick))["file"]
    assert office.run("bundle", "import", written, code=1)["error"]["code"] == "bundle_own"
    carried = neighbour.run("bundle", "relay", written)
    assert neighbour.run("bundle", "import", carried["file"], code=1)["error"]["code"] == "bundle_for_other_pc"
    assert office.run("bundle", "import", carried["file"])["green"]
    assert "Phiếu chuyển giúp số 1" in neighbour.read("bundle", "receipt")


def test_words_that_do_not_belong_together_are_refused(office: Terminal, stick: Path) -> None:
    assert "--invitation và --code" in office.misuse("bundle", "export", "--out", str(stick), "--code", "AAAA")
    assert office.run("bundle", "export", "--out", str(stick), code=1)["error"]["code"] == "not_enrolled"


def test_the_server_says_what_is_wrong_with_a_file(
    tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'centre.sqlite'}"
    administrator(url, capsys, "init")
    wrong = stick / "anh.tgpl-usb"
    wrong.write_bytes(b"not a bundle")
    assert "không phải tệp đồng bộ" in administrator(url, capsys, "bundle", str(wrong), code=1)
    assert "Không đọc" in administrator(url, capsys, "bundle", str(stick / "gone"), code=1)
    (tmp_path / "centre.key").write_text("no key")
    assert "tgpl-server init" in administrator(url, capsys, "bundle", str(wrong), code=1)
    assert [path.name for path in stick.iterdir()] == ["anh.tgpl-usb"]
