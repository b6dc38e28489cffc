"""The vendor's administrator configures everything, by the rules of the configuration files, and sees no request by that."""

import datetime as dt
import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guichet.access.models import LogEntry
from guichet.catalog.models import Installation, Release
from guichet.contracts.models import Contract, CoverageRow
from guichet.people.models import Closure, Company, Membership, Person, Seat
from guichet.service.house import house
from guichet.service.models import Desk, Domain, MatrixRow, RequestType, Text
from guichet.sla.models import BusinessCalendar, SlaPolicy
from guichet.sla.stored import calendars_by_key
from guichet.web.administration.fields import form_of
from guichet.web.administration.kinds import KINDS

HOME = "/administration/"
PAGES = [
    HOME, f"{HOME}log/", f"{HOME}people/", f"{HOME}people/new/", f"{HOME}companies/", f"{HOME}companies/new/", f"{HOME}products/",
    f"{HOME}products/releases/new/", *(f"{HOME}configuration/{slug}/" for slug, kind in KINDS.items() if not kind.is_single),
    *(f"{HOME}configuration/{slug}/new/" for slug, kind in KINDS.items() if kind.adds),
    *(f"{HOME}configuration/{slug}/{slug}/" for slug, kind in KINDS.items() if kind.is_single),
]  # fmt: skip


def form_data(kind_slug: str, row) -> dict:
    """What a browser would send back of the editor unchanged."""
    kind = KINDS[kind_slug]
    form = form_of(list(kind.fields()), kind.entry(row))
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False):
            data[bound.html_name] = "on" if value is True else value
    return data


def edit(client: Client, slug: str, row, **changes):
    data = form_data(slug, row) | changes
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(f"{HOME}configuration/{slug}/{row.key}/", data)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_the_administrator_and_nobody_else(signed_in, page):
    assert signed_in("admin").get(page).status_code == 200
    assert signed_in("lena").get(page).status_code == 404
    assert signed_in("alan").get(page).status_code == 404
    assert Client().get(page).status_code == 302


@pytest.mark.parametrize("slug", [slug for slug, kind in KINDS.items() if not kind.is_single])
def test_every_entry_can_be_opened_and_kept_unchanged(signed_in, slug):
    client, kind = signed_in("admin"), KINDS[slug]
    for row in kind.model.objects.all()[:3]:
        before = kind.entry(row)
        assert client.get(f"{HOME}configuration/{slug}/{row.key}/").status_code == 200
        response = edit(client, slug, row)
        assert response.status_code == 303, response.content.decode()[-3000:]
        after = kind.entry(kind.model.objects.get(key=row.key))
        kept = {name: value for name, value in before.items() if value not in (None, [], {}, False, "")}
        assert {name: after.get(name) for name in kept} == kept


@pytest.mark.parametrize("slug", [slug for slug, kind in KINDS.items() if kind.is_single])
def test_every_single_entry_can_be_kept_unchanged(signed_in, slug):
    row = Text.objects.get(key=slug)
    before = row.spec
    assert edit(signed_in("admin"), slug, row).status_code == 303
    assert Text.objects.get(key=slug).spec == before


def test_changed_name_is_seen_at_once_and_logged(signed_in):
    desk = Desk.objects.get(key="SUP")
    assert edit(signed_in("admin"), "desks", desk, labels__de="Kundendienst").status_code == 303
    assert house().desk_by_key["SUP"].labels["de"] == "Kundendienst"
    entry = LogEntry.objects.get(act="configuration.changed")
    assert (entry.subject, entry.data["parts"], entry.by.email) == ("desks SUP", ["labels"], "admin@vendor.example")


def test_text_missing_in_one_language_is_refused_beside_its_field(signed_in):
    response = edit(signed_in("admin"), "desks", Desk.objects.get(key="SUP"), labels__it="")
    assert response.status_code == 422
    assert 'id="id_labels__it-refusal"' in response.content.decode() or "labels__it" in response.content.decode()
    assert Desk.objects.get(key="SUP").labels["it"] == "Assistenza"


