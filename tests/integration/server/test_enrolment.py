"""A PC joins, loses an answer, is lost, comes back."""

import msgspec
import pytest

from sync.contract.identity import new_id
from sync.contract.messages import LocalUser, Outcome, RefreshRequest, Tokens, UsersRequest, UsersResponse
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError, joined


def refresh(pc: Pc, token: str = "") -> Tokens:
    """Ask for the next pair; the PC does not take it up."""
    body = msgspec.json.encode(RefreshRequest(device=pc.device, refresh=token or pc.tokens.refresh))
    return msgspec.json.decode(pc.post("/v1/token", body), type=Tokens)


def test_a_code_lets_one_pc_in(server: RunningServer) -> None:
    code = server.enrol_code("CN1")
    Pc(server).enrol(code)
    with pytest.raises(RefusedError, match="401 code_used"):
        Pc(server).enrol(code)


def test_a_code_may_be_made_for_several_pcs(server: RunningServer) -> None:
    code = server.enrol_code("CN1", uses=2)
    assert Pc(server).enrol(code).unit == Pc(server).enrol(code.lower().replace("-", " ")).unit


def test_the_answer_to_joining_was_lost(server: RunningServer) -> None:
    """The same PC asks again with the same code."""
    code = server.enrol_code("CN1")
    pc = Pc(server)
    first = pc.enrol(code)
    second = pc.enrol(code)
    assert (first.unit, first.accounts) == (second.unit, second.accounts)
    pc.pull()


@pytest.mark.parametrize(("code", "refusal"), [("AAAA-BBBB-CCCC", "code_unknown"), (None, "code_expired")])
def test_a_wrong_or_old_code_is_refused(server: RunningServer, code: str | None, refusal: str) -> None:
    with pytest.raises(RefusedError, match=refusal):
        Pc(server).enrol(code or server.enrol_code("CN1", days=-1))


def test_guessing_codes_is_slowed_down(server: RunningServer) -> None:
    pc = Pc(server)
    for _ in range(10):
        with pytest.raises(RefusedError, match="401"):
            pc.enrol("AAAA-BBBB-CCCC")
    with pytest.raises(RefusedError, match="429 too_many_requests"):
        pc.enrol("AAAA-BBBB-CCCC")


def test_people_meet_their_accounts_by_sign_in(server: RunningServer) -> None:
    account = server.add_account("hoa", "CN1", role="truong_chi_nhanh", full_name="Đặng Thị Hoà")
    pc = joined(server, "CN1", "Hoa", "minh")
    assert pc.accounts[pc.users["Hoa"]] == account
    assert pc.accounts[pc.users["minh"]] != account


def test_an_office_cannot_give_itself_the_departments_rights(server: RunningServer) -> None:
    pc = joined(server, "CN1", "hoa", role="cuc_xem")
    (answer,) = pc.push(pc.edit("case", new_id(), {"note": "x"}))
    assert answer.code == "no_right"


def test_the_first_pc_that_asks_numbers_the_register(server: RunningServer) -> None:
    code = server.enrol_code("CN1", uses=3)
    quiet, first, second = Pc(server), Pc(server), Pc(server)
    assert not quiet.enrol(code).numbering
    assert first.enrol(code, numbering=True).numbering
    assert not second.enrol(code, numbering=True).numbering
    assert first.enrol(code, numbering=True).numbering


def introduce(pc: Pc, login: str, role: str = "nguoi_thuc_hien") -> LocalUser:
    """Tell the server of somebody who was added on a PC."""
    newcomer = LocalUser(id=pc.users.get(login) or new_id(), login=login, full_name=login.title(), role=role)
    body = pc.post("/v1/users", msgspec.json.encode(UsersRequest(users=(newcomer,))))
    assert set(msgspec.json.decode(body, type=UsersResponse).accounts) == {newcomer.id}
    return newcomer


def written_by(pc: Pc, person: LocalUser) -> tuple[Outcome, str | None]:
    """What becomes of a case this person writes."""
    (answer,) = pc.push(pc.edit("case", new_id(), {"note": "x"}, author=person.id))
    return answer.outcome, answer.code


def test_somebody_who_joins_the_office_later_gets_an_account(server: RunningServer) -> None:
    pc = joined(server, "CN1", "hoa", role="quan_tri")
    pc.users["nga"] = new_id()
    entry = pc.edit("case", new_id(), {"note": "x"}, by="nga")
    assert pc.push(entry)[0].outcome == Outcome.WAITS
    introduce(pc, "nga")
    assert pc.push(entry)[0].outcome == Outcome.APPLIED


def test_a_disabled_author_does_not_go_on_under_a_second_sign_in(server: RunningServer) -> None:
    pc = joined(server, "CN1", "hoa", "lan", role="quan_tri")
    server.set_account("hoa", "CN1", enabled=False)

    second = introduce(pc, "hoa2", "lanh_dao_trung_tam")

    assert written_by(pc, second) == (Outcome.WAITS, "author_disabled")
    server.set_account("hoa2", "CN1", enabled=True)  # the administrator of the server is the master
    assert written_by(pc, second) == (Outcome.APPLIED, None)


