"""What a PC has not seen yet: complete, in order, page by page, and only of its own units."""

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
import zstandard

from sync.contract.entry import key_of
from sync.contract.identity import new_id
from sync.contract.messages import NEWS_RECORDS, PIECE_BYTES, ExchangeResponse, Outcome
from sync.server.cli import main
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, RefusedError, joined


def intents(pc: Pc, count: int, records: int = 3) -> list[bytes]:
    """Cases recorded in one intent each, with people and roles."""
    entries = []
    for number in range(count):
        case, group = new_id(), 1000 + number
        entries.append(pc.edit("case", case, {"note": f"vụ {number}"}, group=group))
        entries += [
            pc.edit("stage", new_id(), {"case": case, "body": f"{number}.{part}"}, group=group)
            for part in range(records - 1)
        ]
    return entries


def test_trap_6_a_large_office_arrives_page_by_page_and_no_page_cuts_an_intent(hoa: Pc, centre: Pc) -> None:
    """After every page, each case is there with all its stages or not at all."""
    hoa.push(*intents(hoa, 150))
    response = centre.send()
    pages = 0
    for page in response.news:
        assert len(page.records) <= NEWS_RECORDS
        centre.take_in(msgspec.structs.replace(response, news=(page,)))
        pages += 1
        cases = {record for kind, record in centre.records if kind == "case"}
        stages = [fields["case"].value for (kind, _), fields in centre.records.items() if kind == "stage"]
        assert {case: stages.count(case) for case in cases} == dict.fromkeys(cases, 2)
        assert set(stages) == cases
    assert pages >= 3  # all of them fit into one piece of the line
    assert not centre.send().news
    assert hoa.records.items() <= centre.records.items()


def test_an_intent_larger_than_a_page_arrives_whole(hoa: Pc, duc: Pc) -> None:
    hoa.push(*intents(hoa, 1, records=NEWS_RECORDS + 50))
    response = duc.send()
    (page,) = response.news
    assert len(page.records) == NEWS_RECORDS + 50
    assert page.to == page.head


def incompressible(pc: Pc, count: int, **rest: Any) -> list[bytes]:
    """Cases whose texts repeat nothing: about 4 KB each, however they are packed."""
    chance = random.Random(count)
    return [
        pc.edit("case", new_id(), {"content": "".join(map(chr, chance.choices(range(0x4E00, 0x9FA5), k=2000)))}, **rest)
        for _ in range(count)
    ]


def next_step(pc: Pc, encoding: str, **said: str) -> requests.Response:
    """What this PC's next step is answered; ``said`` are further heads of the request."""
    headers = {"authorization": f"Bearer {pc.tokens.access}", "accept-encoding": encoding, **said}
    request = {"device": pc.device, "cursors": pc.cursors}
    return requests.post(f"{pc.server.base_url}/v1/exchange", json=request, headers=headers, timeout=60)


def bytes_on_the_line(pc: Pc, encoding: str, **said: str) -> int:
    """Size of the answer to this PC's next step, as it travels."""
    return int(next_step(pc, encoding, **said).headers["content-length"])


def test_a_page_of_texts_that_do_not_pack_is_no_larger_than_a_piece(hoa: Pc, duc: Pc) -> None:
    for _ in range(4):
        response = hoa.send(*incompressible(hoa, 25))
        assert len(zstandard.compress(msgspec.json.encode(response), 6)) <= PIECE_BYTES
    pages = 0
    while (response := duc.send()).news:
        assert bytes_on_the_line(duc, "zstd") <= PIECE_BYTES
        assert bytes_on_the_line(duc, "gzip") <= PIECE_BYTES
        duc.take_in(response)
        pages += 1
    hoa.pull()
    assert duc.records == hoa.records
    assert pages <= 12  # of 400 KB: the pieces are well filled


def test_the_slower_the_line_the_harder_an_answer_is_packed(hoa: Pc, duc: Pc) -> None:
    hoa.push(*intents(hoa, 60))
    very_slow, slow, good, unknown, nonsense = (
        bytes_on_the_line(duc, "zstd", **said)
        for said in ({"downlink": "0.064"}, {"downlink": "0.5"}, {"downlink": "40"}, {}, {"downlink": "fast"})
    )
    assert very_slow < slow < good
    assert good == pytest.approx(unknown, abs=16)  # each tells the time anew
    assert good == pytest.approx(nonsense, abs=16)


