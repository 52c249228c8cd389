"""Lines by criterion are read however they are worded, and add up to what was successful."""

import pytest

from desktop.domain.errors import DomainError
from desktop.reports.bulletins.checking import Check, Rule, Swap, check
from desktop.reports.bulletins.criteria import OfCriterion
from desktop.reports.bulletins.reading import Bulletin, ListKind, read
from desktop.words import bulletins as words

TOTAL = "Từ ngày 01/10/2023 đến ngày 31/10/2023: vụ việc tham gia tố tụng thành công là: 12 vụ việc"
OLD = "Từ ngày 01/8/2021 đến ngày 31/8/2021: vụ việc tham gia tố tụng thành công, hiệu quả là: 12 vụ việc"


def codes(bulletin: Bulletin) -> list[tuple[str | None, int]]:
    return [(each.code, each.count) for each in bulletin.criteria]


def sums(bulletin: Bulletin) -> list[Check]:
    return [each for each in check(bulletin) if each.rule is Rule.CRITERIA]


@pytest.mark.parametrize(
    "told",
    [
        (
            "\n- Theo tiêu chí của Quyết định 1179/2022: Hình sự 05 (7 vụ), Dân sự 02 (4 vụ).\n"
            "- Chưa ghi tiêu chí chính (1 vụ): TT.TGTT.01.2023."
        ),
        (
            "\nTrong đó: tiêu chí 05 lĩnh vực hình sự: 7 vụ việc; tiêu chí 02 lĩnh vực dân sự: 4 vụ việc; "
            "chưa xác định tiêu chí: 1 vụ việc"
        ),
        "\nLĩnh vực hình sự:\n+ Tiêu chí số 5: 7 vụ\nLĩnh vực dân sự:\n+ Tiêu chí số 2: 4 vụ\n+ Chưa rõ tiêu chí: 1 vụ",
        ", trong đó: Tiêu chí 05 (hình sự): 7 vụ việc, Tiêu chí 02 (dân sự): 4 vụ việc, chưa có tiêu chí: 1 vụ việc.",
        ". Cụ thể theo tiêu chí: Hình sự 05 (7 vụ), dân sự 02 (4 vụ), chưa ghi tiêu chí (1 vụ)",
    ],
)
def test_each_criterion_is_known_by_its_field_and_number(told: str) -> None:
    bulletin = read(f"{TOTAL}{told}")
    assert [figure.total for figure in bulletin.figures] == [12]
    assert codes(bulletin) == [("hs_tc05", 7), ("ds_tc02", 4), ("without", 1)]
    assert [(each.holds, int(each.found or 0)) for each in sums(bulletin)] == [(True, 12)]
    assert all(each.kind is ListKind.EVERY and not each.named for each in bulletin.lists)


def test_a_wrong_sum_names_the_likely_digits() -> None:
    bulletin = read(f"{TOTAL.replace('12', '21')}\nTheo tiêu chí: Hình sự 05 (8 vụ), Dân sự 02 (31 vụ)")
    (found,) = sums(bulletin)
    assert (found.holds, found.terms, found.swaps) == (False, (8, 31), (Swap(31, 13),))


def test_the_criteria_of_the_letter_are_kept_as_they_were_written() -> None:
    bulletin = read(f"{OLD}\nTheo tiêu chí: Tiêu chí 3 (hình sự) (5 vụ), theo Công văn số 427/CTGPL-TC&QLCL (7 vụ).")
    assert bulletin.criteria == (
        OfCriterion("Tiêu chí 3 (hình sự)", None, 5),
        OfCriterion("Công văn số 427/CTGPL-TC&QLCL", "cv427", 7),
    )
    assert [each.holds for each in sums(bulletin)] == [True]


@pytest.mark.parametrize("told", ["xét theo từng tiêu chí trên Hệ thống", "theo Công văn số 427/CTGPL-TC&QLCL trên"])
def test_a_total_that_speaks_of_criteria_stays_a_total(told: str) -> None:
    bulletin = read(OLD.replace("hiệu quả là", f"hiệu quả {told} là") + " (10 vụ việc bào chữa + 2 vụ việc bảo vệ)")
    assert ([figure.total for figure in bulletin.figures], bulletin.criteria) == ([12], ())


def test_criteria_alone_are_no_bulletin() -> None:
    with pytest.raises(DomainError, match="not_a_bulletin"):
        read("Tháng 10/2023. Theo tiêu chí: Hình sự 05 (7 vụ)")


def test_what_a_bulletin_calls_otherwise_is_named() -> None:
    bulletin = read(f"{TOTAL}\nTheo tiêu chí: Hình sự 05 (7 vụ), tiêu chí 2 dân sự (4 vụ), tiêu chí 30 (1 vụ)")
    assert [words.criterion(each) for each in bulletin.criteria] == [
        "Hình sự 05: 7 vụ việc",
        "tiêu chí 2 dân sự: 4 vụ việc (Dân sự 02)",
        "tiêu chí 30: 1 vụ việc (không rõ là tiêu chí nào)",
    ]