def test_nor_with_the_old_code_shown_again(server: RunningServer) -> None:
    code = server.enrol_code("CN1")
    pc = Pc(server, "hoa", role="quan_tri")
    pc.enrol(code)
    server.set_account("hoa", "CN1", enabled=False)
    pc.users["hoa2"] = new_id()
    pc.enrol(code)
    second = LocalUser(id=pc.users["hoa2"], login="hoa2", full_name="Hoa", role="quan_tri")
    assert written_by(pc, second) == (Outcome.WAITS, "author_disabled")


def test_nor_on_a_pc_that_joins_anew(server: RunningServer) -> None:
    server.add_account("hoa", "CN1", role="quan_tri")
    server.set_account("hoa", "CN1", enabled=False)
    pc = joined(server, "CN1", "hoa2", "hoa", role="quan_tri")
    second = LocalUser(id=pc.users["hoa2"], login="hoa2", full_name="Hoa", role="quan_tri")
    assert written_by(pc, second) == (Outcome.WAITS, "author_disabled")


def test_where_no_administrator_works_newcomers_wait_for_the_servers(server: RunningServer) -> None:
    pc = joined(server, "CN1", "hoa", role="van_thu_tiep_nhan")
    newcomer = introduce(pc, "nga")
    assert written_by(pc, newcomer) == (Outcome.WAITS, "author_disabled")
    server.set_account("nga", "CN1", enabled=True)
    assert written_by(pc, newcomer) == (Outcome.APPLIED, None)


def test_an_account_the_administrator_made_beforehand_works_at_once(server: RunningServer) -> None:
    pc = joined(server, "CN1", "hoa", role="quan_tri")
    server.set_account("hoa", "CN1", enabled=False)
    server.add_account("minh", "CN1", role="van_thu_tiep_nhan")
    assert written_by(pc, introduce(pc, "minh")) == (Outcome.APPLIED, None)


def test_a_pc_of_one_unit_cannot_join_another(server: RunningServer, hoa: Pc) -> None:
    with pytest.raises(RefusedError, match="409 device_enrolled_elsewhere"):
        hoa.enrol(server.enrol_code("CN2"))


def test_a_lost_pc_is_shut_out_at_once(server: RunningServer, hoa: Pc) -> None:
    server.revoke(hoa.device)
    for attempt in (hoa.pull, lambda: refresh(hoa), lambda: hoa.enrol(server.enrol_code("CN1"))):
        with pytest.raises(RefusedError, match="401 device_revoked"):
            attempt()


def test_a_credential_nobody_gave_out_is_refused(hoa: Pc) -> None:
    with pytest.raises(RefusedError, match="401 token_unknown"):
        hoa.post("/v1/exchange", b'{"device":"x","cursors":{}}', authorization="Bearer guess")
    with pytest.raises(RefusedError, match="401 token_missing"):
        hoa.post("/v1/exchange", b'{"device":"x","cursors":{}}', authorization="")


def test_a_pc_cannot_speak_for_another(hoa: Pc, duc: Pc) -> None:
    with pytest.raises(RefusedError, match="403 other_device"):
        hoa.send(device=duc.device)


def test_trap_22_the_answer_with_the_new_tokens_was_lost(hoa: Pc) -> None:
    """The previous refresh token works until one of the new pair is first used, however often."""
    previous = hoa.tokens
    refresh(hoa, previous.refresh)
    refresh(hoa, previous.refresh)
    hoa.tokens = refresh(hoa, previous.refresh)
    hoa.pull()
    with pytest.raises(RefusedError, match="401 token_reused"):
        refresh(hoa, previous.refresh)


def test_a_stolen_old_token_is_noticed_and_the_branch_goes_on(server: RunningServer, hoa: Pc) -> None:
    stolen = hoa.tokens.refresh
    hoa.tokens = refresh(hoa)
    hoa.tokens = refresh(hoa)
    with pytest.raises(RefusedError, match="401 token_reused"):
        refresh(hoa, stolen)
    hoa.pull()
    hoa.tokens = refresh(hoa)
    hoa.pull()


def test_a_refresh_token_works_on_its_own_pc_only(hoa: Pc, duc: Pc) -> None:
    with pytest.raises(RefusedError, match="401 token_unknown"):
        refresh(duc, hoa.tokens.refresh)


def test_an_access_token_ends(hoa: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.tokens.ACCESS_SECONDS", -1)
    hoa.tokens = refresh(hoa)
    monkeypatch.undo()
    with pytest.raises(RefusedError, match="401 token_expired"):
        hoa.pull()
    hoa.tokens = refresh(hoa)
    hoa.pull()
