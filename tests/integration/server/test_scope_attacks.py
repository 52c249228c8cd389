"""Every address of the server, asked for what is another unit's: the answer is that for what does not exist (SYNC §4).

`ATTACKS` names every route with what somebody would try there; one that is missing fails the test.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec
import pytest

from sync.contract.entry import key_of
from sync.contract.identity import new_id
from sync.contract.messages import (
    Answer,
    CompareRequest,
    EnrolRequest,
    HeldRequest,
    IncarnationRequest,
    LocalUser,
    Outcome,
    RefreshRequest,
    UsersRequest,
)
from sync.contract.national import NationalRequest
from sync.contract.oversight import StatusRequest
from sync.server.app import create_app
from sync.server.database import Database
from sync.server.scope import READ_ONLY
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError, joined
from tests.integration.server.test_files import Paper, ask, begin
from tests.integration.server.test_status_page import Browser, signed_in

_CODE = re.compile(rb'>\w+<|"\w+"')
SECRET = "điều chỉ đơn vị kia biết"
_IDS = re.compile(rb'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|(?<="id":")[0-9a-f]{20}')


class Target(NamedTuple):
    """Ids of another unit, or ids of nothing at all."""

    unit: str
    code: str
    device: str
    account: str
    case: str
    conflict: str
    key: str
    paper: str
    upload: str


NOTHING = Target(
    unit=new_id(),
    code="KHONG",
    device=new_id(),
    account=new_id(),
    case=new_id(),
    conflict=new_id(),
    key="0" * 64,
    paper=new_id(),
    upload=new_id(),
)


class Attacker(NamedTuple):
    """A PC, and a browser at the status page where the role may sign in there."""

    pc: Pc
    browser: Browser | None
    server: RunningServer
    unit: str


Said = list[tuple[int, bytes]]
Attack = Callable[[Attacker, Target], Said]


def _post(who: Attacker, path: str, message: msgspec.Struct) -> tuple[int, bytes]:
    try:
        return 200, who.pc.post(path, msgspec.json.encode(message))
    except RefusedError as refused:
        return refused.status, refused.code.encode()


def _exchange(who: Attacker, target: Target) -> Said:
    pc = who.pc
    entries: list[tuple[bytes, str | None]] = [
        (pc.edit("case", new_id(), {"note": "x"}, unit=target.unit), target.unit),
        (pc.edit("case", new_id(), {"note": "x"}, unit=target.unit), None),
        (pc.edit("case", new_id(), {"note": "x"}, resolves=(target.conflict,)), None),
        (pc.edit("case", new_id(), {"note": "x"}, after={"note": target.key}), None),
        (pc.edit("event", new_id(), {"case": target.case, "content": "x"}), None),
        (pc.edit("transfer", new_id(), {"case": target.case, "to_unit": pc.feed}), None),
    ]
    where = {"cursors": {target.unit: 0}, "marks": {target.unit: ""}, "chain": None}
    return [_told(pc, raw, feed, **where) for raw, feed in entries]


def _told(pc: Pc, raw: bytes, feed: str | None = None, **rest: Any) -> tuple[int, bytes]:
    """What a step says, apart from the news of one's own feeds, which hold what one has just written."""
    response = pc.send(raw, feed=feed, **rest)
    answers = [msgspec.structs.replace(answer, key="") for answer in response.answers]
    return 200, msgspec.json.encode((answers, sorted(response.feeds), [page.feed for page in response.news]))


def claims(pc: Pc, target: Target) -> list[bytes]:
    """Entries that take ids and keys of another unit for one's own; what does not exist might be made with such."""
    return [
        pc.edit("case", target.case, {"note": "x"}),
        pc.edit("case", target.case, {"deleted": True}, seen={target.case: 99}),
        pc.edit("event", target.case, {"content": "x"}),
        pc.edit("attachment", target.paper, {"title": "x"}),
        pc.edit("case", new_id(), {"note": "x"}, supersedes=target.key),
        pc.edit("case", new_id(), {}, discards=target.key),
    ]


def _enrol(who: Attacker, target: Target) -> Said:
    """A code of one's own unit, with another unit's PC as the one that is gone on with."""
    request = EnrolRequest(
        code=who.server.enrol_code(who.unit),
        device=new_id(),
        device_name="x",
        users=(),
        unit=target.unit,
        numbering=False,
        continues=target.device,
    )
    status, body = _post(who, "/v1/enrol", request)
    return [(status, body.partition(b'"tokens"')[0])]


