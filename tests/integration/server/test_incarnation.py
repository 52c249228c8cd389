"""A PC goes on under a new id: its file was restored, rolled back or copied (SYNC §6)."""

from datetime import timedelta

import msgspec
import pytest

from sync.contract.entry import chain, key_of
from sync.contract.identity import new_id
from sync.contract.messages import Chain, IncarnationRequest, IncarnationResponse, RefreshRequest, Tokens
from sync.contract.oversight import DeviceStatus
from sync.server import exchange, status
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError

NAME = "Máy một cửa"


def begin(pc: Pc, device: str, *, restored: bool = True, name: str = NAME) -> IncarnationResponse:
    """Ask for a new id with the token of the present one; the PC does not take it up."""
    request = IncarnationRequest(device=device, device_name=name, restored=restored)
    return msgspec.json.decode(pc.post("/v1/incarnation", msgspec.json.encode(request)), type=IncarnationResponse)


def go_on(pc: Pc, device: str, tokens: Tokens) -> Pc:
    """The same people at the same file, under the new id; its chains begin anew."""
    after = Pc(pc.server, *pc.users, role=pc.role)
    after.device, after.unit, after.users, after.feed = device, pc.unit, pc.users, pc.feed
    after.tokens = tokens
    return after


def shown(server: RunningServer) -> list[DeviceStatus]:
    """The PCs of the branch as the supervisor sees them."""
    with server.database.read() as connection:
        units = {unit.code: unit for unit in status.status(connection)}
    return list(units["CN1"].devices)


def test_the_answer_may_be_lost_and_asked_for_again(server: RunningServer, hoa: Pc) -> None:
    device = new_id()
    lost, answer = begin(hoa, device), begin(hoa, device)
    assert lost.tokens != answer.tokens
    go_on(hoa, device, answer.tokens).pull()
    (pc,) = shown(server)
    assert (pc.id, pc.restored, pc.copy_of, pc.revoked) == (device, 1, None, False)


def test_until_the_new_id_speaks_the_pc_is_known_by_the_old_one(server: RunningServer, hoa: Pc) -> None:
    begin(hoa, new_id())
    hoa.pull()
    assert [(pc.id, pc.restored) for pc in shown(server)] == [(hoa.device, 0)]


def test_once_the_new_id_has_spoken_the_old_tokens_open_nothing(server: RunningServer, hoa: Pc) -> None:
    device = new_id()
    go_on(hoa, device, begin(hoa, device).tokens).pull()
    with pytest.raises(RefusedError, match="401 device_ended"):
        hoa.pull()
    for wanted in (device, new_id()):
        with pytest.raises(RefusedError, match="401 device_ended"):
            begin(hoa, wanted)
    with pytest.raises(RefusedError, match="401 device_ended"):
        hoa.post("/v1/token", msgspec.json.encode(RefreshRequest(device=hoa.device, refresh=hoa.tokens.refresh)))


def test_refreshing_the_new_tokens_ends_the_old_id_too(server: RunningServer, hoa: Pc) -> None:
    device = new_id()
    first = begin(hoa, device).tokens
    hoa.post("/v1/token", msgspec.json.encode(RefreshRequest(device=device, refresh=first.refresh)))
    with pytest.raises(RefusedError, match="401 device_ended"):
        begin(hoa, device)


def test_nobody_gets_into_an_id_that_is_in_use(server: RunningServer, hoa: Pc, duc: Pc) -> None:
    with pytest.raises(RefusedError, match="409 device_enrolled_elsewhere"):
        begin(hoa, duc.device)
    copy = new_id()
    go_on(hoa, copy, begin(hoa, copy, restored=False, name="Máy khác").tokens).pull()
    with pytest.raises(RefusedError, match="409 device_enrolled_elsewhere"):
        begin(hoa, copy)


def test_a_lost_pc_gets_no_new_id(server: RunningServer, hoa: Pc) -> None:
    server.revoke(hoa.device)
    with pytest.raises(RefusedError, match="401 device_revoked"):
        begin(hoa, new_id())


def test_who_shuts_out_a_restored_pc_shuts_out_its_old_id(server: RunningServer, hoa: Pc) -> None:
    device = new_id()
    tokens = begin(hoa, device).tokens
    server.revoke(device)
    for pc in (hoa, go_on(hoa, device, tokens)):
        with pytest.raises(RefusedError, match="401 device_revoked"):
            pc.pull()


def test_a_copy_on_another_pc_leaves_the_old_id_to_that_one(server: RunningServer, hoa: Pc) -> None:
    copy = new_id()
    other = go_on(hoa, copy, begin(hoa, copy, restored=False, name="Máy khác").tokens)
    other.pull()
    hoa.pull()
    assert {pc.id: pc.copy_of for pc in shown(server)} == {hoa.device: None, copy: hoa.device}


