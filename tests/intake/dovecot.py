"""A real IMAP server for the tests: Debian's Dovecot on a free loopback port, with a throw-away home."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imap_tools import MailBoxUnencrypted

USER, PASSWORD = "support@vendor.example", "throw-away"

_CONF = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{home}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Done {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service auth {{
  user = {internal}
}}
"""


@dataclass
class Dovecot:
    home: Path
    port: int
    process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", "")), "-F", "-c", self.home / "conf"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 20
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5):
                    return
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise AssertionError(f"Dovecot does not start: {(self.home / 'log').read_text()[-2000:]}") from None
                time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)

    @contextmanager
    def client(self) -> Iterator[MailBoxUnencrypted]:
        """Somebody else's mail program, signed in."""
        box = MailBoxUnencrypted("127.0.0.1", self.port, timeout=20)
        try:
            box.login(USER, PASSWORD)
            yield box
        finally:
            box.client.shutdown()

    def deliver(self, *messages: bytes) -> None:
        """As an MTA delivers: into the new part of the maildir, in one step each."""
        with self.client() as box:
            for raw in messages:
                box.append(raw.replace(b"\n", b"\r\n"), "INBOX")


def made(home: Path) -> Dovecot:
    """A server that is configured and not yet started."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    me = pwd.getpwuid(os.getuid())
    is_root = os.getuid() == 0
    # As root its processes run as other users, and root itself holds no mail.
    owner = pwd.getpwnam("nobody") if is_root else me
    (home / "mail").mkdir()
    os.chown(home / "mail", owner.pw_uid, owner.pw_gid)
    (home / "conf").write_text(
        _CONF.format(
            home=home, port=port, user=owner.pw_uid, group=owner.pw_gid, password=PASSWORD,
            internal="dovecot" if is_root else me.pw_name, internal_group="dovecot" if is_root else me.pw_gid,
            login="dovenull" if is_root else me.pw_name,
        )
    )
    home.chmod(0o755)
    return Dovecot(home, port)
