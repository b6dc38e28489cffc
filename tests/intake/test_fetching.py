"""Fetching a mailbox from a real IMAP server: ours first, then the copy; once, whatever breaks in between."""

import socket
import tempfile
import threading
import time
from pathlib import Path

import pytest
from imap_tools import AND, MailBoxUnencrypted

from guichet.intake.mailbox import fetching, keeping, watching
from guichet.intake.mailbox.models import Mail, Mailbox
from guichet.intake.mailbox.sealing import seal
from tests.intake import dovecot
from tests.intake.posting import limited_to, written

pytestmark = pytest.mark.imap


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory(prefix="guichet-imap-") as home:
        found = dovecot.made(Path(home))
        found.start()
        yield found
        found.stop()


@pytest.fixture
def box(cast, server):
    with server.client() as client:
        for folder in ("INBOX", "Done"):
            client.folder.set(folder)
            client.delete(client.uids())
    return Mailbox.objects.create(
        key="SUPPORT", host="127.0.0.1", port=server.port, security=Mailbox.PLAIN, user=dovecot.USER, secret=seal(dovecot.PASSWORD)
    )


def subjects() -> list[str]:
    return [keeping.read(sha256, keeping_home()).split(b"Subject: ")[1].split(b"\r\n")[0].decode() for sha256 in
            Mail.objects.order_by("pk").values_list("sha256", flat=True)]  # fmt: skip


def keeping_home() -> Path:
    from django.conf import settings

    return settings.GUICHET_HOME


def letters(*names: str) -> list[bytes]:
    return [written("ada", subject=name, Message_ID=f"<{name}@acme.example>") for name in names]


def test_new_mail_is_kept_in_order_and_marked_afterwards(server, box):
    server.deliver(*letters("one", "two", "three"))
    assert watching.fetch_once(box.pk) == 3
    assert subjects() == ["one", "two", "three"]
    with server.client() as client:
        assert client.uids(AND(seen=False)) == [] and len(client.uids()) == 3
    mail = Mail.objects.first()
    assert (mail.origin, mail.mailbox, set(mail.place)) == ("imap", box, {"uid", "uid_validity"})


def test_what_was_fetched_is_not_fetched_again(server, box):
    server.deliver(*letters("one"))
    watching.fetch_once(box.pk)
    server.deliver(*letters("two"))
    assert (watching.fetch_once(box.pk), watching.fetch_once(box.pk)) == (1, 0)


def test_copies_are_moved_or_removed_as_the_mailbox_says(server, box):
    server.deliver(*letters("one"))
    Mailbox.objects.update(afterwards=Mailbox.MOVE, move_to="Done")
    watching.fetch_once(box.pk)
    with server.client() as client:
        assert client.uids() == []
        client.folder.set("Done")
        assert len(client.uids()) == 1
    Mailbox.objects.update(afterwards=Mailbox.REMOVE)
    server.deliver(*letters("two"))
    watching.fetch_once(box.pk)
    with server.client() as client:
        assert client.uids() == []
    assert subjects() == ["one", "two"]


def test_copy_is_left_alone_until_the_message_is_ours_and_looked_after_later(server, box, monkeypatch):
    server.deliver(*letters("one", "two"))
    Mailbox.objects.update(afterwards=Mailbox.REMOVE)
    monkeypatch.setattr(fetching, "finish", lambda *_: (_ for _ in ()).throw(ConnectionResetError()))
    with pytest.raises(ConnectionResetError):
        watching.fetch_once(box.pk)
    monkeypatch.undo()
    with server.client() as client:
        assert len(client.uids()) == 2
    assert watching.fetch_once(box.pk) == 0
    with server.client() as client:
        assert client.uids() == []
    assert subjects() == ["one", "two"]


