"""Who numbers the Sổ of a unit of several PCs, online and offline; both kinds of server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.services.cases import Cases
from desktop.services.numbering import Numbering
from desktop.store import registers
from desktop.store.lists import CaseFilter
from desktop.words import numbering as words
from sync.contract.records.numbering import BlockEnd
from sync.server import numbering
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, office_pc


@pytest.fixture
def other(branch: Pc, national: RunningServer, tmp_path: Path, name_pc: Callable[[str], None]) -> Iterator[Pc]:
    """The second PC of the branch, which gives no numbers."""
    name_pc("may-thu-hai")
    with office_pc(tmp_path / "other", numbering=False, login="duc", full_name="Lê Minh Đức") as pc:
        pc.join(national, "CN1")
        pc.sync()
        yield pc


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of four numbers, the next one when two are left."""
    monkeypatch.setattr(numbering, "BLOCK_SIZE", 4)
    for module in (numbering, registers):
        monkeypatch.setattr(module, "FEW_LEFT", 2)


def numbers(pc: Pc) -> dict[str, str]:
    """Who is helped → the running number of their case, or "Tạm" for a temporary code."""
    return {who: code.split(".")[2] if "." in code else "Tạm" for who, code in pc.cases().items()}


def test_a_pc_numbers_offline_within_its_block_and_asks_for_the_next_before_it_runs_out(
    small_blocks: None, branch: Pc
) -> None:
    for name in ("A", "B"):
        branch.take_in(name)
    branch.sync()  # two are left: the next block comes with the answer
    for name in ("C", "D", "E", "F"):
        branch.take_in(name)

    assert numbers(branch) == {"Lò Thị Pâng": "01", "A": "02", "B": "03", "C": "04", "D": "05", "E": "06", "F": "07"}


def test_a_used_up_block_leaves_temporary_codes_until_the_line_comes(small_blocks: None, branch: Pc) -> None:
    given = [branch.take_in(f"Người {place}") for place in range(12)]
    codes = [Cases(branch.session).page(case).code for case in given]
    temporary = [code for code in codes if code.startswith("Tạm")]
    assert temporary
    assert Numbering(branch.session).standing().left == 0

    branch.sync()

    after = [Cases(branch.session).page(case).code for case in given]
    assert sorted(int(code.split(".")[2]) for code in after) == list(range(2, 14))
    assert after[: codes.index(temporary[0])] == codes[: codes.index(temporary[0])]
    for code in temporary:  # a temporary code on paper finds the case for ever
        assert len(Cases(branch.session).numbers(CaseFilter(query=code))) == 1


def test_the_right_is_handed_over_and_no_number_stays_void(branch: Pc, other: Pc) -> None:
    Numbering(other.session).ask()
    other.sync()
    assert Numbering(other.session).standing().asked
    branch.take_in("Hờ A Dê")
    branch.sync()
    assert Numbering(branch.session).standing().askers == ("may-thu-hai",)

    Numbering(branch.session).give_back()
    branch.take_in("Giàng A Páo")
    assert numbers(branch)["Giàng A Páo"] == "Tạm", "given back is given back, with or without a line"
    branch.sync()
    other.sync()

    assert numbers(other) == {"Lò Thị Pâng": "01", "Hờ A Dê": "02", "Giàng A Páo": "03"}
    assert Numbering(other.session).void_numbers() == []
    branch.sync()
    assert numbers(branch) == numbers(other)
    assert not Numbering(branch.session).standing().mine


def test_what_was_given_offline_before_a_take_over_stays_good_and_the_rest_is_listed_as_void(
    branch: Pc, other: Pc
) -> None:
    branch.take_in("Hờ A Dê")  # number 2, and no line
    Numbering(other.session).take_over("máy cũ hỏng")
    other.sync()
    other.take_in("Vàng A Sử")
    assert numbers(other)["Vàng A Sử"] == "61", "above everything the other PC may have given"
    branch.sync()
    branch.take_in("Giàng A Páo")
    assert numbers(branch)["Giàng A Páo"] == "Tạm"
    branch.sync()
    other.sync()

    branch.sync()
    assert numbers(branch) == {"Lò Thị Pâng": "01", "Hờ A Dê": "02", "Vàng A Sử": "61", "Giàng A Páo": "62"}
    for pc in (branch, other):
        (void,) = Numbering(pc.session).void_numbers()
        assert (void.first, void.last, void.year, void.why) == (3, 60, 2026, BlockEnd.TAKEN_OVER)
        assert pc.service.status().green


def test_only_a_head_or_an_administrator_takes_over(branch: Pc, other: Pc) -> None:
    with pytest.raises(DomainError, match="required"):
        Numbering(other.session).take_over(" ")
    with pytest.raises(DomainError, match="already_numbering"):
        Numbering(branch.session).take_over("lý do")


def test_a_restored_pc_gives_temporary_codes_and_then_numbers_above_all_that_may_stand_on_paper(branch: Pc) -> None:
    made = branch.back_up()
    branch.take_in("Hờ A Dê")  # number 2, on paper
    branch.sync()
    branch.restore(made)

    branch.take_in("Giàng A Páo")
    assert numbers(branch)["Giàng A Páo"] == "Tạm"
    branch.sync()

    assert numbers(branch) == {"Lò Thị Pâng": "01", "Hờ A Dê": "02", "Giàng A Páo": "61"}
    (void,) = Numbering(branch.session).void_numbers()
    assert (void.first, void.last, void.why) == (3, 60, BlockEnd.RESTORED)


def test_a_server_that_was_restored_leases_above_what_it_forgot(branch: Pc, other: Pc, national: RunningServer) -> None:
    with national.database.write() as connection:
        numbering.doubt(connection)
        numbering.take_over(connection, "CN1", other.device)
    other.sync()
    other.take_in("Vàng A Sử")

    assert numbers(other)["Vàng A Sử"] == str(60 + numbering.GAP + 1)
    void = Numbering(other.session).void_numbers()[-1]
    assert (void.first, void.last, void.why) == (61, 60 + numbering.GAP, BlockEnd.SERVER_RESTORED)
    assert "Hệ thống quản lý TGPL được phục hồi" in words.void(void)


def test_an_office_the_backup_knows_no_number_of_reads_why_some_are_left_out(
    national: RunningServer, tmp_path: Path
) -> None:
    national.add_unit("CN2", name="Chi nhánh số 2")
    with national.database.write() as connection:
        numbering.doubt(connection)
    with office_pc(tmp_path / "cn2", unit_code="CN2") as pc:
        pc.take_in("Vàng A Sử")
        pc.join(national, "CN2")
        pc.sync()
        pc.take_in("Hờ A Dê")
        assert numbers(pc) == {"Vàng A Sử": "01", "Hờ A Dê": str(numbering.GAP + 2)}
        (void,) = Numbering(pc.session).void_numbers()
        assert (void.first, void.last, void.why) == (2, numbering.GAP + 1, BlockEnd.SERVER_RESTORED)


def test_a_number_given_twice_is_adjusted_with_a_date_and_both_numbers_find_the_case(branch: Pc) -> None:
    case = branch.take_in("Hờ A Dê")
    old = Cases(branch.session).page(case).code
    Numbering(branch.session).adjust(case, "trùng với vụ việc trong Sổ giấy")
    page = Cases(branch.session).page(case)

    assert (page.code, page.case.former_codes) == ("CN1.TV.03.2026", (old,))
    (event,) = page.events
    assert event.on is not None
    assert old in (event.content or "")
    for code in (old, page.code):
        assert len(Cases(branch.session).numbers(CaseFilter(query=code))) == 1
    branch.sync()
    assert branch.service.status().green