def test_new_desk_team_and_domain(signed_in):
    client = signed_in("admin")
    names = {f"labels__{code}": f"Labo {code}" for code in ("en", "fr", "de", "it")}
    assert client.post(f"{HOME}configuration/desks/new/", {"key": "LAB", "visible": "full", **names}).status_code == 303
    assert client.post(f"{HOME}configuration/teams/new/", {"key": "LAB-1", "desk": "LAB", **names}).status_code == 303
    assert client.post(f"{HOME}configuration/domains/new/", {"key": "quality", "team": "LAB-1", **names}).status_code == 303
    assert Domain.objects.get(key="quality").team.desk.key == "LAB"
    again = client.post(f"{HOME}configuration/desks/new/", {"key": "lab", "visible": "full", **names})
    assert again.status_code == 422


def test_edited_calendar_counts_at_once(signed_in):
    row = BusinessCalendar.objects.get(key="CH-BE")
    client = signed_in("admin")
    assert (
        edit(client, "calendars", row, windows__sat="09:00-11:00", days="2026-12-28 closed\n2026-12-29 until 15:00").status_code
        == 303
    )
    calendar = calendars_by_key()["CH-BE"]
    opening = calendar.next_opening(dt.datetime(2026, 11, 28, 6, tzinfo=dt.UTC))
    assert opening.astimezone(calendar.zone).strftime("%a %H:%M") == "Sat 09:00"
    assert BusinessCalendar.objects.get(key="CH-BE").spec["days"] == [
        {"on": "2026-12-28", "closed": True},
        {"on": "2026-12-29", "ends_at": "15:00"},
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("windows__mon", "12:00-08:00"), ("windows__mon", "morning"), ("eve_ends_at", "late"), ("days", "tomorrow closed"),
     ("holidays__subdivision", "ZZ"), ("zone", "Mars/Olympus")],
)  # fmt: skip
def test_calendar_that_cannot_be_read_is_refused_and_nothing_changes(signed_in, field, value):
    row = BusinessCalendar.objects.get(key="CH-BE")
    response = edit(signed_in("admin"), "calendars", row, **{field: value})
    assert response.status_code == 422
    assert "refusal" in response.content.decode()
    assert BusinessCalendar.objects.get(key="CH-BE").spec == row.spec


