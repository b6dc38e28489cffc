"""The round the worker makes for this room."""

from guichet.jobs.rounds import DAY, every


@every(DAY, "old drafts and uploads")
def forget_old() -> int:
    """Remove drafts whose time is over, and files that no message took."""
    from guichet.access.acting import acting_as
    from guichet.access.actors import SYSTEM
    from guichet.intake import drafts, uploads

    with acting_as(SYSTEM):
        drafts.forget_old()
        uploads.forget_old()
    return 0
