"""The queue's own upkeep: jobs of workers that died go back, finished ones go away. Runs in the worker's own role."""

from django.db import connection

from guichet.jobs.queue import MOST_TRIES
from guichet.jobs.rounds import DAY, every

# A worker that has not renewed its row for so long is dead.
DEAD_AFTER_SECONDS = 20
KEEP_FAILED = "7 days"


@every(10, "stalled jobs")
def put_back_stalled() -> int:
    """Queue again what a killed worker was doing; what it had done already does no harm twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_prune_stalled_workers_v1(%s)", [DEAD_AFTER_SECONDS])
        cursor.execute("SELECT id, attempts FROM procrastinate_jobs WHERE status = 'doing' AND worker_id IS NULL")
        stalled = cursor.fetchall()
        for job, attempts in stalled:
            if attempts >= MOST_TRIES:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])
            else:
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job])
    return len(stalled)


@every(DAY, "old jobs")
def delete_finished() -> int:
    """Delete jobs that ended long ago; those that went well were deleted at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE status NOT IN ('todo', 'doing') AND NOT EXISTS "
            "(SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > now() - %s::interval)",
            [KEEP_FAILED],
        )
        return 0


def due() -> int:
    """How many jobs could be done now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
        )
        return cursor.fetchone()[0]


def in_hand(name: str, argument: str, ids: list[int], *, failed: bool) -> set[int]:
    """Which of *ids* stand as *argument* of a job *name* that waits or runs; with *failed*, also of one that has failed."""
    states = ["todo", "doing", *(["failed"] if failed else [])]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args ->> %s)::bigint FROM procrastinate_jobs WHERE task_name = %s "
            "AND status::text = ANY (%s) AND (args ->> %s)::bigint = ANY (%s)",
            [argument, name, states, argument, ids],
        )
        return {row[0] for row in cursor.fetchall()}


def drop(name: str) -> None:
    """Delete the jobs *name* that wait: somebody is doing the work of all of them already."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [name])