def test_calendar_has_to_open_on_some_day(signed_in):
    row = BusinessCalendar.objects.get(key="CH-BE")
    closed = {f"windows__{day}": None for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    assert edit(signed_in("admin"), "calendars", row, **closed).status_code == 422


def test_target_is_typed_with_its_unit(signed_in):
    row = SlaPolicy.objects.get(key="STANDARD")
    client = signed_in("admin")
    assert edit(client, "policies", row, targets__HIGH__first_reply="90min").status_code == 303
    assert SlaPolicy.objects.get(key="STANDARD").spec["targets"]["HIGH"]["first_reply"] == "90min"
    assert edit(client, "policies", row, targets__HIGH__first_reply="4").status_code == 422


def test_colours_that_cannot_be_read_are_refused(signed_in):
    row = Text.objects.get(key="brand")
    client = signed_in("admin")
    refused = edit(client, "brand", row, colours__turn="#777777", colours__ink="#888888")
    assert refused.status_code == 422
    assert "4.5" in refused.content.decode()
    assert edit(client, "brand", row, colours__turn="yellow").status_code == 422
    assert edit(client, "brand", row, vendor="Nouvelle SA", colours__turn="#ffe066").status_code == 303
    assert "Nouvelle SA" in Client().get("/sign-in/").content.decode()


def png(width: int = 2, height: int = 2) -> bytes:
    """A picture's head; its points do not matter here."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\x00\x00\x00" + b"\x00" * 20


def test_logo_stands_on_the_sign_in_page_until_it_is_removed(signed_in):
    client = signed_in("admin")
    picture = SimpleUploadedFile("logo.png", png(), "image/png")
    assert client.post(f"{HOME}logo/", {"logo": picture}).status_code == 303
    assert "/logo.png?" in Client().get("/sign-in/").content.decode()
    shown = Client().get("/logo.png")
    assert (shown["Content-Type"], shown.content, shown["X-Content-Type-Options"]) == ("image/png", png(), "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert client.post(f"{HOME}logo/", {"remove": "1"}).status_code == 303
    assert Client().get("/logo.png").status_code == 404


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"GIF89a" + b"x" * 50, png(9000, 10), png() + b"x" * 300_000, b""])
def test_logo_is_a_small_png_and_nothing_else(signed_in, data):
    response = signed_in("admin").post(f"{HOME}logo/", {"logo": SimpleUploadedFile("logo.png", data, "image/png")})
    assert response.status_code == 422
    assert Client().get("/logo.png").status_code == 404


def test_type_is_taken_from_the_offer(signed_in):
    row = RequestType.objects.get(key="TRN")
    assert edit(signed_in("admin"), "types", row, active=None).status_code == 303
    kept = RequestType.objects.get(key="TRN")
    assert not kept.is_active
    assert [field["key"] for field in kept.fields] == [field["key"] for field in row.fields]
    assert kept.fields == row.fields, "the words of the fields stay"


def test_reminders_change_and_what_follows_them_stays(signed_in):
    row = Text.objects.get(key="timers")
    client = signed_in("admin")
    assert edit(client, "timers", row, WAIT_CUSTOMER__remind_after="2, 4").status_code == 303
    spec = Text.objects.get(key="timers").spec
    assert spec["WAIT_CUSTOMER"] == {**row.spec["WAIT_CUSTOMER"], "remind_after": [2, 4]}
    assert edit(client, "timers", row, WAIT_CUSTOMER__remind_after="4, 2").status_code == 422
    assert edit(client, "timers", row, WAIT_CUSTOMER__remind_after="soon").status_code == 422


def test_coverage_and_matrix_keep_their_shape(signed_in):
    client = signed_in("admin")
    row = CoverageRow.objects.first()
    assert edit(client, "coverage", row, outcome__en="covered, gladly").status_code == 303
    assert CoverageRow.objects.get(key=row.key).spec["outcome"]["en"] == "covered, gladly"
    need = MatrixRow.objects.first()
    assert edit(client, "matrix", need, cost__fr="aucun, promis").status_code == 303
    assert MatrixRow.objects.get(key=need.key).spec["cost"]["fr"] == "aucun, promis"


# People of the vendor


def person_form(cast, **more) -> dict:
    return {"given_name": "Eva", "family_name": "Neu", "language": "de", "spoken": ["de", "fr"], "is_agent": "on",
            f"team_{cast.team('SUP-BO').pk}": "member", **more}  # fmt: skip


def test_new_agent_is_invited_and_seated(signed_in, cast):
    response = signed_in("admin").post(f"{HOME}people/new/", person_form(cast, email="eva@vendor.example"))
    assert response.status_code == 303
    eva = Person.objects.get(email="eva@vendor.example")
    assert (eva.is_agent, eva.spoken) == (True, ["de", "fr"])
    assert [seat.team.key for seat in Seat.objects.filter(person=eva)] == ["SUP-BO"]
    assert LogEntry.objects.filter(act="agent.invited").exists()


def test_contact_of_a_company_cannot_become_an_agent(signed_in, cast):
    assert signed_in("admin").post(f"{HOME}people/new/", person_form(cast, email="ADA@acme.example")).status_code == 422


def test_nora_becomes_lead_elsewhere(signed_in, cast):
    nora = cast.person("nora")
    data = person_form(cast, **{f"team_{cast.team('SUP-BO').pk}": "", f"team_{cast.team('SUP-TEC').pk}": "lead"})
    assert signed_in("admin").post(f"{HOME}people/{nora.pk}/", data).status_code == 303
    assert cast.actor("nora").led_teams == {cast.team("SUP-TEC").pk}
    assert cast.actor("nora").teams == {cast.team("SUP-TEC").pk}


def test_limited_needs_an_agent_and_an_agent_needs_a_role(signed_in, cast):
    nora = cast.person("nora")
    data = person_form(cast, is_limited="on")
    del data["is_agent"]
    assert signed_in("admin").post(f"{HOME}people/{nora.pk}/", data).status_code == 422


def test_deactivated_agent_is_out_at_once(signed_in, cast):
    hers, nora = signed_in("nora"), cast.person("nora")
    assert signed_in("admin").post(f"{HOME}people/{nora.pk}/activity/").status_code == 422
    successor = {"successor": cast.person("luca").pk}
    assert signed_in("admin").post(f"{HOME}people/{nora.pk}/activity/", successor).status_code == 303
    assert hers.get("/account/").status_code == 302
    assert signed_in("admin").post(f"{HOME}people/{nora.pk}/activity/").status_code == 303
    assert cast.person("nora").is_active


def test_administrator_does_not_lock_himself_out(signed_in, cast):
    admin = cast.person("admin")
    client = signed_in("admin")
    assert client.post(f"{HOME}people/{admin.pk}/activity/").status_code == 403
    assert client.post(f"{HOME}people/{admin.pk}/", person_form(cast)).status_code == 403
    assert cast.actor("admin").is_administrator


def test_contacts_are_not_among_the_people_of_the_vendor(signed_in, cast):
    assert signed_in("admin").get(f"{HOME}people/{cast.person('ada').pk}/").status_code == 404


# Companies


def test_companies_are_found_by_name_city_and_number(signed_in, cast):
    client = signed_in("admin")
    for query in ("acme", "Lausanne", "ACME.example"):
        said = client.get(f"{HOME}companies/", {"q": query}).content.decode()
        assert "Acme SA" in said and "Borealis AG" not in said


def test_list_of_companies_takes_as_many_queries_with_one_as_with_sixty(signed_in, cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("admin")
    client.get(f"{HOME}companies/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{HOME}companies/", {"q": "acme"})
    Company.objects.bulk_create(Company(name=f"Acme {n}") for n in range(60))
    with CaptureQueriesContext(connection) as many:
        assert "Acme 9" in client.get(f"{HOME}companies/", {"q": "acme", "page": 2}).content.decode()
    assert len(few) == len(many)


def test_page_of_a_company_shows_what_belongs_to_it(signed_in, cast):
    said = signed_in("admin").get(f"{HOME}companies/{cast.company('acme').pk}/").content.decode()
    for word in ("Alan Muriset", "C-acme", "Production", "Acme Logistique"):
        assert word in said
    assert "Boris" not in said


def test_new_contract_and_its_mistakes(signed_in, cast):
    acme, client = cast.company("acme"), signed_in("admin")
    data = {
        "number": "C-2", "products": [cast.installation("acme-prod").product_id], "starts_on": "2027-01-01", "ends_on": "2026-01-01",
        "policy": SlaPolicy.objects.get(key="STANDARD").pk, "calendar": BusinessCalendar.objects.get(key="CH-BE").pk,
    }  # fmt: skip
    address = f"{HOME}companies/{acme.pk}/contracts/new/"
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "ends_on": "2028-01-01", "number": "C-acme"}).status_code == 422
    assert client.post(address, {**data, "ends_on": "2028-01-01"}).status_code == 303
    assert Contract.objects.get(number="C-2").company == acme
    assert LogEntry.objects.filter(act="contracts.kept").exists()


def test_record_of_another_company_is_not_there(signed_in, cast):
    there = cast.contract("borealis")
    assert signed_in("admin").get(f"{HOME}companies/{cast.company('acme').pk}/contracts/{there.pk}/").status_code == 404


def test_installation_moves_to_another_release(signed_in, cast):
    installation = cast.installation("acme-test")
    data = {
        "name": "Test", "product": installation.product_id, "release": cast.release("24.2.5").pk, "environment": "test",
        "operated_by": "vendor", "entities": [cast.entity("acme", "01").pk], "external_id": "acme-test", "is_active": "on",
    }  # fmt: skip
    address = f"{HOME}companies/{installation.company_id}/installations/{installation.pk}/"
    assert signed_in("admin").post(address, data).status_code == 303
    kept = Installation.objects.get(pk=installation.pk)
    assert (kept.release.name, kept.operated_by, kept.entities.count()) == ("24.2.5", "vendor", 1)
    assert signed_in("admin").post(address, {**data, "entities": [cast.entity("borealis", "01").pk]}).status_code == 422


def test_entity_code_is_taken_once(signed_in, cast):
    address = f"{HOME}companies/{cast.company('acme').pk}/entities/new/"
    assert signed_in("admin").post(address, {"code": "03", "name": "Acme Tessin SA"}).status_code == 303
    assert signed_in("admin").post(address, {"code": "03", "name": "Acme Tessin SA"}).status_code == 422


def test_administrator_of_the_vendor_invites_changes_and_ends_contacts(signed_in, cast):
    acme, client = cast.company("acme"), signed_in("admin")
    invited = {"email": "new@acme.example", "given_name": "Noël", "language": "fr", "is_requester": "on"}
    assert client.post(f"{HOME}companies/{acme.pk}/contacts/", invited).status_code == 303
    assert client.post(f"{HOME}companies/{acme.pk}/contacts/", invited).status_code == 422
    made = Membership.objects.get(person__email="new@acme.example")
    address = f"{HOME}companies/{acme.pk}/contacts/{made.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"is_approver": "on"}).status_code == 303
    made.refresh_from_db()
    assert (made.is_requester, made.is_approver) == (False, True)
    assert client.post(address, {"leave": "1"}).status_code == 422
    assert client.post(address, {"leave": "1", "successor": cast.membership("alan").pk}).status_code == 303
    assert not Person.objects.get(email="new@acme.example").is_active


def test_release_is_planned_and_then_published(signed_in, cast):
    release = cast.release("24.2.6")
    data = {"line": release.line_id, "name": "24.2.6", "planned_on": "2026-12-08", "released_on": "2026-11-24"}
    assert signed_in("admin").post(f"{HOME}products/releases/{release.pk}/", data).status_code == 303
    assert Release.objects.get(pk=release.pk).released_on == dt.date(2026, 11, 24)
    taken = {"line": release.line_id, "name": "24.2.5"}
    assert signed_in("admin").post(f"{HOME}products/releases/{release.pk}/", taken).status_code == 422


def test_vendor_enters_the_closing_days_of_a_company(signed_in, cast):
    client, acme = signed_in("admin"), cast.company("acme")
    here = f"{HOME}companies/{acme.pk}/"
    days = {"first_on": "2099-12-24", "last_on": "2099-12-31", "note": "Fermeture annuelle"}
    assert client.post(f"{here}closing-days/", days).status_code == 303
    assert "Fermeture annuelle" in client.get(here).content.decode()
    backwards = client.post(f"{here}closing-days/", {**days, "last_on": "2099-12-01"})
    assert backwards.status_code == 422 and "Fermeture annuelle" in backwards.content.decode()
    closure = Closure.objects.get(company=acme)
    elsewhere = f"{HOME}companies/{cast.company('borealis').pk}/closing-days/{closure.pk}/"
    assert client.post(elsewhere).status_code == 404 and signed_in("lena").post(f"{here}closing-days/", days).status_code == 404
    assert client.post(f"{here}closing-days/{closure.pk}/").status_code == 303
    assert not Closure.objects.exists()
