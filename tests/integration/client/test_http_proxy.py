"""Through a real proxy that asks who one is, to a real server that encrypts under an authority of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.words.errors import words_for
from sync.client.line import ProxyLogin
from sync.contract.errors import NeedsUser
from tests.fakes.office_proxy import OfficeProxy
from tests.integration.client.conftest import Connect, TokensInMemory
from tests.integration.client.scripted import ScriptedServer
from tests.integration.client.test_http import IDLE

AN = ProxyLogin("an", "Mật khẩu 1")


@pytest.fixture
def proxy() -> Iterator[OfficeProxy]:
    with OfficeProxy(AN.user, AN.password) as proxy:
        yield proxy


def test_a_proxy_that_knows_the_password_lets_every_step_through(
    connect: Connect, server: ScriptedServer, proxy: OfficeProxy
) -> None:
    transport = connect(server.url, proxy=proxy.url, proxy_login=AN)
    transport.exchange(IDLE)
    transport.exchange(IDLE)
    assert (proxy.let_through, proxy.turned_away) == (2, 0)


def test_an_encrypted_line_goes_through_it_too(
    connect: Connect, proxy: OfficeProxy, tokens: TokensInMemory, certificate: Path
) -> None:
    with ScriptedServer(certificate=certificate) as server:
        tokens.keep(server.new_pair())
        transport = connect(server.url, proxy=proxy.url, proxy_login=AN, ca_file=str(certificate))
        assert transport.exchange(IDLE).epoch == "1"
        assert transport.exchange(IDLE).epoch == "1"
        assert proxy.let_through == 1  # one tunnel for both
        transport.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("login", "code"),
    [(None, "proxy_auth"), (ProxyLogin("an", "mật khẩu cũ"), "proxy_refused")],
    ids=["none", "old"],
)
def test_a_missing_and_a_wrong_password_are_told_apart(
    connect: Connect, proxy: OfficeProxy, login: ProxyLogin | None, scheme: str, code: str
) -> None:
    transport = connect(f"{scheme}://127.0.0.1:9", proxy=proxy.url, proxy_login=login)
    with pytest.raises(NeedsUser, match=code) as caught:
        transport.exchange(IDLE)
    assert "cũ" not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert proxy.let_through == 0


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_windows_own_sign_in_is_named_with_its_ways(connect: Connect, scheme: str) -> None:
    with OfficeProxy(AN.user, "khác", asks=("Negotiate", "NTLM")) as proxy:
        transport = connect(f"{scheme}://127.0.0.1:9", proxy=proxy.url, proxy_login=AN)
        with pytest.raises(NeedsUser, match="proxy_kind") as caught:
            transport.exchange(IDLE)
    assert "đăng nhập kiểu Negotiate, NTLM" in words_for(caught.value).text
    assert "đi thẳng" in words_for(caught.value).advice


def test_a_proxy_that_would_take_a_password_too_asks_for_that(connect: Connect) -> None:
    with OfficeProxy(AN.user, AN.password, asks=("NTLM", 'Basic realm="x"')) as proxy:
        transport = connect("https://127.0.0.1:9", proxy=proxy.url)
        with pytest.raises(NeedsUser, match="proxy_auth"):
            transport.exchange(IDLE)
