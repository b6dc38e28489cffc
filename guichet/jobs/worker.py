"""The worker: does the jobs of the queue and makes the rounds, until it is told to stop.

It is small (two threads, each with its connection; one for the queue, one that listens), stops within two seconds, and
comes back by itself when PostgreSQL was away.
"""

import asyncio
import contextlib
import logging
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

from django.db import close_old_connections, connections
from procrastinate import App
from procrastinate.contrib.django import app, utils
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

from guichet.jobs import companions, rounds, upkeep
from guichet.jobs.queue import where

log = logging.getLogger("guichet.jobs")

THREADS = 2
TICK_SECONDS = 10
STOP_SECONDS = 1.7
HEARTBEAT_SECONDS = 5
# How long the queue waits for its connection before the worker begins anew.
CONNECTION_SECONDS = 2
PAUSE_SECONDS = 0.5
# Jobs are told by notification; this is for those told while nobody listened.
POLL_SECONDS = 2


def run(once: bool = False) -> None:
    """Work until SIGTERM or Ctrl-C; with *once*, do everything that is due and end."""
    # The library tells a failed job with its arguments, which may hold an address; the tasks tell it by its id.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    if once:
        do_what_is_due()
        return
    loop = asyncio.new_event_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="worker"))
    stop = asyncio.Event()
    companions.start(threading.Event())  # they end with the process
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, _stop, loop, stop)
    loop.run_until_complete(_work(stop))
    # Threads that are still busy are left behind: their jobs are put back by the next worker.
    os._exit(0)


def _stop(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    loop.call_later(STOP_SECONDS, os._exit, 0)
    stop.set()


def do_what_is_due() -> None:
    """Make the rounds, drain the queue, and again while that brought more work; nothing waits for another day.

    A job that another worker holds, or that is to be tried later, is not waited for.
    """
    former = -1
    while True:
        found = companions.once() + rounds.make(once=True)
        asyncio.run(_drain())
        left = upkeep.due()
        if not found and (not left or left == former):
            return
        former = left


async def _drain() -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1, thread_name_prefix="worker"))
    await _do_jobs(wait=False, listen_notify=False, concurrency=1)
    await asyncio.get_running_loop().run_in_executor(None, connections.close_all)


async def _work(stop: asyncio.Event) -> None:
    """Jobs and rounds side by side; when one fails, begin both anew as soon as PostgreSQL answers."""
    while not stop.is_set():
        parts = [
            asyncio.create_task(_do_jobs(wait=True, listen_notify=True, concurrency=THREADS)),
            asyncio.create_task(_make_rounds()),
        ]
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait([*parts, stopped], return_when=asyncio.FIRST_COMPLETED)
        for part in [*parts, stopped]:
            part.cancel()
        ended = await asyncio.gather(*parts, return_exceptions=True)
        if stop.is_set():
            return
        log.warning(
            "The worker begins anew: %s", "; ".join(where(e) for e in ended if isinstance(e, Exception)) or "listening ended"
        )
        await _database_answers(stop)


async def _do_jobs(*, wait: bool, listen_notify: bool, concurrency: int) -> None:
    connector = _Connector(kwargs=utils.connector_params(), min_size=1, max_size=1, timeout=CONNECTION_SECONDS, num_workers=1)
    # Tasks queue further jobs through Django's connection, in their own transaction; only the worker uses this one.
    queue: App = app.with_connector(connector)
    async with queue.open_async():
        working = asyncio.create_task(
            queue.run_worker_async(
                wait=wait,
                listen_notify=listen_notify,
                fetch_job_polling_interval=POLL_SECONDS,
                concurrency=concurrency,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=1.0,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=upkeep.DEAD_AFTER_SECONDS,
            )
        )
        failed = asyncio.create_task(connector.failed.wait())
        try:
            await asyncio.wait([working, failed], return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise ConnectionError
            await working
        finally:
            for part in (working, failed):
                part.cancel()
            await asyncio.gather(working, failed, return_exceptions=True)


class _Connector(PsycopgConnector):
    """Knows when a job's end could not be written. The library only logs that and works on: the job would be `doing` for
    as long as this worker lives, and with it all that waits for its lock. Under a new name its former jobs are put back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.failed = asyncio.Event()

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        try:
            await super().execute_query_async(query, **arguments)
        except ConnectorException:
            self.failed.set()
            raise


async def _make_rounds() -> None:
    loop = asyncio.get_running_loop()
    while True:
        began = time.monotonic()
        await loop.run_in_executor(None, _round)
        await asyncio.sleep(max(1.0, TICK_SECONDS - (time.monotonic() - began)))


def _round() -> None:
    close_old_connections()
    try:
        rounds.make()
    finally:
        close_old_connections()


async def _database_answers(stop: asyncio.Event) -> None:
    """Wait until a new connection can be made, or we are told to stop."""
    import psycopg

    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)
        with contextlib.suppress(psycopg.Error):
            async with await psycopg.AsyncConnection.connect(**utils.connector_params(), autocommit=True):
                return