@pytest.mark.parametrize("downlink", ["0.064", "0.5", "40"])
def test_however_hard_it_is_packed_a_piece_is_well_filled_and_no_larger(hoa: Pc, duc: Pc, downlink: str) -> None:
    chance = random.Random(downlink)
    words = ["".join(chance.choices("aăâbcdđeêghiklmnoôơpqrstuưvxy", k=4)) for _ in range(3000)]
    for _ in range(5):
        hoa.push(*(hoa.edit("case", new_id(), {"content": " ".join(chance.choices(words, k=200))}) for _ in range(100)))
    sizes = []
    while duc.cursors.get(duc.feed, 0) < hoa.heads[hoa.feed]:
        answer = next_step(duc, "zstd", downlink=downlink)
        sizes.append(int(answer.headers["content-length"]))
        duc.take_in(msgspec.json.decode(zstandard.decompress(answer.content), type=ExchangeResponse))
    assert max(sizes) <= PIECE_BYTES
    assert min(sizes[:-1]) > 0.6 * PIECE_BYTES
    hoa.pull()
    assert duc.records == hoa.records


def test_an_intent_that_does_not_fit_a_piece_travels_whole_and_alone(hoa: Pc, duc: Pc) -> None:
    small, large = hoa.edit("case", new_id(), {"note": "x"}), incompressible(hoa, 25, group=1000)
    hoa.push(small, *large)
    duc.take_in(duc.send())
    assert len(duc.records) == 2  # the office and the small case
    assert bytes_on_the_line(duc, "zstd") > PIECE_BYTES
    duc.take_in(duc.send())
    assert duc.records == hoa.records


def test_a_record_edited_between_two_pages_keeps_its_older_fields(hoa: Pc, duc: Pc) -> None:
    """Its first fields lie before the cursor by the time its last edit is on a page."""
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "nội dung cũ"}))
    hoa.push(*intents(hoa, 100))
    answer = duc.send()
    first_page = msgspec.structs.replace(answer, news=answer.news[:1])
    duc.take_in(first_page)
    assert duc.cursors[duc.feed] < first_page.feeds[duc.feed]
    hoa.push(hoa.edit("case", case, {"note": "ghi chú mới"}))
    duc.pull()
    assert duc.value("case", case, "content") == "nội dung cũ"
    assert duc.value("case", case, "note") == "ghi chú mới"
    assert duc.records == hoa.records


def test_a_record_edited_before_the_first_page_is_complete_at_the_end(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "nội dung cũ"}))
    hoa.push(*intents(hoa, 100))
    hoa.push(hoa.edit("case", case, {"note": "ghi chú mới"}))
    duc.pull()
    assert duc.pages > 1
    assert duc.records == hoa.records
    assert duc.versions == hoa.versions


def test_only_what_changed_travels(hoa: Pc, duc: Pc) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"content": "dài", "note": "một", "channel": "truc_tiep"}))
    duc.pull()
    hoa.push(hoa.edit("case", case, {"note": "hai"}))
    (page,) = duc.send().news
    (record,) = page.records
    assert list(record.fields) == ["note"]


def test_the_centre_sees_its_branches_and_a_branch_only_itself(server: RunningServer, hoa: Pc, centre: Pc) -> None:
    at_the_centre = new_id()
    centre.push(centre.edit("case", at_the_centre, {"note": "x"}))
    hoa.pull()
    assert set(hoa.heads) == {hoa.feed}
    assert ("case", at_the_centre) not in hoa.records
    department = joined(server, "STP", "thanh", role="so_tu_phap_xem")
    assert len(centre.heads) == 3
    assert len(department.heads) == 4
    assert centre.feed in department.heads


def test_a_stranger_gets_no_byte_of_another_province(server: RunningServer, hoa: Pc) -> None:
    hoa.push(hoa.edit("person", new_id(), {"full_name": "Đặng Thị Hoà"}))
    stranger = joined(server, "TT2", "sau")
    assert set(stranger.heads) == {stranger.feed}
    forged = stranger.send(cursors={hoa.feed: 0, stranger.feed: 0})
    assert {page.feed for page in forged.news} == {stranger.feed}
    assert "Hoa" not in {author.name for author in forged.authors.values()}


