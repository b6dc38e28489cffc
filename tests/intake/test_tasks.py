"""What was never sent goes away by itself."""

import datetime as dt

from guichet import clock
from guichet.intake.models import Draft, Upload
from guichet.intake.tasks import forget_old
from guichet.jobs.rounds import ROUNDS

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)


def test_drafts_and_uploads_end_and_newer_ones_stay(ada):
    def draft(kind: str, expires_at: dt.datetime | None) -> Draft:
        return Draft.objects.create(person_id=ada.person_id, kind=kind, expires_at=expires_at)

    def upload(token: str, created_at: dt.datetime) -> Upload:
        return Upload.objects.create(
            person_id=ada.person_id,
            token=token,
            filename="a.txt",
            content_type="text/plain",
            size=1,
            sha256="0" * 64,
            created_at=created_at,
        )

    kept = [draft(Draft.NEW, None), draft(Draft.REPLY, NOW + dt.timedelta(hours=1)), upload("new", NOW - dt.timedelta(days=1))]
    gone = [draft(Draft.NOTE, NOW), upload("old", NOW - dt.timedelta(days=31))]
    with clock.standing_at(NOW):
        forget_old()
    assert all(type(row).objects.filter(pk=row.pk).exists() for row in kept)
    assert not any(type(row).objects.filter(pk=row.pk).exists() for row in gone)
    assert ROUNDS["old drafts and uploads"].run is forget_old
