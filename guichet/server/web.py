"""The web server: granian with one application, a few threads a process, and no record of who asked for what."""

from guichet.server.children import stop_with_parent
from guichet.server.safety import host_and_port

THREADS = 4
GRACE_SECONDS = 3


def run_web(bind: str, workers: int) -> None:
    """Serve until told to stop; a worker that dies is replaced at once."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    stop_with_parent()
    host, port = host_and_port(bind)
    Granian(
        "guichet.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        # Connections, not requests: every browser keeps some open without asking anything.
        backpressure=2000,
        backlog=1024,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=GRACE_SECONDS,
    ).serve()
