"""A performer of very many cases gets another name: the window does not wait for it."""

from desktop.services.people import People
from desktop.store import index
from sync.contract.canonical import writes_in
from sync.contract.identity import new_id
from sync.contract.messages import FeedNews, NewsRecord, Stamped
from tests.integration.store.desk import AT, COLLEAGUE, Desk


def news(record_type: str, record_id: str, **values: object) -> NewsRecord:
    cells = {name: Stamped(value, 1, COLLEAGUE, AT) for name, value in values.items()}
    return NewsRecord(type=record_type, id=record_id, version=1, writes=writes_in(cells))


def performed(desk: Desk, cases: int) -> tuple[str, str]:
    """Cases that somebody performs together with a colleague; ids of both."""
    who, other = new_id(), new_id()
    records = [
        news("practitioner", who, full_name="Đinh Văn Lễ"),
        news("practitioner", other, full_name="Hà Thị Lan"),
    ]
    for _ in range(cases):
        case_id = new_id()
        records.append(news("case", case_id, content="Tranh chấp đất", form="tu_van_phap_luat"))
        records.append(news("assignment", new_id(), case=case_id, practitioner=who, share="1/2"))
        records.append(news("assignment", new_id(), case=case_id, practitioner=other, share="1/2"))
    desk.take(news=[FeedNews(feed=desk.feed, since=0, to=1, head=1, records=tuple(records))])
    return who, other


def shown(desk: Desk) -> set[tuple[str, ...]]:
    """By whom the cases of the list are performed, the names of each in alphabetical order."""
    return {tuple(sorted(row.performers.split(", "))) for row in desk.listed()}


def left_to_do(desk: Desk) -> bool:
    with desk.database.write() as connection:
        return index.catch_up(connection)


def test_a_performers_new_name_shows_at_once_and_is_found_a_little_later(desk: Desk) -> None:
    who, _ = performed(desk, 120)
    desk.cases.edit("practitioner", who, {"full_name": "Đinh Văn Lễ Mới"})
    assert shown(desk) == {("Hà Thị Lan", "Đinh Văn Lễ Mới")}
    People(desk.session).finish_renaming()
    assert len(desk.listed("Lễ Mới")) == 120
    assert not left_to_do(desk)


def test_what_others_rename_shows_as_well(desk: Desk) -> None:
    who, other = performed(desk, 2)
    desk.hear("practitioner", other, 2, {"full_name": ("Hà Thị Lan Anh", 2)})
    assert shown(desk) == {("Hà Thị Lan Anh", "Đinh Văn Lễ")}
    desk.hear("practitioner", who, 2, {"full_name": (None, 2)})
    assert shown(desk) == {("", "Hà Thị Lan Anh")}
    People(desk.session).finish_renaming()
    assert len(desk.listed("lan anh")) == 2
    assert desk.listed("lễ") == []


def test_a_name_that_comes_after_the_appointment_shows(desk: Desk) -> None:
    case_id, who = desk.known_case(), new_id()
    desk.hear("assignment", new_id(), 1, {"case": (case_id, 1), "practitioner": (who, 1)})
    desk.hear("practitioner", who, 1, {"full_name": ("Đinh Văn Lễ", 1)})
    assert desk.listed()[0].performers == "Đinh Văn Lễ"
    People(desk.session).finish_renaming()
    assert [row.id for row in desk.listed("dinh van le")] == [case_id]


def test_another_telephone_number_of_a_performer_leaves_nothing_to_do(desk: Desk) -> None:
    who, _ = performed(desk, 3)
    desk.cases.edit("practitioner", who, {"phone": "0912000111"})
    assert not left_to_do(desk)


def test_catching_up_keeps_what_is_unsent_in_the_list(desk: Desk) -> None:
    who, _ = performed(desk, 1)
    desk.edit(desk.listed()[0].id, note="Đã gọi điện")
    desk.cases.edit("practitioner", who, {"full_name": "Đinh Văn Lễ Mới"})
    People(desk.session).finish_renaming()
    assert desk.listed()[0].unsent == 1