def test_numbered_anew_is_recognised(server, box):
    server.deliver(*letters("one", "two"))
    watching.fetch_once(box.pk)
    Mailbox.objects.update(uid_validity=1)
    watching.fetch_once(box.pk)
    assert subjects() == ["one", "two"]
    box.refresh_from_db()
    assert box.uid_validity != 1


def test_message_above_the_limit_is_kept_in_part_and_its_copy_stays(server, box):
    limited_to(2000)
    Mailbox.objects.update(afterwards=Mailbox.REMOVE)
    server.deliver(written("ada", subject="large", text="x" * 5000), *letters("small"))
    assert watching.fetch_once(box.pk) == 2
    large, small = Mail.objects.order_by("pk")
    assert (large.is_cut, large.size, small.is_cut) == (True, 2000, False)
    with server.client() as client:
        assert len(client.uids()) == 1


def test_wrong_password_is_said_on_the_mailbox(server, box):
    Mailbox.objects.update(secret=seal("wrong"))
    assert watching.fetch_all_once() == 0
    box.refresh_from_db()
    assert box.problem == "MailboxLoginError" and box.failing_since is not None


@pytest.mark.django_db(transaction=True)
def test_mail_that_comes_while_it_is_watched_is_kept_at_once(server, box):
    stop = threading.Event()
    thread = threading.Thread(target=watching._watch, args=(box.pk, stop), daemon=True)
    thread.start()
    try:
        server.deliver(*letters("one"))
        _until(lambda: Mail.objects.count() == 1)
        server.deliver(*letters("two"))
        _until(lambda: Mail.objects.count() == 2)
    finally:
        stop.set()
        thread.join(timeout=20)
    assert not thread.is_alive()
    assert subjects() == ["one", "two"]


def test_mail_told_in_one_packet_with_the_yes_to_idle_is_seen():
    """A server of three lines, whose answer to IDLE and the news of a message come together."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        there, _ = listener.accept()
        with there, there.makefile("rb") as lines:
            there.sendall(b"* PREAUTH [CAPABILITY IMAP4rev1 IDLE] ready\r\n")
            for line in lines:
                tag, command = line.split()[0], line.split()[-1].upper()
                if command == b"IDLE":
                    there.sendall(b"+ idling\r\n* 1 EXISTS\r\n")
                    lines.readline()
                there.sendall(b"* CAPABILITY IMAP4rev1 IDLE\r\n" * (command == b"CAPABILITY") + tag + b" OK done\r\n")

    threading.Thread(target=serve, daemon=True).start()
    stop = threading.Event()
    watcher = threading.Timer(4, stop.set)
    watcher.start()
    with listener:
        box = MailBoxUnencrypted("127.0.0.1", listener.getsockname()[1])
        box.client.state = "SELECTED"
        fetching.wait(box, stop)
        box.client.shutdown()
    watcher.cancel()
    assert not stop.is_set()


def _until(holds) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


class _Answers:
    """A server that answers FETCH as it is told, and says which messages it still has."""

    def __init__(self, parts, there=()):
        self.client, self.parts, self.there = self, parts, [str(uid) for uid in there]

    def uid(self, *_command):
        return "OK", self.parts

    def uids(self, _criteria):
        return self.there


@pytest.mark.parametrize("parts", [
    [(b"1 (UID 7 BODY[] {5}", b"words"), b")"],
    [(b"1 (BODY[] {5}", b"words"), b" UID 7)"],
    [(b"1 (FLAGS () BODY[] {5}", b"words"), b" UID 7 FLAGS ())"],
])  # fmt: skip
def test_the_uid_may_stand_before_the_message_or_behind_it(parts):
    assert fetching._bodies(_Answers(parts), [7], "(UID BODY.PEEK[])") == {7: b"words"}


def test_what_the_server_has_and_does_not_hand_out_is_not_passed_over(db):
    box = Mailbox(pk=1, last_uid=6)
    with pytest.raises(ConnectionError):
        fetching._keep(_Answers([], there=[7]), box, [7], {7: 5}, 1000)
    assert box.last_uid == 6
