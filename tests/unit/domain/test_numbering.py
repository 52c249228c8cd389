"""Case numbers, and what shows until there is one."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.numbering import format_code, temporary_code


def test_the_number_reads_as_in_the_circular() -> None:
    # TT 12/2018/TT-BTP Điều 11 k.1 gives TT.TV.01.2018 and CN1.TGTT.01.2018.
    assert format_code("TT", "TV", 1, 2018) == "TT.TV.01.2018"
    assert format_code("CN1", "TGTT", 12, 2026) == "CN1.TGTT.12.2026"
    assert format_code("CN1", "TGTT", 1204, 2026) == "CN1.TGTT.1204.2026"


def test_a_temporary_code_is_the_same_on_every_pc() -> None:
    case_id = "01a201b3-b224-7c05-9645-e5ea83a0e651"
    assert temporary_code(case_id) == temporary_code(case_id.upper())


@given(st.uuids())
def test_a_temporary_code_can_be_read_out_over_the_telephone(case_id: UUID) -> None:
    code = temporary_code(str(case_id))
    assert code.startswith("Tạm-")
    assert len(code) == 8
    assert not set(code[4:]) & set("01ILOU")