def _files(method: str) -> Attack:
    def attack(who: Attacker, target: Target) -> Said:
        address = f"/v1/files/uploads/{target.upload}"
        extra: dict[str, Any] = {"upload_offset": "0", "content_type": "application/offset+octet-stream"}
        answers = {
            "POST": lambda: begin(who.pc, target.paper, 5),
            "GET": lambda: ask(who.pc, "GET", f"/v1/files/{target.paper}"),
            "HEAD": lambda: ask(who.pc, "HEAD", address),
            "PATCH": lambda: ask(who.pc, "PATCH", address, data=b"x", **extra),
        }
        answer = answers[method]()
        return [(answer.status_code, answer.content)]

    return attack


def _seen(path: str) -> Attack:
    def attack(who: Attacker, target: Target) -> Said:
        if who.browser is None:
            return []
        answer = who.browser.open(path.format(device=target.device))
        return [(answer.status_code, answer.content)]

    return attack


def _revoke(who: Attacker, target: Target) -> Said:
    if who.browser is None:
        return []
    answer = who.browser.post("/status/revoke", {"device": target.device, "key": who.browser.key()})
    return [(answer.status_code, answer.content)]


def _bundle(who: Attacker, target: Target) -> Said:
    said: Said = []
    for body, named in ((target.device.encode(), {}), (b"", {"upload": target.upload})):
        try:
            said.append((200, who.pc.post("/v1/bundle", body, **named)))
        except RefusedError as refused:
            said.append((refused.status, refused.code.encode()))
    return said


def _users(who: Attacker, target: Target) -> Said:
    stranger = LocalUser(id=target.account, login="sau", full_name="x", role="quan_tri")
    return [_post(who, "/v1/users", UsersRequest(users=(stranger,)))]


def _whole(pc: Pc, record: str) -> CompareRequest:
    """Ask within the own feed for a record that lies in another."""
    return CompareRequest(device=pc.device, feed=pc.feed, seq=pc.cursors.get(pc.feed, 0), records=(record,))


ATTACKS: dict[str, Attack | None] = {
    # What says nothing of any unit, whoever asks.
    "GET /health": None,
    "GET /metrics": None,  # wants a token of its own
    "GET /openapi.json": None,
    "GET /status/style.css": None,
    "GET /status/sign-in": None,
    "POST /status/sign-in": None,  # `test_status_page` guesses there
    "POST /status/sign-out": None,
    "OPTIONS /v1/files": None,
    "POST /v1/incarnation": None,  # below, for a free id is granted
    "POST /v1/enrol": _enrol,
    "POST /v1/token": lambda who, target: [
        _post(who, "/v1/token", RefreshRequest(device=target.device, refresh=who.pc.tokens.refresh))
    ],
    "POST /v1/users": _users,
    "POST /v1/exchange": _exchange,
    "POST /v1/compare": lambda who, target: [
        _post(who, "/v1/compare", CompareRequest(device=who.pc.device, feed=target.unit, seq=1, members=(0, 1))),
        _post(who, "/v1/compare", _whole(who.pc, target.case)),
        _post(who, "/v1/compare", _whole(who.pc, target.conflict)),
    ],
    "POST /v1/files/held": lambda who, target: [
        _post(who, "/v1/files/held", HeldRequest(records=(target.paper, target.case)))
    ],
    "POST /v1/status": lambda who, target: [
        _post(who, "/v1/status", StatusRequest(author=target.account)),
        _post(who, "/v1/status", StatusRequest(author=next(iter(who.pc.users.values())))),
    ],
    "POST /v1/national": lambda who, target: [
        _post(who, "/v1/national", NationalRequest(author=author, types=("conflict", "attachment")))
        for author in (target.account, next(iter(who.pc.users.values())))
    ],
    "POST /v1/bundle": _bundle,
    "POST /v1/files": _files("POST"),
    "GET /v1/files/{record}": _files("GET"),
    "HEAD /v1/files/uploads/{upload}": _files("HEAD"),
    "PATCH /v1/files/uploads/{upload}": _files("PATCH"),
    "GET /status": _seen("/status"),
    "GET /status/units.csv": _seen("/status/units.csv"),
    "GET /status/national.ndjson": _seen("/status/national.ndjson"),
    "GET /status/revoke": _seen("/status/revoke?device={device}"),
    "POST /status/revoke": _revoke,
}


def routes(server: RunningServer) -> set[str]:
    found = set()
    for route in create_app(server.database).routes:
        methods: set[str] = getattr(route, "methods", set())
        named = methods - {"HEAD"} or methods
        found |= {f"{method} {getattr(route, 'path', '')}" for method in named}
    return found


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    """Two provinces below two Justice Departments, and the national department."""
    with RunningServer(server_database) as running:
        for province in ("1", "2"):
            running.add_unit(f"STP{province}", kind="so_tu_phap")
            running.add_unit(f"TT{province}", kind="trung_tam", parent=f"STP{province}")
            running.add_unit(f"CN{province}", parent=f"TT{province}")
        running.add_unit("CN3", parent="TT2")
        running.add_unit("CUC", kind="cuc")
        yield running


