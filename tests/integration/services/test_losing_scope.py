"""A PC that may hold a unit's data no more: what is unsent is kept, then not a byte of the unit stays (SYNC §4)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services import leaving, rebuilding
from desktop.services.attachments import Attachments
from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.services.drafts import Drafts
from desktop.services.leaving import Leaving
from desktop.store.lists import CaseFilter
from sync.client import acknowledged
from sync.client.acknowledged import Acknowledged
from sync.client.tables import EntryState
from sync.server.database import Database
from tests.factories import LOGIN, PASSWORD
from tests.fakes.pages import decrypted
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, case_named, note_of, office_pc, round_trip
from tests.integration.services.papers import sealed_file

HERS, OURS = "Giàng Thị Mỷ", "Hà Văn Tâm"
PHANTOM = "01a201b9-0000-7000-8000-000000000001"


@pytest.fixture
def national(each_database: Database) -> Iterator[RunningServer]:
    """Two centres; the branch lies below the first."""
    with RunningServer(each_database) as running:
        running.add_unit("TT", kind="trung_tam", name="Trung tâm tỉnh")
        running.add_unit("TT2", kind="trung_tam", name="Trung tâm tỉnh bên")
        running.add_unit("CN1", parent="TT", name="Chi nhánh số 1")
        yield running


@pytest.fixture
def centre(tmp_path: Path, national: RunningServer, branch: Pc) -> Iterator[Pc]:
    """The centre's PC, which holds its own case and those of its branch."""
    where = {"unit_code": "TT", "unit_name": "Trung tâm tỉnh", "unit_kind": "trung_tam"}
    with office_pc(tmp_path / "centre", role="lanh_dao_trung_tam", **where) as pc:
        pc.join(national, "TT")
        branch.take_in(HERS)
        branch.note(case_named(branch, HERS), "khai báo riêng của chị Mỷ")
        branch.sync()
        pc.take_in(OURS)
        pc.sync()
        yield pc


SECRET = (HERS, "khai báo riêng", "giang", "mỷ")


def test_a_unit_that_went_to_another_centre_leaves_no_byte_behind(
    centre: Pc, branch: Pc, national: RunningServer
) -> None:
    Backups(centre.office).now(centre.session)
    assert {HERS, OURS} <= centre.cases().keys()
    assert HERS in centre.holds(*SECRET)
    national.move_unit("CN1", parent="TT2")
    centre.sync()
    assert list(centre.cases()) == [OURS]
    assert centre.holds(*SECRET) == []
    assert centre.holds(OURS) == [OURS]
    assert Leaving(centre.session).left() == ["Chi nhánh số 1"]
    (backup,) = Backups(centre.office).every()
    assert HERS.encode() not in decrypted(backup.database, centre.office.keys.unlock_with_password(LOGIN, PASSWORD))
    assert not Cases(centre.session).numbers(CaseFilter(query="giang thi my"))
    Leaving(centre.session).take_note()
    assert Leaving(centre.session).left() == []
    branch.sync()
    assert HERS in branch.cases()


