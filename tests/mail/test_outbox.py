"""Where letters go: files in the home's outbox, or a mail server."""

import socket
import threading

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from guichet.mail import outbox

MESSAGE = b"Subject: x\r\n\r\nHello\r\n"
PARTIES = {"message_id": "<a.1@vendor.example>", "sender": "support@vendor.example", "to": "ada@acme.example"}


class Handler:
    def __init__(self, on_data: str = "250 OK") -> None:
        self.on_data, self.taken = on_data, []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope.content)
        return self.on_data


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def server():
    running = []

    def start(handler, **options) -> int:
        port = free_port()
        running.append(Controller(handler, hostname="127.0.0.1", port=port, **options))
        running[-1].start()
        return port

    yield start
    for controller in running:
        controller.stop()


def test_without_a_server_letters_become_files_written_in_one_go(settings, tmp_path):
    settings.GUICHET_HOME, settings.GUICHET_EMAIL_URL = tmp_path, ""
    outbox.hand_over(MESSAGE, **PARTIES)
    outbox.hand_over(MESSAGE, **PARTIES)
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.name == "a.1@vendor.example.eml" and file.read_bytes() == MESSAGE


def test_an_outbox_that_cannot_be_written_is_tried_again(settings, tmp_path):
    (tmp_path / "outbox").write_text("a file in the way")
    settings.GUICHET_HOME, settings.GUICHET_EMAIL_URL = tmp_path, ""
    with pytest.raises(outbox.TryAgain):
        outbox.hand_over(MESSAGE, **PARTIES)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_the_server_of_the_setting_gets_the_letter_after_signing_in(settings, server, monkeypatch):
    monkeypatch.setattr(outbox, "TIMEOUT_SECONDS", 1)

    def check(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"us/er", b"p:w")
        return AuthResult(success=right)

    handler = Handler()
    port = server(handler, authenticator=check, auth_required=True, auth_require_tls=False)
    settings.GUICHET_EMAIL_URL = f"smtp://us%2Fer:p%3Aw@127.0.0.1:{port}"
    outbox.hand_over(MESSAGE, **PARTIES)
    assert handler.taken == [MESSAGE]
    settings.GUICHET_EMAIL_URL = f"smtp://us%2Fer:wrong@127.0.0.1:{port}"
    with pytest.raises(outbox.TryAgain):
        outbox.hand_over(MESSAGE, **PARTIES)


@pytest.mark.parametrize(("answer", "kind"), [("554 not wanted", outbox.Refused), ("452 full", outbox.TryAgain)])
def test_a_refused_text_is_final_only_where_the_server_says_so(settings, server, answer, kind):
    settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{server(Handler(answer))}"
    with pytest.raises(kind):
        outbox.hand_over(MESSAGE, **PARTIES)


def test_a_server_that_says_nothing_is_left_after_a_while(settings, monkeypatch):
    monkeypatch.setattr(outbox, "TIMEOUT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(outbox.TryAgain):
            outbox.hand_over(MESSAGE, **PARTIES)


def test_a_server_without_tls_never_gets_the_letter_in_the_clear(settings, server):
    handler = Handler()
    settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{server(handler)}?tls"
    with pytest.raises(outbox.TryAgain):
        outbox.hand_over(MESSAGE, **PARTIES)
    assert handler.taken == []


def test_accepted_is_accepted_however_the_server_says_goodbye(settings):
    answers = [b"220 hi", b"250 hi", b"250 ok", b"250 ok", b"354 go", b"250 ok", b"421 gone"]
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            connection, _ = listening.accept()
            with connection, connection.makefile("rwb") as stream:
                for answer in answers:
                    stream.write(answer + b"\r\n")
                    stream.flush()
                    line = stream.readline()
                    while answer.startswith(b"354") and line != b".\r\n":
                        line = stream.readline()

        thread = threading.Thread(target=serve)
        thread.start()
        settings.GUICHET_EMAIL_URL = f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        outbox.hand_over(MESSAGE, **PARTIES)
        thread.join(5)


def test_a_setting_that_cannot_be_read_keeps_the_letter(settings):
    settings.GUICHET_EMAIL_URL = "mail.example"
    with pytest.raises(outbox.TryAgain, match="GUICHET_EMAIL_URL"):
        outbox.hand_over(MESSAGE, **PARTIES)