def victim(server: RunningServer, unit: str) -> tuple[Pc, Target]:
    """A unit's PC, with a case about which two people quarrel and a paper that is half sent."""
    sau = joined(server, unit, f"sau-{unit}")
    tam = joined(server, unit, f"tam-{unit}")
    paper = Paper(sau, SECRET.encode(), title=SECRET)
    tam.pull()
    sau.push(sau.edit("case", paper.case, {"note": SECRET}))
    entry = tam.edit("case", paper.case, {"note": f"{SECRET} khác"})
    tam.push(entry)
    (conflict,) = [each for each in tam.conflicts() if each["case"] == paper.case]
    upload = paper.begin().headers["Location"].rpartition("/")[2]
    account = next(iter(sau.accounts.values()))
    case, key = paper.case, key_of(entry)
    return sau, Target(sau.feed, unit, sau.device, account, case, conflict["id"], key, paper.id, upload)


#: Who asks: unit, role, and of which units they may see nothing.
ATTACKERS = [
    ("CN2", "van_thu_tiep_nhan", ("CN3", "TT2", "CN1", "TT1")),
    ("CN2", "truong_chi_nhanh", ("CN3", "TT2")),
    ("CN2", "quan_tri", ("CN3", "TT2")),
    ("CN2", "nguoi_thuc_hien", ("CN3",)),
    ("CN2", "tham_dinh", ("CN3",)),
    ("CN2", "thong_ke", ("CN3",)),
    ("TT2", "lanh_dao_trung_tam", ("CN1", "TT1")),
    ("TT2", "quan_tri", ("CN1",)),
    ("STP2", "so_tu_phap_xem", ("CN1", "TT1")),
    ("CUC", "cuc_xem", ("CN1", "TT1")),
]


@pytest.mark.parametrize(("unit", "role", "victims"), ATTACKERS)
def test_what_is_foreign_looks_like_what_does_not_exist(
    server: RunningServer, unit: str, role: str, victims: tuple[str, ...]
) -> None:
    targets = [victim(server, each) for each in victims]
    server.add_account("ke", unit, role=role)
    browses = role in ("lanh_dao_trung_tam", "quan_tri", "so_tu_phap_xem", "cuc_xem") and unit != "CN2"
    who = Attacker(joined(server, unit, "ke"), signed_in(server, unit, role) if browses else None, server, unit)
    before = [dict(owner.records) for owner, _ in targets]
    for route, attack in ATTACKS.items():
        if attack is None:
            continue
        expected = [(status, _plain(body)) for status, body in attack(who, NOTHING)]
        for _owner, target in targets:
            said = attack(who, target)
            assert [(status, _plain(body)) for status, body in said] == expected, (route, target.code)
            told = b"".join(body for _status, body in said)
            assert SECRET.encode() not in told, route
            if unit != "CUC":  # which sees the units of the whole country, and nothing in them
                assert not {f">{target.code}<".encode(), f'"{target.code}"'.encode()} & set(_CODE.findall(told)), route
    for _owner, target in targets:
        for raw in claims(who.pc, target):
            (answer,) = who.pc.send(raw).answers
            code = "no_right" if role in READ_ONLY and answer.code != "out_of_scope" else "out_of_scope"
            assert answer == Answer(key=key_of(raw), outcome=Outcome.REJECTED, code=code)
    for (owner, target), held in zip(targets, before, strict=True):
        owner.pull()
        assert {name: owner.records[name] for name in held} == held
        assert hashlib.sha256(SECRET.encode()).hexdigest() == owner.value("attachment", target.paper, "sha256")


def _plain(body: bytes) -> bytes:
    """Without ids, which somebody sends and is sent back or are made anew, without moments, in an order of its own."""
    plain = re.sub(rb"\d{4}-\d\d-\d\d[T ][\d:.]+Z?|\d\d:\d\d[^<]*", b"AT", _IDS.sub(b"ID", body))
    return b"\n".join(sorted(plain.split(b"\n")))


def test_every_address_is_among_those_that_are_attacked(server: RunningServer) -> None:
    assert routes(server) == set(ATTACKS)


def test_nobody_goes_on_under_the_id_of_another_units_pc(server: RunningServer) -> None:
    owner, target = victim(server, "CN1")
    who = Attacker(joined(server, "CN2", "ke"), None, server, "CN2")
    status, code = _post(who, "/v1/incarnation", IncarnationRequest(device=target.device, device_name="x"))
    assert (status, SECRET.encode() in code) == (409, False)
    owner.pull()