def renewed(pc: Pc, refresh: str) -> Tokens:
    request = RefreshRequest(device=pc.device, refresh=refresh)
    return msgspec.json.decode(pc.post("/v1/token", msgspec.json.encode(request)), type=Tokens)


def test_trap_8_a_copied_disk_with_the_name_of_the_first_shuts_out_neither(server: RunningServer, hoa: Pc) -> None:
    """The one that is told of the fork takes another id; the first proves with its tokens that it is still there."""
    copy = new_id()
    other = go_on(hoa, copy, begin(hoa, copy, restored=False).tokens)
    other.pull()
    with pytest.raises(RefusedError, match="401 token_expired"):
        hoa.pull()
    hoa.tokens = renewed(hoa, hoa.tokens.refresh)
    for each in (hoa, other, hoa):
        each.pull()
    other.tokens = renewed(other, other.tokens.refresh)
    for each in (other, hoa):
        each.pull()
    assert {pc.id: (pc.copy_of, pc.restored) for pc in shown(server)} == {hoa.device: (None, 0), copy: (hoa.device, 0)}


def test_a_void_pair_refutes_nothing(server: RunningServer, hoa: Pc) -> None:
    void = hoa.tokens.refresh
    hoa.tokens = renewed(hoa, void)
    hoa.pull()
    copy = new_id()
    go_on(hoa, copy, begin(hoa, copy, restored=False).tokens).pull()
    with pytest.raises(RefusedError, match="401 device_ended"):
        renewed(hoa, void)


def test_trap_8_of_two_copies_that_only_read_one_gets_its_own_id_and_then_neither_is_shut_out(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hoa = Pc(server)
    assert hoa.enrol(server.enrol_code("CN1"), numbering=True).numbering
    hoa.pull()
    monkeypatch.setattr(exchange, "_REPORT_EVERY", timedelta())
    shared = hoa.tokens.refresh
    hoa.tokens = renewed(hoa, shared)
    hoa.pull()
    with pytest.raises(RefusedError, match="401 token_reused"):
        renewed(hoa, shared)
    hoa.pull()  # the first one goes on
    other = go_on(hoa, hoa.device, hoa.tokens)
    with pytest.raises(RefusedError, match="401 device_ended"):
        other.enrol(server.enrol_code("CN1"))
    other.device, other.unit = new_id(), hoa.feed
    assert not other.enrol(server.enrol_code("CN1"), numbering=True, continues=hoa.device).numbering
    for each in (other, hoa):
        each.pull()
        each.tokens = renewed(each, each.tokens.refresh)
    for each in (other, hoa):
        each.pull()
    assert {pc.id: (pc.copy_of, pc.token_reused) for pc in shown(server)} == {
        hoa.device: (None, None),
        other.device: (hoa.device, None),
    }


def test_people_and_ids_made_offline_are_known_under_the_new_id(server: RunningServer, hoa: Pc) -> None:
    left = hoa.edit("case", new_id(), {"note": "x"})
    device = new_id()
    after = go_on(hoa, device, begin(hoa, device).tokens)
    assert [answer.outcome for answer in after.push(left, after.edit("case", new_id(), {"note": "y"}))] == [
        "applied",
        "applied",
    ]


def test_the_right_to_number_goes_with_a_restored_file_and_not_with_a_copy(server: RunningServer) -> None:
    pc = Pc(server)
    assert pc.enrol(server.enrol_code("CN1"), numbering=True).numbering
    assert not begin(pc, new_id(), restored=False, name="Máy khác").numbering
    device = new_id()
    restored = begin(pc, device)
    assert restored.numbering
    go_on(pc, device, restored.tokens).pull()
    again = Pc(server, "lan")
    assert not again.enrol(server.enrol_code("CN1"), numbering=True).numbering


def test_a_restored_file_without_a_token_gets_in_with_a_code(server: RunningServer) -> None:
    pc = Pc(server)
    pc.enrol(server.enrol_code("CN1"), numbering=True)
    left = pc.edit("case", new_id(), {"note": "x"})
    after = go_on(pc, new_id(), pc.tokens)
    after.unit = pc.feed  # what the office knows itself by since it joined
    assert after.enrol(server.enrol_code("CN1"), numbering=True, continues=pc.device).numbering
    assert after.push(left)[0].outcome == "applied"
    with pytest.raises(RefusedError, match="401 device_ended"):
        pc.pull()
    assert [each.id for each in shown(server)] == [after.device]


def test_a_code_of_another_unit_ends_nothing(server: RunningServer, hoa: Pc) -> None:
    stranger = Pc(server)
    stranger.enrol(server.enrol_code("CN2"), continues=hoa.device)
    stranger.pull()
    hoa.pull()
    assert [(pc.id, pc.copy_of) for pc in shown(server)] == [(hoa.device, None)]


def test_a_file_that_was_rolled_back_is_told_even_if_the_first_answer_was_lost(server: RunningServer, hoa: Pc) -> None:
    assert not hoa.send(hoa.edit("case", new_id(), {"note": "x"}), hoa.edit("case", new_id(), {"note": "y"})).forked
    entry = hoa.edit("case", new_id(), {"note": "z"})
    rolled_back = Chain(1, chain("", [key_of(entry)]))
    for _ in range(2):
        response = hoa.send(entry, chain=rolled_back)
        assert (response.forked, response.answers[0].outcome) == (True, "applied")


def test_the_other_copy_goes_on_where_it_was(server: RunningServer, hoa: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"note": "x"}), hoa.edit("case", new_id(), {"note": "y"}))
    of_copy = hoa.edit("case", new_id(), {"note": "z"})
    assert hoa.send(of_copy, chain=Chain(1, chain("", [key_of(of_copy)]))).forked
    hoa._sent[hoa.unit].remove(key_of(of_copy))
    assert not hoa.send(hoa.edit("case", new_id(), {"note": "u"})).forked
    assert not hoa.send(hoa.edit("case", new_id(), {"note": "v"})).forked


