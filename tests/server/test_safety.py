"""A start with an unsafe setting is refused with the reason."""

import pytest

from guichet.server.safety import Unsafe, host_and_port, is_loopback, require_safe, unsafe_settings

LOCAL, PUBLIC = "127.0.0.1:8000", "0.0.0.0:8000"
KEY = "k3y-" + "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP"


def reasons(bind: str = LOCAL, *, demo: bool = False, **environment: str) -> str:
    return " ".join(unsafe_settings(environment, bind=bind, demo=demo))


def test_plain_local_start_is_safe():
    assert reasons() == ""
    assert reasons("[::1]:8000") == ""
    assert reasons("localhost:8000") == ""


def test_public_start_behind_tls_is_safe():
    assert reasons(PUBLIC, GUICHET_BASE_URL="https://support.example.com", GUICHET_SECRET_KEY=KEY) == ""


@pytest.mark.parametrize(
    ("bind", "environment", "said"),
    [
        (PUBLIC, {}, "unencrypted"),
        (PUBLIC, {"GUICHET_BASE_URL": "http://support.example.com"}, "unencrypted"),
        (LOCAL, {"GUICHET_BASE_URL": "http://support.example.com"}, "Make it https"),
        (LOCAL, {"GUICHET_BASE_URL": "support.example.com"}, "not an address"),
        (LOCAL, {"GUICHET_BASE_URL": "https://example.com/desk"}, "not an address"),
        (PUBLIC, {"GUICHET_BASE_URL": "https://example.com", "GUICHET_DEBUG": "1"}, "GUICHET_DEBUG"),
        (LOCAL, {"GUICHET_CLOCK": "2026-05-01T08:00:00Z"}, "GUICHET_CLOCK"),
        (LOCAL, {"GUICHET_SECRET_KEY": "secret"}, "GUICHET_SECRET_KEY"),
        (LOCAL, {"GUICHET_SECRET_KEY": "a" * 80}, "GUICHET_SECRET_KEY"),
        (LOCAL, {"DATABASE_URL": "postgresql://a:b@db.example.com/guichet"}, "sslmode"),
    ],
)
def test_unsafe_setting_is_refused_with_its_reason(bind, environment, said):
    assert said in reasons(bind, **environment)


def test_database_on_this_machine_or_encrypted_is_safe():
    assert reasons(DATABASE_URL="postgresql://a:b@127.0.0.1/guichet") == ""
    assert reasons(DATABASE_URL="postgresql://a:b@/guichet?host=%2Fvar%2Frun%2Fpostgresql") == ""
    assert reasons(DATABASE_URL="postgresql://a:b@db.example.com/guichet?sslmode=verify-full") == ""


def test_clock_is_accepted_with_debug():
    assert reasons(GUICHET_CLOCK="2026-05-01T08:00:00Z", GUICHET_DEBUG="1") == ""


def test_demo_may_be_shown_on_a_network_without_tls():
    assert reasons(PUBLIC, demo=True) == ""
    assert "GUICHET_DEBUG" in reasons(PUBLIC, demo=True, GUICHET_DEBUG="1")


def test_home_that_others_read_is_refused(tmp_path):
    tmp_path.chmod(0o755)
    with pytest.raises(Unsafe, match="chmod 700"):
        require_safe({}, bind=LOCAL, demo=False, home=tmp_path)
    tmp_path.chmod(0o700)
    (tmp_path / "secret-key").write_text(KEY)
    (tmp_path / "secret-key").chmod(0o640)
    with pytest.raises(Unsafe, match="chmod 600"):
        require_safe({}, bind=LOCAL, demo=False, home=tmp_path)


def test_every_reason_is_said_at_once(tmp_path):
    tmp_path.chmod(0o700)
    with pytest.raises(Unsafe) as refused:
        require_safe({"GUICHET_DEBUG": "1", "GUICHET_SECRET_KEY": "x"}, bind=PUBLIC, demo=False, home=tmp_path)
    assert str(refused.value).count("\n  - ") == 3


@pytest.mark.parametrize("bind", ["8000", "localhost", "localhost:", "localhost:http", ":8000", "localhost:99999"])
def test_bind_that_is_none_is_refused(bind):
    with pytest.raises(Unsafe, match="HOST:PORT"):
        host_and_port(bind)


def test_only_loopback_counts_as_local():
    assert is_loopback("127.0.0.2:1")
    assert not is_loopback("192.0.2.1:1")
    assert not is_loopback("example.com:1")
