"""The server went back in time, by a backup or a standby that took over, and begins anew (SYNC §6, decisions/0007)."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import create_engine, make_url, select

from sync.contract.identity import new_id
from sync.contract.messages import RefreshRequest, Tokens
from sync.server import epochs, tables
from sync.server.cli import main
from tests.fakes.going_back import fail_over
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError


def url_of(server: RunningServer) -> str:
    return server.database.engine.url.render_as_string(hide_password=False)


def refreshed(pc: Pc, tokens: Tokens) -> Tokens:
    body = msgspec.json.encode(RefreshRequest(device=pc.device, refresh=tokens.refresh))
    return msgspec.json.decode(pc.post("/v1/token", body), type=Tokens)


def test_every_answer_says_what_is_backed_up(server: RunningServer, hoa: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"note": "x"}))
    assert hoa.feed not in hoa.send().backed_up
    server.back_up()
    assert hoa.send().backed_up == {hoa.feed: hoa.heads[hoa.feed]}


def test_counters_go_on_above_everything_given(server: RunningServer, hoa: Pc) -> None:
    hoa.push(hoa.edit("case", case := new_id(), {"note": "x"}))
    given, version = hoa.heads[hoa.feed], hoa.versions["case", case]
    before = server.copy()
    hoa.push(hoa.edit("case", case, {"note": "y"}))
    server.put_back(before)
    (answer,) = hoa.push(hoa.edit("case", case, {"note": "z"}))
    assert answer.outcome == "applied"
    assert answer.version > version + 1
    assert hoa.heads[hoa.feed] > given + 1


def test_a_pc_that_knows_the_epoch_before_is_told_what_survived(server: RunningServer, hoa: Pc) -> None:
    copy = server.back_up()
    known = hoa.send().epoch
    safe = hoa.heads[hoa.feed]
    hoa.push(hoa.edit("case", new_id(), {"note": "x"}))
    server.put_back(copy)
    response = hoa.send(epoch=known)
    assert response.epoch != known
    assert response.survived == {hoa.feed: 0}  # the copy itself cannot say that it was made
    server.back_up()
    second = server.back_up()
    server.put_back(second)
    again = hoa.send(epoch=known)
    assert again.survived == {hoa.feed: 0}
    assert hoa.send(epoch=response.epoch).survived[hoa.feed] > safe


def test_one_pc_cannot_make_epochs_begin_one_after_another(server: RunningServer, hoa: Pc) -> None:
    first = hoa.send().epoch
    ahead = {hoa.feed: hoa.heads[hoa.feed] + 1000}
    second = hoa.send(cursors=ahead, epoch=first).epoch
    assert second != first
    further = {hoa.feed: hoa.send().feeds[hoa.feed] + 1}
    assert hoa.send(cursors=further, epoch=second).epoch == second
    assert hoa.send(cursors={hoa.feed: 2**52}, epoch=second).epoch == second


@pytest.mark.parametrize("each_database", ["postgresql"], indirect=True)
def test_a_database_on_another_branch_of_its_log_begins_anew(server: RunningServer, hoa: Pc) -> None:
    before = hoa.send().epoch
    with server.database.read() as connection:
        place = connection.scalar(select(tables.setting.c.value).where(tables.setting.c.name == "place"))
    assert place
    assert place.count("/") == 2
    server.hang_up()
    fail_over(server.database)
    server.listen()
    assert hoa.send().epoch != before
    after = hoa.send().epoch
    assert hoa.send().epoch == after


def test_who_renewed_the_token_after_the_backup_is_not_shut_out(server: RunningServer, hoa: Pc) -> None:
    copy = server.back_up()
    forgotten = refreshed(hoa, refreshed(hoa, hoa.tokens))
    server.put_back(copy)
    hoa.tokens = refreshed(hoa, forgotten)
    hoa.pull()
    with pytest.raises(RefusedError, match="401 token_unknown"):
        refreshed(hoa, forgotten)


def test_a_forgotten_token_opens_only_what_it_was_for(server: RunningServer, hoa: Pc, duc: Pc) -> None:
    copy = server.back_up()
    forgotten = refreshed(hoa, hoa.tokens)
    number, body, seal = forgotten.refresh.split(".")
    with pytest.raises(RefusedError, match="401 token_unknown"):  # nothing was forgotten yet
        refreshed(hoa, Tokens(access="", expires_in=0, refresh=f"{int(number) + 1}.{body}.{seal}"))
    server.put_back(copy)
    for forged in (f"{int(number) + 1}.{body}.{seal}", f"{number}.{body}.{'0' * 64}"):
        with pytest.raises(RefusedError, match="401 token_unknown"):
            refreshed(hoa, Tokens(access="", expires_in=0, refresh=forged))
    with pytest.raises(RefusedError, match="401 token_unknown"):
        refreshed(duc, forgotten)
    server.revoke(hoa.device)
    with pytest.raises(RefusedError, match="401 device_revoked"):
        refreshed(hoa, forgotten)


def test_the_administrator_backs_up_and_tells_of_a_restore(
    server: RunningServer, hoa: Pc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hoa.push(hoa.edit("case", new_id(), {"note": "x"}))
    file = tmp_path / "backup"
    assert main(["--database", url_of(server), "backup", "--file", str(file)]) == 0
    assert hoa.send().backed_up == {hoa.feed: hoa.heads[hoa.feed]}
    assert file.stat().st_size > 1000
    if make_url(url_of(server)).get_backend_name() == "sqlite":
        with create_engine(f"sqlite:///{file}").connect() as copy:
            assert len(copy.execute(select(tables.record.c.id)).all()) > 1
    assert main(["--database", url_of(server), "backup", "--file", str(file)]) == 1
    assert "chọn tên tệp khác" in capsys.readouterr().err
    before = hoa.send().epoch
    assert main(["--database", url_of(server), "restored"]) == 0
    assert hoa.send().epoch != before


def test_a_backup_made_in_another_way_is_noted_by_its_moment(server: RunningServer, hoa: Pc) -> None:
    """Short of what had been received by then and may have been committed later."""
    hoa.push(hoa.edit("case", new_id(), {"note": "x"}))
    until = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)
    safe = hoa.heads[hoa.feed]
    hoa.push(hoa.edit("case", new_id(), {"note": "y"}))
    assert main(["--database", url_of(server), "backed-up", "--until", until.isoformat()]) == 0
    assert hoa.send().backed_up == {hoa.feed: safe}
    with server.database.read() as connection:
        assert epochs.positions(connection)[hoa.feed] > safe
