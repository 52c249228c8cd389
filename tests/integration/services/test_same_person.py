"""The same person entered twice: noticed, put together, taken apart; on one PC and on two without a line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.services.cases import Cases, Intake
from desktop.services.history import history_of_case
from desktop.services.people import People
from desktop.services.same_person import SamePerson
from desktop.services.session import Session
from desktop.store.lists import CaseFilter
from tests.factories import make_office, sample_intake
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Clock, Pc, office_pc

NUMBER = "012345678901"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    _office, session = make_office(tmp_path, clock=Clock())
    yield session
    session.database.close()


@pytest.fixture
def other(branch: Pc, national: RunningServer, tmp_path: Path, name_pc: Callable[[str], None]) -> Iterator[Pc]:
    """The second PC of the branch."""
    name_pc("may-thu-hai")
    with office_pc(tmp_path / "other", numbering=False, login="duc", full_name="Lê Minh Đức") as pc:
        pc.join(national, "CN1")
        pc.sync()
        yield pc


def entered(session: Session, name: str, **person: str) -> tuple[str, str]:
    """Ids of a case and of the person in it."""
    intake = sample_intake(name)
    case = Cases(session).take_in(Intake(person=intake.person | person, part=intake.part, case=intake.case))
    return case, next(iter(Cases(session).page(case).people))


def found(session: Session, words: str) -> set[str]:
    """Ids of the cases a search finds."""
    cases = Cases(session)
    return {row.id for row in cases.rows(cases.numbers(CaseFilter(query=words)))}


def pairs(session: Session) -> set[frozenset[str]]:
    return {frozenset((each.pair.one.id, each.pair.other.id)) for each in SamePerson(session).likely()}


def test_the_same_number_or_the_same_name_and_birth_is_noticed(session: Session) -> None:
    _, first = entered(session, "Lò Thị Pâng")
    _, same_name = entered(session, "LÒ THỊ PÂNG")
    _, numbered = entered(session, "Lò Thị Pấng", citizen_number=NUMBER)
    _, same_number = entered(session, "Vàng Thị Sử", citizen_number=NUMBER)
    entered(session, "Giàng A Páo")

    assert frozenset((first, same_name)) in pairs(session)
    assert frozenset((numbered, same_number)) in pairs(session)
    assert not any(frozenset((first, same_number)) <= pair for pair in pairs(session))


def test_whoever_is_told_apart_is_not_asked_about_again(session: Session) -> None:
    _, first = entered(session, "Lò Thị Pâng")
    _, second = entered(session, "Lò Thị Pâng")
    assert pairs(session) == {frozenset((first, second))}

    SamePerson(session).tell_apart(first, second)

    assert pairs(session) == set()


def test_every_reader_follows_a_merge_and_comes_back_when_it_is_undone(session: Session) -> None:
    case, gone = entered(session, "Lò Thị Pang", phone="0912000111")
    other_case, kept = entered(session, "Lò Thị Pâng", citizen_number=NUMBER)
    use_cases = SamePerson(session)

    use_cases.merge(gone, kept)

    assert Cases(session).page(case).people[gone].id == kept
    assert Cases(session).page(case).row.people == "Lò Thị Pâng"
    assert found(session, NUMBER) == {case, other_case}, "the number of the one finds the case of the other"
    assert found(session, "0912000111") == {case}
    assert [known.person.id for known in People(session).matching("0912000111")] == [kept]
    assert [known.person.id for known in People(session).alike("Lò Thị Pang", "1987", None)] == [kept]
    assert [known.person.id for known in People(session).matching("lo thi pang")] == [kept], "offered once"
    assert {line.record for line in history_of_case(session, case)} >= {gone, kept}
    Cases(session).edit("person", kept, {"full_name": "Lò Thị Pâng Hoa"})
    assert Cases(session).page(case).row.people == "Lò Thị Pâng Hoa"
    assert [each.id for each in use_cases.merged_into(kept)] == [gone]

    use_cases.unmerge(gone)

    assert Cases(session).page(case).row.people == "Lò Thị Pang"
    assert found(session, NUMBER) == {other_case}
    assert {known.person.id for known in People(session).matching("lo thi")} == {gone, kept}
    with pytest.raises(DomainError, match="not_merged"):
        use_cases.unmerge(gone)


def test_three_entries_of_one_person_become_one(session: Session) -> None:
    cases, people = zip(*(entered(session, name) for name in ("Hờ A Dê", "Hờ A Đê", "Hờ A Dế")), strict=True)
    use_cases = SamePerson(session)

    use_cases.merge(people[0], people[1])
    use_cases.merge(people[0], people[2])  # who stands for the first goes on to the third

    assert {Cases(session).page(case).row.people for case in cases} == {"Hờ A Dế"}
    with pytest.raises(DomainError, match="same_already"):
        use_cases.merge(people[2], people[0])


@pytest.mark.parametrize("opposite", [False, True])
def test_the_same_pair_is_merged_on_two_pcs_without_a_line(opposite: bool, branch: Pc, other: Pc) -> None:
    case, first = entered(branch.session, "Vàng A Sử")
    other_case, second = entered(branch.session, "Vàng A Sư")
    branch.sync()
    other.sync()
    SamePerson(branch.session).merge(first, second)
    SamePerson(other.session).merge(*((second, first) if opposite else (first, second)))

    other.sync()
    branch.sync()
    assert branch.service.status().green
    other.sync()

    shown = [{Cases(pc.session).page(each).row.people for each in (case, other_case)} for pc in (branch, other)]
    assert shown[0] == shown[1] == {"Vàng A Sử" if opposite else "Vàng A Sư"}, "the merge that came first stands"
    for pc in (branch, other):
        assert pc.service.status().green
        assert pc.service.status().conflicts_open == 0


def test_a_merge_that_comes_before_whom_it_names_is_followed_later(branch: Pc, other: Pc) -> None:
    _, first = entered(branch.session, "Vàng A Sử")
    case, second = entered(branch.session, "Vàng A Sư")
    SamePerson(branch.session).merge(second, first)
    branch.sync()

    other.sync()

    assert Cases(other.session).page(case).row.people == "Vàng A Sử"
    SamePerson(other.session).unmerge(second)
    other.sync()
    branch.sync()
    assert Cases(branch.session).page(case).row.people == "Vàng A Sư"
