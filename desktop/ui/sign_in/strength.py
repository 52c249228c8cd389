"""How hard a password is to guess, in words. Length counts; odd signs that people cannot remember do not."""

from typing import NamedTuple

from desktop.domain.text import fold_loose
from desktop.ui.tokens import Role
from desktop.words import _

LEAST = 8  #: as `desktop.services.office.PASSWORD_LENGTH`; a test compares them
_GOOD = 12
_VARIED = 5  # different characters: fewer is a run or a pattern

#: What is tried first: keyboard rows, the words everybody takes.
_TRIED_FIRST = ("12345678", "123456", "matkhau", "password", "qwerty", "abcd", "tgpl", "admin", "iloveyou")


class Strength(NamedTuple):
    """The words, and whether they warn."""

    words: str
    role: Role


def strength(password: str, login: str = "") -> Strength | None:
    """The strength of what is typed so far; None while nothing is."""
    if not password:
        return None
    if len(password) < LEAST:
        return Strength(_("Cần thêm {count} ký tự nữa.").format(count=LEAST - len(password)), Role.MUTED)
    heard = fold_loose(password).replace(" ", "")
    easy = [word for word in (*_TRIED_FIRST, fold_loose(login)) if word and word in heard]
    if easy and len(heard) - len(easy[0]) < LEAST:
        return Strength(_("Yếu: người khác dễ đoán ra. Nên ghép ba bốn từ không liên quan."), Role.WAIT)
    if len(set(password)) < _VARIED or (password.isdigit() and len(password) < _GOOD):
        return Strength(_("Yếu: nên ghép ba bốn từ, hoặc thêm chữ cái."), Role.WAIT)
    if len(password) < _GOOD:
        return Strength(_("Tạm được. Dài thêm vài ký tự thì chắc hơn."), Role.MUTED)
    return Strength(_("Chắc chắn."), Role.MUTED)