def test_of_two_copies_whose_numbers_happen_to_agree_the_other_one_is_told(server: RunningServer, hoa: Pc) -> None:
    first, lost, of_copy, second = (hoa.edit("case", new_id(), {"note": text}) for text in "abcd")
    assert not hoa.send(first, chain=Chain(1, chain("", [key_of(first)]))).forked
    assert not hoa.send(of_copy, chain=Chain(2, chain("", [key_of(lost), key_of(of_copy)]))).forked
    assert hoa.send(second, chain=Chain(2, chain("", [key_of(first), key_of(second)]))).forked


def test_what_a_copy_brought_first_is_no_gap_when_the_other_sends_it_too(server: RunningServer, hoa: Pc) -> None:
    """Both had it unsent; the one that keeps the id held it back and sent something else before it."""
    shared, left = (hoa.edit("case", new_id(), {"note": "x"}) for _ in range(2))
    first = hoa.edit("case", new_id(), {"note": "y"})
    assert not hoa.send(first, chain=Chain(1, chain("", [key_of(first)]))).forked
    assert hoa.send(shared, chain=Chain(1, chain("", [key_of(shared)]))).forked  # the copy is told
    copy = new_id()
    other = go_on(hoa, copy, begin(hoa, copy, restored=False, name="Máy khác").tokens)
    assert not other.send(left, chain=Chain(0, "")).forked
    every = [first, shared, left]
    let_go = Chain(3, chain("", [*map(key_of, every)]))
    for _ in range(2):  # the answer may be lost
        assert not hoa.send(shared, left, chain=let_go).forked
    last = hoa.edit("case", new_id(), {"note": "z"})
    assert not hoa.send(last, chain=Chain(4, chain("", [*map(key_of, every), key_of(last)]))).forked
    assert {pc.id: (pc.missing, pc.chain_breaks) for pc in shown(server)} == {hoa.device: (0, 1), copy: (0, 0)}


def test_what_an_earlier_id_left_unsent_is_no_gap_under_the_new_one(server: RunningServer, hoa: Pc) -> None:
    known, unknown = (hoa.edit("case", new_id(), {"note": "x"}) for _ in range(2))
    hoa.push(known)
    device = new_id()
    after = go_on(hoa, device, begin(hoa, device).tokens)
    nothing_own = Chain(0, "")
    assert not after.send(known, unknown, chain=nothing_own).forked
    own = after.edit("case", new_id(), {"note": "y"})
    assert not after.send(own, chain=Chain(1, chain("", [key_of(own)]))).forked
    (pc,) = shown(server)
    assert (pc.missing, pc.chain_breaks) == (0, 0)


def test_what_hangs_on_a_refused_case_of_the_earlier_id_waits_for_it(server: RunningServer, hoa: Pc) -> None:
    refused = hoa.edit("case", case := new_id(), {"law_field": "kinh_doanh_thuong_mai"})
    device = new_id()
    after = go_on(hoa, device, begin(hoa, device).tokens)
    after._counter = hoa._counter
    stage = after.edit("stage", new_id(), {"case": case})
    answers = after.push(refused, stage)
    assert [answer.outcome for answer in answers] == ["rejected", "waits"]
    assert answers[1].waits_for == key_of(refused)
    (pc,) = shown(server)
    assert (pc.refused, pc.held) == (1, 1)


@pytest.mark.parametrize("request_", [{"device": "a b"}, {"device_name": "a\0"}], ids=["id", "name"])
def test_what_the_database_cannot_keep_is_refused(hoa: Pc, request_: dict[str, str]) -> None:
    body = msgspec.json.encode({"device": new_id(), "device_name": NAME, **request_})
    with pytest.raises(RefusedError, match="400 request_malformed"):
        hoa.post("/v1/incarnation", body)
