"""A working day over the line: a thousand small edits, a look whether there is anything, and two people at one case."""

import msgspec
import zstandard

from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store.lists import CaseFilter
from tests.benchmarks.bare_server import LEVEL
from tests.benchmarks.ground import Ground, new_office, sign_in
from tests.benchmarks.rows import Aim, Row, row
from tests.benchmarks.servers import real_server
from tests.fakes.proxy import FaultProxy

_KB = 1e3
_LIFETIME = 900.0  # seconds
_SAID = (
    "Đã liên hệ lại, hẹn bổ sung giấy tờ chứng minh hộ nghèo",
    "Người được trợ giúp đề nghị lùi buổi tư vấn sang tuần sau",
    "Đã gửi văn bản đến Tòa án, chờ lịch xét xử",
    "Gia đình đã nộp đơn tại Ủy ban nhân dân xã",
)


def working(ground: Ground) -> list[Row]:
    """On one unit's PCs, after the first synchronisation."""
    cases = max(ground.sizes.edited, 1)
    one, other = sign_in(ground.copy(ground.office(cases), "one")), new_office(ground.fresh("other"))
    with real_server(ground.fresh("working.sqlite")) as server, FaultProxy(server.port, lifetime=_LIFETIME) as line:
        ways = [Synchronise(session) for session in (one, other)]
        for way in ways:
            way.enrol(line.url, server.code())
            way.cycle()
        edits = _edits(one, ways[0], line)
        idle = _idle(ways[0], line)
        quarrels = _quarrels((one, other), ways)
    one.database.close()
    other.database.close()
    return [edits, *idle, quarrels]


def _edits(session: Session, way: Synchronise, line: FaultProxy) -> Row:
    """A line of notes for every case."""
    cases = _ids(session)
    patches = [{"id": case, "note": f"{_SAID[n % len(_SAID)]} ({n})"} for n, case in enumerate(cases)]
    for patch in patches:
        Cases(session).edit("case", patch["id"], {"note": patch["note"]})
    before = line.counts.up
    way.cycle()
    bare = zstandard.compress(b"\n".join(map(msgspec.json.encode, patches)), LEVEL)
    return row(
        f"{len(patches)} edits of one field: bytes up, with author, time and chain",
        "kB",
        Aim(below=60),
        (line.counts.up - before) / _KB,
        len(bare) / _KB,
        floor_is="zstd-3 of id and new value alone",
    )


def _idle(way: Synchronise, line: FaultProxy) -> list[Row]:
    """Nothing to send and nothing to fetch."""
    before = (line.counts.requests, line.counts.up, line.counts.down)
    way.cycle()
    asked, up, down = (line.counts.requests - before[0], line.counts.up - before[1], line.counts.down - before[2])
    return [
        row("an idle cycle: requests", "requests", Aim(below=2), asked),
        row("an idle cycle: bytes each way, heads included", "B", Aim(below=1024), max(up, down), up=up, down=down),
    ]


def _quarrels(sessions: tuple[Session, Session], ways: list[Synchronise]) -> Row:
    """Both edit the same cases unseen by each other: other fields of one half, the same field of the other."""
    for way in ways:
        way.cycle()
    cases = _ids(sessions[0])[: len(_ids(sessions[0])) // 5 or 1]
    half = len(cases) // 2
    for session, name, apart in zip(sessions, ("một", "hai"), ("note", "result"), strict=True):
        for number, case in enumerate(cases):
            field = apart if number < half else "note"
            Cases(session).edit("case", case, {field: f"{name} {number}"})
    for way in (*ways, *ways):
        way.cycle()
    open_now = Conflicts(sessions[1]).every_open()
    shown = {
        value for each in open_now for side in (each.current, each.conflict.incoming or {}) for value in side.values()
    }
    kept = 0
    for number, case in enumerate(cases):
        opened = Cases(sessions[1]).page(case).case
        kept += len({f"một {number}", f"hai {number}"} & ({opened.note, opened.result} | shown))
    return row(
        f"of {2 * len(cases)} edits of {len(cases)} cases by two people unseen by each other: kept and shown",
        "edits",
        Aim(all_of=True),
        kept,
        2 * len(cases),
        floor_is="every edit made",
        conflicts_shown=len(open_now),
    )


def _ids(session: Session) -> list[str]:
    cases = Cases(session)
    return [row.id for row in cases.rows(cases.numbers(CaseFilter()))]
