"""The Department's PC: it takes the country's cases with nobody in them, and makes the bulletin without a line."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from desktop.domain.errors import DomainError
from desktop.domain.periods import Period, period
from desktop.exchange.paper.letter import prose
from desktop.reports.bulletins.reading import Measure
from desktop.services.cases import Cases
from desktop.services.country_bulletin import CountryBulletin
from desktop.services.issuing import Issuing
from desktop.store import national as kept
from desktop.words.country_bulletin import Country
from sync.client.http import HttpTransport
from sync.contract.errors import Offline
from tests.factories import sample_intake
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, case_named, office_pc

MONTH = period("2026-11")
NAMES = ("Lường Thị Ính", "Giàng A Sính")
CONTENT = "Tranh chấp đất đai với hộ liền kề"


class Heard(HttpTransport):
    """A way to the server of which every answer is kept as it came."""

    answers: list[bytes]

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        ask = self._wire.post_packed

        def post(*asked: object, **more: object) -> bytes:
            answer = ask(*asked, **more)  # type: ignore[arg-type]
            Heard.answers.append(answer)
            return answer

        self._wire.post_packed = post  # type: ignore[method-assign]


class Country3(ExitStack):
    """Two centres that have become one, each with a case from before, and the Department."""

    def __init__(self, server: RunningServer, folder: Path) -> None:
        super().__init__()
        server.add_unit("CUC", kind="cuc")
        server.add_unit("TT15", kind="trung_tam", name="Trung tâm Yên Bái", province="15")
        server.add_unit("TT10", kind="trung_tam", name="Trung tâm Lào Cai", province="15")
        self.centres = [self._pc(folder, code, server) for code in ("TT15", "TT10")]
        for pc, name in zip(self.centres, NAMES, strict=True):
            Cases(pc.session).take_in(
                sample_intake(name, representation="bao_chua", form="tham_gia_to_tung", law_field="hinh_su")
            )
            pc.sync()
        server.add_account("cuc", "CUC", role="cuc_xem")
        self.department = self._pc(folder, "CUC", server, login="cuc", unit_kind="cuc", role="cuc_xem", province=None)
        server.merge("TT15", "TT10")
        self.department.sync()

    def _pc(self, folder: Path, unit: str, server: RunningServer, **office: object) -> Pc:
        pc = self.enter_context(office_pc(folder / unit, unit_code=unit, **office))
        pc.join(server, unit)
        return pc


@pytest.fixture
def country(tmp_path: Path, server: RunningServer) -> Iterator[Country3]:
    with Country3(server, tmp_path) as country:
        yield country


def bulletin(pc: Pc) -> CountryBulletin:
    return CountryBulletin(pc.session, pc.service)


def accepted(made: Country) -> dict[str, int]:
    return {
        each.name: each.figures[Measure.ACCEPTED].total
        for each in made.provinces
        if each.figures[Measure.ACCEPTED].total
    }


def end_successfully(centre: Pc, criterion: str, criteria: Sequence[str] = ()) -> None:
    cases, case = Cases(centre.session), case_named(centre, NAMES[1])
    cases.edit("case", case, {"ended_on": "2026-11-25", "outcome": "kt_xong"})
    verdict = {"case": case, "body": "to_chuc", "on": "2026-11-25", "verdict": "thanh_cong"}
    met = {"criteria": [*criteria] or [criterion], "main_criterion": criterion}
    cases.add("success_verdict", {**verdict, **met})


def test_the_country_is_counted_by_the_provinces_of_then_and_of_today_without_a_line(
    country: Country3, server: RunningServer
) -> None:
    service = bulletin(country.department)
    assert service.take() > 0
    server.hang_up()
    assert accepted(service.make(MONTH, "63")) == {"Lào Cai": 1, "Yên Bái": 1}
    made = service.make(MONTH)
    assert (made.listed, accepted(made)) == ("34", {"Lào Cai": 2})
    assert made.figures[Measure.ACCEPTED].defence == 2
    cases = made.cases(Measure.ACCEPTED, "1", "15")
    assert sorted(each.unit for each in cases) == ["Trung tâm Lào Cai", "Trung tâm Yên Bái"]
    assert {each.accepted for each in cases} == {"2026-11"}
    with pytest.raises(Offline):
        service.take()
    assert accepted(service.make(MONTH)) == {"Lào Cai": 2}


def test_the_criterion_by_which_a_case_was_successful_comes_with_it(country: Country3) -> None:
    centre = country.centres[1]
    end_successfully(centre, "hs_tc07")
    end_successfully(centre, "hs_tc06", ["hs_tc01", "hs_tc06"])
    centre.sync()
    service = bulletin(country.department)
    service.take()
    made = service.make(MONTH)
    assert [(each.code, each.figures.total) for each in made.criteria] == [("hs_tc06", 1)]
    (behind,) = made.succeeded_by("hs_tc06")
    assert (behind.unit, behind.criterion) == ("Trung tâm Lào Cai", "hs_tc06")


def test_an_issued_bulletin_reads_the_same_and_tells_which_numbers_are_others_now(
    country: Country3, tmp_path: Path
) -> None:
    service, issuing = bulletin(country.department), Issuing(country.department.session)
    service.take()
    made = service.make(MONTH)
    issuing.issue(service.table(made), "8/BT", note="Gửi các Sở Tư pháp")
    centre = country.centres[1]
    end_successfully(centre, "hs_tc06")
    centre.sync()
    service.take()
    with pytest.raises(DomainError, match="figures_changed"):
        issuing.issue(service.table(made), "9/BT")

    issuing = Issuing(country.department.session)
    report = issuing.named("8/BT")
    letter = issuing.letter(report)
    assert letter
    assert letter.left == ("BỘ TƯ PHÁP", made.unit, "Số: 8/BT")
    assert letter.blocks == service.letter(made).blocks
    assert issuing.opened(report).counted.cells == service.table(made).cells
    assert "Gửi các Sở Tư pháp" in issuing.page(report).notes
    issuing.write(report, tmp_path / "8.txt")
    assert (tmp_path / "8.txt").read_text(encoding="utf-8") == prose(letter)
    assert issuing.write(report, tmp_path / "8.xlsx") > 0

    since = issuing.changed(issuing.opened(report))
    assert {each.place: (int(each.then), int(each.now)) for each in since.cells} == {
        (row, column): (0, 1) for row in ("", "15") for column in (4, 5, 7, 8)
    }
    assert (since.said, since.explained) == (["Hình sự 06: 0, nay là 1"], False)
    issuing.issue(service.table(service.make(MONTH)), "9/BT")
    same = issuing.changed(issuing.opened(issuing.named("9/BT")))
    assert (same.cells, same.said, same.explained) == ([], [], True)


def test_only_what_has_changed_comes_again_and_only_to_the_department(country: Country3) -> None:
    service = bulletin(country.department)
    with pytest.raises(DomainError, match="national_not_taken"):
        service.make(MONTH)
    assert [service.take() > 0, service.take()] == [True, 0]
    centre = country.centres[1]
    centre.take_in("Sùng Thị Mỷ")
    centre.sync()
    assert service.take() == 1
    with pytest.raises(DomainError, match="not_a_month"):
        service.make(Period(MONTH.first, MONTH.first))
    with pytest.raises(DomainError, match="not_the_department"):
        bulletin(centre).take()


def test_nobody_is_named_in_what_comes_or_in_what_lies_on_the_departments_pc(country: Country3) -> None:
    Heard.answers, country.department.kind = [], Heard
    bulletin(country.department).take()
    told = b"".join(Heard.answers).decode()
    with country.department.session.database.read() as connection:
        lying = msgspec.json.encode(list(kept.records(connection))).decode()
    assert '"case"' in told
    assert '"case"' in lying
    for centre, name in zip(country.centres, NAMES, strict=True):
        secrets = [name, centre.cases()[name], CONTENT, "1987"]
        assert centre.holds(*secrets) == secrets
        assert [word for word in secrets if word in told or word in lying] == []
        assert country.department.holds(*secrets) == []