def test_a_unit_leaves_no_byte_behind_on_a_pc_without_a_line(
    centre: Pc, national: RunningServer, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    national.move_unit("CN1", parent="TT2")
    round_trip(centre, national, stick)
    assert list(centre.cases()) == [OURS]
    assert centre.holds(*SECRET) == []
    assert Leaving(centre.session).left() == ["Chi nhánh số 1"]


def test_it_all_comes_back_with_the_unit(centre: Pc, national: RunningServer) -> None:
    national.move_unit("CN1", parent="TT2")
    centre.sync()
    centre.take_in("Người sau đó")
    centre.sync()
    national.move_unit("CN1", parent="TT")
    centre.sync()
    assert HERS in centre.cases()
    centre.note(case_named(centre, HERS), "trung tâm ghi tiếp")
    centre.sync()
    assert centre.service.status().green


def test_a_unit_may_go_and_come_back_while_everything_is_fetched_anew(centre: Pc, national: RunningServer) -> None:
    case = case_named(centre, HERS)
    with centre.session.database.write() as connection:
        (hers,) = acknowledged.read(connection, [case]).values()
        acknowledged.write(connection, {PHANTOM: Acknowledged("event", hers.feed, 1, {})})
    rebuilding.begin(centre.session)
    centre.note(case, "chưa gửi kịp")
    national.move_unit("CN1", parent="TT2")
    centre.service.cycle()  # of the rest everything is fetched; the server has nothing to say of what went
    status = centre.service.status()
    assert (status.rebuilding, status.totals.differing) == (False, 0)
    assert HERS in centre.cases()
    national.move_unit("CN1", parent="TT")
    centre.sync()
    assert not rebuilding.is_under_way(centre.session)
    assert note_of(centre, HERS) == "chưa gửi kịp"
    with centre.session.database.read() as connection:
        assert not acknowledged.read(connection, [PHANTOM])  # what the server does not have goes at the end, here too
    assert centre.service.status().green


def test_a_unit_that_went_before_it_was_fetched_anew_leaves_no_byte_behind(centre: Pc, national: RunningServer) -> None:
    rebuilding.begin(centre.session)
    national.move_unit("CN1", parent="TT2")
    centre.sync()
    assert list(centre.cases()) == [OURS]
    assert centre.holds(*SECRET) == []
    assert centre.service.status().green


def test_trap_10_nothing_of_a_lost_unit_goes_while_anything_of_it_is_unsent(
    centre: Pc, national: RunningServer, tmp_path: Path
) -> None:
    """Rights lost with a full queue: it is written to a file first, by a person."""
    centre.note(case_named(centre, HERS), "chưa gửi kịp")
    national.move_unit("CN1", parent="TT2")
    centre.service.cycle()
    assert HERS in centre.cases()
    (lost,) = Leaving(centre.session).lost()
    assert (lost.name, lost.unsent) == ("Chi nhánh số 1", 1)
    assert [item.state for item in centre.service.queue()] == [EntryState.REJECTED]
    assert not centre.service.status().green
    kept = tmp_path / "chua gui.ndjson"
    Leaving(centre.session).keep_unsent([lost.feed], kept)
    (line,) = kept.read_text("utf-8").splitlines()
    assert json.loads(line)["entry"]["fields"] == {"note": "chưa gửi kịp"}
    assert centre.service.queue() == []
    assert centre.holds(*SECRET, "chưa gửi kịp") == []
    centre.take_in("Người mới")
    centre.sync()
    assert centre.service.status().green


def test_a_paper_that_cannot_be_read_any_more_holds_nothing_of_a_lost_unit_back(
    centre: Pc, national: RunningServer, tmp_path: Path
) -> None:
    scan = tmp_path / "don.pdf"
    scan.write_bytes(b"%PDF-1.7 x")
    Attachments(centre.session).add(case_named(centre, HERS), scan)
    sealed_file(centre).unlink()
    national.move_unit("CN1", parent="TT2")
    centre.service.cycle()
    (lost,) = Leaving(centre.session).lost()
    Leaving(centre.session).keep_unsent([lost.feed], tmp_path / "chua gui.ndjson")
    assert Leaving(centre.session).lost() == []
    assert centre.holds(*SECRET) == []


def test_trap_10_what_was_unsent_goes_by_itself_when_the_right_comes_back(
    centre: Pc, branch: Pc, national: RunningServer
) -> None:
    centre.note(case_named(centre, HERS), "chưa gửi kịp")
    national.move_unit("CN1", parent="TT2")
    centre.service.cycle()
    national.move_unit("CN1", parent="TT")
    centre.service.cycle()
    centre.sync()
    branch.sync()
    assert Leaving(centre.session).lost() == []
    assert Cases(branch.session).page(case_named(branch, HERS)).case.note == "chưa gửi kịp"


def test_a_half_typed_form_counts_as_unsent(centre: Pc, national: RunningServer, tmp_path: Path) -> None:
    case = case_named(centre, HERS)
    Drafts(centre.session).keep("1", f"case:{case}", {"fields": {"note": "dở"}})
    national.move_unit("CN1", parent="TT2")
    centre.sync()
    (lost,) = Leaving(centre.session).lost()
    assert lost.unsent == 1
    Leaving(centre.session).keep_unsent([lost.feed], tmp_path / "kept.ndjson")
    assert "dở" in (tmp_path / "kept.ndjson").read_text("utf-8")
    assert centre.cases().keys() == {OURS}


def test_what_was_typed_while_the_rest_was_being_kept_is_asked_about_again(
    centre: Pc, national: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = f"case:{case_named(centre, HERS)}"
    Drafts(centre.session).keep("1", form, {"fields": {"note": "dở"}})
    national.move_unit("CN1", parent="TT2")
    centre.sync()
    (lost,) = Leaving(centre.session).lost()

    def typing(file: Path, content: bytes) -> None:
        Drafts(centre.session).keep("1", form, {"fields": {"note": "dở dang"}})  # no more forms than before
        file.write_bytes(content)

    monkeypatch.setattr(leaving, "write_durably", typing)
    Leaving(centre.session).keep_unsent([lost.feed], tmp_path / "kept.ndjson")
    assert HERS in centre.cases()
    monkeypatch.undo()
    Leaving(centre.session).keep_unsent([lost.feed], tmp_path / "again.ndjson")
    assert "dở dang" in (tmp_path / "again.ndjson").read_text("utf-8")
    assert centre.cases().keys() == {OURS}


def test_what_a_restore_put_aside_goes_too(centre: Pc, national: RunningServer) -> None:
    centre.restore(Backups(centre.office).now(centre.session))
    aside = centre.home / "replaced"
    assert list(aside.iterdir())
    national.move_unit("CN1", parent="TT2")
    centre.sync()
    assert list(aside.iterdir()) == []
