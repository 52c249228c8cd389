"""What the program could not verify is listed with its mark, and an office says what the official text says."""

from collections.abc import Iterator

import pytest

from desktop.domain import catalogues
from desktop.domain.catalogues import catalogue
from tests.integration.cli.terminal import Terminal

LABEL = "Tiêu chí 04: được áp dụng tình tiết giảm nhẹ"


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    """No other test meets the wordings of these offices."""
    yield
    catalogues.adopt({})


def test_an_office_words_an_entry_and_confirms_it(office: Terminal) -> None:
    before = office.run("catalogue", "list", "success_criterion", "--unverified")["entries"]
    assert {"hs_tc04", "ds_tc01", "hc_tc01"} <= {each["code"] for each in before}
    words = ("success_criterion", "hs_tc04", "--label", f"  {LABEL} ", "--basis", "QĐ 1179/QĐ-BTP 2022", "--verified")
    changed = office.run("catalogue", "set", *words)
    assert (changed["label"], changed["unverified"], changed["own"]) == (LABEL, False, True)
    after = office.run("catalogue", "list", "success_criterion", "--unverified")["entries"]
    assert len(after) == len(before) - 1
    assert catalogue("success_criterion").label("hs_tc04") == LABEL
    assert f"Đã đối chiếu (đơn vị ghi): {LABEL}" in office.read("catalogue", "list", "success_criterion")
    again = office.run("catalogue", "set", "success_criterion", "hs_tc04", "--short", "Hình sự 04", "--no-verified")
    assert (again["label"], again["short"], again["unverified"]) == (LABEL, "Hình sự 04", True)


def test_the_wordings_are_a_file_to_hand_on_and_those_of_another_office_are_not_ours(office: Terminal) -> None:
    office.run("catalogue", "set", "success_criterion", "hs_tc04", "--label", LABEL)
    other = office.elsewhere("another")
    other.init("CN2")
    other.run("catalogue", "list", "stage")
    assert catalogue("success_criterion").label("hs_tc04") != LABEL
    (file,) = (office.home / "catalogues").iterdir()
    (other.home / "catalogues").mkdir()
    (other.home / "catalogues" / file.name).write_bytes(file.read_bytes())
    found = other.run("catalogue", "list", "success_criterion")["entries"]
    assert [each["label"] for each in found if each["own"]] == [LABEL]


def test_a_file_that_means_nothing_is_named_and_passed_over(office: Terminal) -> None:
    folder = office.home / "catalogues"
    folder.mkdir()
    for name in ("stage", "province"):
        (folder / f"{name}.csv").write_text("mã,nội dung\n", encoding="utf-8")
    assert office.run("catalogue", "list", "stage")["refused"] == ["province.csv", "stage.csv"]
    assert "province.csv" in office.read("catalogue", "list", "stage")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nothing", "x"), "no_such_catalogue"),
        (("province", "11"), "no_such_catalogue"),
        (("stage", "x"), "not_in_catalogue"),
        (("stage", "xet_xu_so_tham", "--label", " "), "required"),
        (("stage", "xet_xu_so_tham", "--basis", "", "--verified"), "required"),
    ],
)
def test_what_is_nowhere_or_says_nothing_is_refused(office: Terminal, words: tuple[str, ...], code: str) -> None:
    assert office.run("catalogue", "set", *words, code=1)["error"]["code"] == code
    assert not (office.home / "catalogues").exists()
