"""`tgpl person` and `tgpl numbering` as somebody types them; with the real server behind."""

from sync.server.cli import main as administer
from tests.fakes.server import RunningServer
from tests.integration.cli.terminal import Terminal


def test_a_person_entered_twice_is_listed_merged_and_taken_apart(office: Terminal) -> None:
    first = office.add(person={"full_name": "Vàng A Sử"})
    second = office.add(person={"full_name": "VÀNG A SỬ"})
    listed = office.run("person", "duplicates", code=4)["pairs"]
    (pair,) = listed
    assert "Cùng họ tên và ngày sinh" in office.read("person", "duplicates", code=4)

    office.run("person", "merge", pair["other"], pair["one"])

    names = {office.run("case", "show", case["id"])["people"][0]["person"]["full_name"] for case in (first, second)}
    assert names == {"Vàng A Sử"}
    assert office.run("person", "duplicates")["pairs"] == []
    office.run("person", "unmerge", pair["other"])
    office.run("person", "tell-apart", pair["one"], pair["other"])
    assert office.read("person", "duplicates") == "Không có ai có vẻ được nhập hai lần.\n"


def test_the_right_to_number_goes_from_one_pc_to_the_other(office: Terminal, server: RunningServer) -> None:
    server.add_unit("CN1")
    assert "Máy này cấp mã số" in office.read("numbering", "show")
    assert "chưa kết nối" in office.read("numbering", "ask", code=1)
    office.run("enrol", "--server", server.base_url, "--code", server.enrol_code("CN1"))
    case = office.add()
    office.run("sync")
    other = office.elsewhere("other")
    joining = ("--server", server.base_url, "--code", server.enrol_code("CN1"))
    other.run("init", *joining, "--user", "hoa", "--full-name", "Đặng Thị Hoà")

    assert other.run("numbering", "ask")["asked"]
    other.run("sync")
    office.run("sync")
    assert office.run("numbering", "show", code=4)["askers"]
    office.run("numbering", "give-back", code=4)
    office.run("sync")
    other.run("sync")
    assert other.run("numbering", "show")["mine"]
    assert other.run("numbering", "void")["void"] == []

    other.run("numbering", "give-back")
    other.run("sync")
    assert "chưa máy nào giữ, nên máy này nhận được ở lần đồng bộ tới" in other.read("numbering", "ask")
    other.run("sync")
    assert other.run("numbering", "show")["mine"]

    adjusted = other.run("numbering", "adjust", case["id"], "--reason", "trùng với Sổ giấy")
    assert (adjusted["code"], adjusted["former_codes"]) == ("CN1.TGTT.02.2026", ["CN1.TGTT.01.2026"])
    with server.database.read() as connection:
        device = connection.exec_driver_sql("SELECT numbering_device FROM unit WHERE code = 'CN1'").scalar_one()
    url = server.database.engine.url.render_as_string(hide_password=False)
    assert administer(["--database", url, "numbering", "show", "CN1"]) == 0
    assert administer(["--database", url, "numbering", "take-over", "CN1", "khong-co"]) == 1
    office.run("sync")
    first = office.run("numbering", "show")["holder"]
    assert first == device
