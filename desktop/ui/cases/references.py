"""How a record chooses another one it refers to: a practitioner, an organisation, a case."""

from desktop.domain.text import sort_key
from desktop.services.office_records import OfficeRecords
from desktop.services.people import People
from desktop.services.session import Session
from desktop.ui.cases.choices import practitioner_search
from desktop.ui.finder import suggestions
from desktop.ui.widgets.choices import Answer, Choice, Choices
from desktop.ui.widgets.fields import Search


def searches(session: Session) -> dict[str, Search]:
    """By the record type that is referred to; each reads what it needs when it is made or asked."""
    return {
        "practitioner": practitioner_search(People(session).practitioners(), session.today()),
        "organisation": _organisations(session),
        "case": _cases(session),
    }


def _organisations(session: Session) -> Search:
    """All there are: a centre knows tens of them."""
    named = sorted(OfficeRecords(session).names("organisation").items(), key=lambda one: sort_key(one[1]))
    choices = Choices(Choice(record_id, name) for record_id, name in named)
    return Search(choices.provide, choices.of_code)


def _cases(session: Session) -> Search:
    """By code, name or any word, as the one search field finds them; the code stands in the field."""

    def provide(text: str, answer: Answer) -> None:
        answer([Choice(found.code, found.hint, hint=found.title) for found in suggestions(session, text)])

    def look_up(case_id: str) -> Choice | None:
        name = OfficeRecords(session).name("case", case_id)
        return Choice(case_id, name) if name else None

    return Search(provide, look_up)