def test_trap_23_a_crash_in_one_feed_leaves_the_other_alone(
    hoa: Pc, centre: Pc, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    """Each step writes one feed; what was committed for the first stays, whatever happens to the second."""
    own, theirs = new_id(), new_id()
    first = centre.edit("case", own, {"note": "của Trung tâm"})
    second = centre.edit("case", theirs, {"note": "cho chi nhánh"}, unit=hoa.feed)
    assert centre.push(first)[0].outcome == Outcome.APPLIED
    heads = dict(centre.heads)
    monkeypatch.setattr("sync.server.feeds.storage.save", lambda *_, **__: 1 / 0)
    expected_log(r"ERROR sync\.server\.routing: /v1/exchange failed: ZeroDivisionError at ")
    with pytest.raises(RefusedError, match="500 server_failed"):
        centre.send(second, feed=hoa.feed)
    monkeypatch.undo()
    centre.pull()
    assert centre.heads == heads
    assert centre.push(second, feed=hoa.feed)[0].outcome == Outcome.APPLIED


def test_the_exports_of_the_server_and_of_every_replica_are_the_same_bytes(
    server: RunningServer, hoa: Pc, duc: Pc, centre: Pc, tmp_path: Path
) -> None:
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "gốc", "law_field": "dat_dai"}), *intents(hoa, 5))
    duc.pull()
    stale = duc.edit("case", case, {"note": "của Đức"})
    follower = duc.edit("case", case, {"note": "của Đức nữa"}, after={"note": key_of(stale)})
    hoa.push(hoa.edit("case", case, {"note": "của Hoà"}))
    duc.push(stale, follower)
    for pc in (hoa, centre):
        pc.pull()
    url = server.database.engine.url.render_as_string(hide_password=False)
    assert main(["--database", url, "export", "CN1", "--out", str(tmp_path / "out")]) == 0
    exported = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert set(exported) == {"case.ndjson", "conflict.ndjson", "stage.ndjson", "unit.ndjson"}
    for pc in (hoa, duc, centre):
        assert pc.export(hoa.feed) == exported


def test_what_a_pc_sent_is_not_sent_back_to_it(hoa: Pc, duc: Pc) -> None:
    """Its answers say all of it; the other PC gets it as news."""
    response = hoa.send(hoa.edit("case", new_id(), {"note": "một"}), hoa.edit("case", new_id(), {"note": "hai"}))
    (page,) = response.news
    assert (page.own, page.records, page.to) == (True, (), page.head)
    hoa.take_in(response)
    duc.pull()
    assert hoa.export(hoa.feed) == duc.export(hoa.feed)


def test_what_the_server_wrote_besides_comes_back_with_the_rest(hoa: Pc, duc: Pc) -> None:
    """A conflict is nothing the sender knows; nor is a text the server puts into its composed form."""
    case = new_id()
    hoa.push(hoa.edit("case", case, {"note": "một"}))
    of_duc = duc.edit("case", case, {"note": "hai"})
    (page,) = duc.send(of_duc).news
    assert not page.own
    assert {record.type for record in page.records} >= {"case", "conflict"}
    (page,) = hoa.send(hoa.edit("case", new_id(), {"note": unicodedata.normalize("NFD", "đường")})).news
    assert not page.own


def test_a_pc_that_is_behind_gets_what_it_missed_and_not_its_own(hoa: Pc, duc: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"note": "một"}))
    response = duc.send(duc.edit("case", new_id(), {"note": "hai"}))
    (page,) = (page for page in response.news if page.feed == hoa.feed)
    assert page.own
    assert [record.fields["note"].value for record in page.records if record.type == "case"] == ["một"]
    duc.take_in(response)
    hoa.pull()
    assert hoa.export(hoa.feed) == duc.export(hoa.feed)


def test_what_was_answered_before_is_not_sent_back_either(hoa: Pc, duc: Pc) -> None:
    """The answer was lost on the line, and the same entries come again with newer ones."""
    first = hoa.edit("case", new_id(), {"note": "một"})
    hoa.send(first)
    response = hoa.send(first, hoa.edit("case", new_id(), {"note": "hai"}))
    (page,) = response.news
    assert (page.own, page.records) == (True, ())
    hoa.take_in(response)
    duc.pull()
    assert hoa.export(hoa.feed) == duc.export(hoa.feed)


def test_what_others_wrote_between_two_sendings_is_never_passed_over(hoa: Pc, duc: Pc) -> None:
    first = hoa.edit("case", new_id(), {"note": "một"})
    hoa.send(first)
    duc.push(duc.edit("case", new_id(), {"note": "hai"}))
    hoa.push(first, hoa.edit("case", new_id(), {"note": "ba"}))
    duc.pull()
    assert hoa.export(hoa.feed) == duc.export(hoa.feed)
