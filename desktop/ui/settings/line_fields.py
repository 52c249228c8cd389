"""The fields of the way to Hệ thống quản lý TGPL, asked when an office joins and again in the settings."""

from desktop.ui.widgets.choosing import of_a_file
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.questions import question
from desktop.words import _
from sync.client.line import DIRECT
from sync.contract.errors import CodedError

#: What is wrong with the line → the field at which somebody who joins mends it.
_MENDED_AT = {"proxy_auth": "proxy_user", "proxy_refused": "proxy_password", "proxy_unreachable": "proxy"}


def server_field() -> FieldBox:
    """Where the national system is."""
    return question(
        "server", _("Địa chỉ hệ thống"), placeholder="https://tgpl.vidu.gov.vn", hint=_("Do Trung tâm cung cấp.")
    )


def code_field() -> FieldBox:
    """The code one joins with."""
    return question("code", _("Mã kết nối"), hint=_("Do Trung tâm cấp cho từng máy, dùng được một lần."), max_length=60)


def proxy_field() -> FieldBox:
    """What stands between this network and the world."""
    return question(
        "proxy",
        _("Máy chủ trung gian (proxy)"),
        required=False,
        placeholder="http://10.0.0.1:3128",
        hint=_("Để trống: theo Windows. Gõ “trực tiếp”: không dùng."),
    )


def proxy_shown(proxy: str | None) -> str | None:
    """What stands in that field for what is kept."""
    return _("trực tiếp") if proxy == DIRECT else proxy


def proxy_user_field() -> FieldBox:
    """Who one is to a proxy that asks."""
    return question(
        "proxy_user",
        _("Tên đăng nhập proxy"),
        required=False,
        hint=_("Chỉ khi máy chủ trung gian đòi tên và mật khẩu."),
    )


def proxy_password_field(*, another: bool = False) -> FieldBox:
    """The password of that name; what is kept is not shown again. ``another``: there may be one already."""
    hint = _("Cất trong kho mật khẩu của Windows.")
    if another:
        hint = f"{hint} {_('Để trống: giữ mật khẩu cũ.')}"
    return question("proxy_password", _("Mật khẩu proxy"), required=False, secret=True, hint=hint)


def authority_field() -> FieldBox:
    """Whom to trust besides the authorities the system knows."""
    field = question(
        "ca_file",
        _("Tệp chứng thư riêng (PEM)"),
        required=False,
        max_length=1000,
        hint=_("Chỉ khi người phụ trách kỹ thuật yêu cầu."),
    )
    return of_a_file(field, _("Chọn tệp chứng thư"), [_("Chứng thư (*.pem *.crt *.cer)"), _("Mọi tệp (*)")])


def rare_fields() -> list[tuple[str, FieldBox]]:
    """What only some networks need before anything can be reached."""
    fields = proxy_field(), authority_field(), proxy_user_field(), proxy_password_field()
    return [(field.field.name, field) for field in fields]


def at_its_field(error: CodedError) -> CodedError:
    """An error of joining, with the field at which a person mends it."""
    error.field = error.field or ("code" if error.code.startswith("code_") else _MENDED_AT.get(error.code))
    return error
