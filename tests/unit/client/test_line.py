"""What people type as the server's address, the proxy and the authority, and what is made of it."""

from pathlib import Path

import pytest

from sync.client.line import DIRECT, LineSettings, ProxyLogin, checked, proxies_for
from sync.contract.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://dongbo.example.vn", "https://dongbo.example.vn"),
        ("  dongbo.example.vn/ ", "https://dongbo.example.vn"),
        ("dongbo.example.vn:8443", "https://dongbo.example.vn:8443"),
        ("HTTPS://dongbo.example.vn", "https://dongbo.example.vn"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://10.1.2.3", "https://10.1.2.3"),
    ],
)
def test_an_address_is_taken_as_people_type_it(typed: str, meant: str) -> None:
    assert checked(LineSettings(server=typed)).server == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "server_address_invalid"),
        ("https://", "server_address_invalid"),
        ("ftp://dongbo.example.vn", "server_address_invalid"),
        ("dong bo.example.vn", "server_address_invalid"),
        ("dongbo.example.vn:một", "server_address_invalid"),
        ("https://[::1", "server_address_invalid"),
        ("https://hoa:secret@dongbo.example.vn", "server_address_invalid"),
        ("https://dongbo.example.vn/login", "server_address_invalid"),
        ("http://dongbo.example.vn", "server_not_encrypted"),
        ("http://10.1.2.3:8000", "server_not_encrypted"),
        ("http://localhost.example.vn", "server_not_encrypted"),
    ],
)
def test_an_address_that_cannot_be_used_or_would_show_the_files_to_all_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid, match=code) as caught:
        checked(LineSettings(server=typed))
    assert caught.value.field == "server"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (None, None),
        (" ", None),
        ("direct", DIRECT),
        ("Trực tiếp ", DIRECT),
        ("proxy.example.vn:3128", "http://proxy.example.vn:3128"),
        ("http://proxy.example.vn:3128/", "http://proxy.example.vn:3128"),
    ],
)
def test_a_proxy_is_taken_as_people_type_it(typed: str | None, meant: str | None) -> None:
    assert checked(LineSettings(server="dongbo.example.vn", proxy=typed)).proxy == meant


@pytest.mark.parametrize("typed", ["socks5://proxy.example.vn", "proxy:cổng", "a b"])
def test_a_proxy_that_cannot_be_used_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="proxy_address_invalid") as caught:
        checked(LineSettings(server="dongbo.example.vn", proxy=typed))
    assert caught.value.field == "proxy"


@pytest.mark.parametrize("typed", ["http://an:secret@proxy.example.vn:3128", "an@proxy.example.vn"])
def test_an_address_is_no_place_for_a_name_or_a_password(typed: str) -> None:
    with pytest.raises(Invalid, match="proxy_login_in_address") as caught:
        checked(LineSettings(server="dongbo.example.vn", proxy=typed))
    assert caught.value.field == "proxy"


def test_the_proxys_password_is_not_shown() -> None:
    login = ProxyLogin("an", "secret")
    assert "secret" not in f"{login} {login!r}"


def test_an_authority_must_be_a_certificate(tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("not a certificate")
    for path in (broken, tmp_path / "missing.pem", tmp_path):
        with pytest.raises(Invalid, match="ca_file_unusable") as caught:
            checked(LineSettings(server="dongbo.example.vn", ca_file=str(path)))
        assert caught.value.field == "ca_file"


def test_the_systems_proxy_and_its_exceptions_are_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert "https" not in proxies_for(None, "https://dongbo.example.vn")
    monkeypatch.setenv("https_proxy", "http://proxy:3128")
    assert proxies_for(None, "https://dongbo.example.vn")["https"] == "http://proxy:3128"
    assert proxies_for(DIRECT, "https://dongbo.example.vn") == {}
    assert proxies_for("http://own:1", "https://dongbo.example.vn")["https"] == "http://own:1"
    monkeypatch.setenv("no_proxy", "example.vn")
    assert proxies_for(None, "https://dongbo.example.vn") == {}
