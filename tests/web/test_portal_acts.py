"""Every address a customer posts to: done, refused with the reason, and nothing typed lost (INTERFACE section 4)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guichet import clock
from guichet.contracts.models import Offer
from guichet.desk.models import Attachment, Message, Share, Survey, Ticket
from guichet.desk.operations import closing, moving, replying, sharing, weighing
from guichet.desk.operations.moving import Moving
from guichet.intake.models import Draft, Upload
from guichet.people.models import Membership
from guichet.service import limits
from tests.desk.conftest import at, do, opened

__all__ = ["do", "opened"]
NOON = "2026-11-24 11:30"
ACTS = (
    "messages", "messages/draft", "confirm", "not-solved", "withdraw", "close", "check-on", "escalate", "criticality", "contest",
    "share", "approve", "refuse", "survey",
)  # fmt: skip


@pytest.fixture
def ticket(ada, opened):
    return opened(ada)


@pytest.fixture
def post(signed_in):
    def _post(who, ticket, act, data=None, when=NOON, **more):
        with clock.standing_at(at(when)):
            return signed_in(who).post(f"/requests/SPT-{ticket.pk}/{act}/", data or {}, **more)

    return _post


@pytest.fixture
def to(nora, do):
    """Moves a request on, as the vendor."""

    def _to(ticket, status, when="2026-11-24 11:00", **data):
        do(nora, when, moving.transition_to, ticket.pk, Moving(status, **data))
        return ticket

    return _to


@pytest.fixture
def resolved(ticket, to):
    return to(ticket, "RESOLVED", body="Corrigé.", resolution="explained")


@pytest.fixture
def offered(ticket, to):
    return to(ticket, "WAIT_APPROVAL", reason="Étiquette", amount=Decimal("1200"), valid_until=dt.date(2026, 12, 20))


def fresh(ticket):
    return Ticket.objects.get(pk=ticket.pk)


# Walls


@pytest.mark.parametrize("act", ACTS)
def test_strangers_find_nothing_to_post_to(ticket, post, signed_in, client, act):
    for who in ("boris", "berta", "paula", "remi", "nora", "admin"):
        answer = post(who, ticket, act, {"body": "x", "reason": "x"})
        assert answer.status_code == 404, (who, act)
    assert client.post(f"/requests/SPT-{ticket.pk}/{act}/").status_code == 302
    assert signed_in("ada").get(f"/requests/SPT-{ticket.pk}/{act}/").status_code == 405
    assert signed_in("ada").post(f"/requests/TRN-{ticket.pk}/{act}/").status_code == 404
    assert fresh(ticket).version == ticket.version


@pytest.mark.parametrize(
    "act", ["confirm", "not-solved", "withdraw", "close", "check-on", "escalate", "criticality", "contest", "share"]
)
def test_a_reader_it_is_shared_with_may_not(ticket, ada, do, post, act):
    do(ada, "2026-11-24 11:00", sharing.share, ticket.pk, "remi@acme.example")
    data = {"body": "x", "reason": "x", "check_on": "2026-11-30", "criticality": "HIGH", "impact": "x", "deadline": "2026-11-30T10:00",
            "share": "alan@acme.example"}  # fmt: skip
    assert post("remi", ticket, act, data).status_code == 403
    assert fresh(ticket).status == "NEW"


def test_a_forged_form_is_refused(ticket, signed_in):
    from django.conf import settings
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = signed_in("ada").cookies[settings.SESSION_COOKIE_NAME].value
    assert client.post(f"/requests/SPT-{ticket.pk}/messages/", {"body": "x"}).status_code == 403


# Writing


def test_a_reply_is_sent_once_and_leads_back_to_the_page(ticket, post):
    data = {"body": "Le 18 novembre.", "submission": "abc", "version": str(ticket.version)}
    for _n in range(2):
        answer = post("ada", ticket, "messages", data)
        assert (answer.status_code, answer["Location"]) == (303, f"/requests/SPT-{ticket.pk}/")
    assert Message.objects.filter(ticket=ticket, body="Le 18 novembre.").count() == 1


def test_under_htmx_the_fragment_comes_back(ticket, post):
    answer = post("ada", ticket, "messages", {"body": "Le 18."}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200 and "<!doctype" not in text and 'id="request"' in text and "Le 18." in text
    refused = post("ada", ticket, "messages", {"body": " "}, headers={"HX-Request": "true"})
    assert refused.status_code == 422 and "<!doctype" not in refused.content.decode()


def test_an_answer_moves_the_request_back_to_us(ticket, to, post):
    to(ticket, "WAIT_CUSTOMER", body="Quelle est la date ?")
    assert post("ada", ticket, "messages", {"body": "Le 18."}).status_code == 303
    assert (fresh(ticket).status, fresh(ticket).turn) == ("IN_PROGRESS", "support")


def test_an_empty_or_endless_reply_is_refused_beside_its_field(ticket, post):
    for body in ("", "  \n", "x" * 100_001):
        answer = post("ada", ticket, "messages", {"body": body})
        assert answer.status_code == 422 and 'id="body-refusal"' in answer.content.decode()
    assert body in answer.content.decode()
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_any_script_and_emoji_stay_as_typed(ticket, post, signed_in):
    body = "سلام 🙂 <script>alert(1)</script>\nעברית {{ page.number }}"
    post("ada", ticket, "messages", {"body": body})
    assert Message.objects.filter(ticket=ticket).last().body == body
    with clock.standing_at(at(NOON)):
        text = signed_in("ada").get(f"/requests/SPT-{ticket.pk}/").content.decode()
    assert "<script>alert(1)" not in text and "&lt;script&gt;alert(1)" in text and "{{ page.number }}" in text


def test_a_stale_page_is_told_and_the_text_stands_there(ticket, nora, do, post):
    do(nora, "2026-11-24 11:10", replying.reply, ticket.pk, "Je regarde.")
    answer = post("ada", ticket, "messages", {"body": "Mon texte précieux", "version": str(ticket.version)})
    text = answer.content.decode()
    assert answer.status_code == 409 and "Mon texte précieux" in text and "Nora" in text
    assert f'name="version" value="{fresh(ticket).version}"' in text
    again = post("ada", ticket, "messages", {"body": "Mon texte précieux", "version": str(fresh(ticket).version)})
    assert again.status_code == 303
    assert post("ada", ticket, "messages", {"body": "x", "version": "nonsense"}).status_code == 409


def test_a_reply_to_a_closed_request_is_kept_for_a_follow_up(ticket, ada, do, post):
    do(ada, "2026-11-24 11:00", closing.close, ticket.pk)
    file = SimpleUploadedFile("liste.txt", b"1;2;3")
    answer = post("ada", ticket, "messages", {"body": "C'est revenu.", "attachments": [file]})
    text = answer.content.decode()
    assert answer.status_code == 409 and f"/requests/SPT-{ticket.pk}/follow-up/" in text and "C&#x27;est revenu." in text
    draft = Draft.objects.get()
    assert (draft.kind, draft.ticket_id, draft.data["description"]) == (Draft.FOLLOW_UP, ticket.pk, ["C'est revenu."])
    assert draft.expires_at == at("2026-12-08 11:30") and len(draft.data["upload"]) == 1
    post("ada", ticket, "messages", {"body": "Encore."})
    assert Draft.objects.get().data["description"] == ["C'est revenu.\n\nEncore."]
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_other_acts_on_a_closed_request_are_refused_and_their_words_kept(ticket, ada, do, post):
    do(ada, "2026-11-24 11:00", closing.close, ticket.pk)
    for act in ("withdraw", "escalate", "not-solved", "contest"):
        answer = post("ada", ticket, act, {"reason": f"Motif {act}", "body": f"Motif {act}"})
        assert answer.status_code == 409, act
        assert f"Motif {act}" in Draft.objects.get().data["description"][0]
    for act in ("confirm", "close", "share", "check-on"):
        data = {"share": "alan@acme.example", "check_on": "2026-11-30"}
        assert post("ada", ticket, act, data).status_code == 409, act


def test_too_many_messages_in_a_short_time_wait(ticket, post, monkeypatch):
    from guichet.web.portal import acts

    monkeypatch.setattr(acts, "MESSAGES_PER_TEN_MINUTES", 1)
    assert post("ada", ticket, "messages", {"body": "Un."}).status_code == 303
    answer = post("ada", ticket, "messages", {"body": "Deux."})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert Draft.objects.get(kind=Draft.REPLY).data["body"] == "Deux."


# Files


def test_files_travel_with_a_message_and_are_handed_out_harmlessly(ticket, nora, do, post, signed_in):
    png = SimpleUploadedFile("écran « TVA ».png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "text/html")
    html = SimpleUploadedFile("../../page.html", b"<script>alert(1)</script>", "text/html")
    assert post("ada", ticket, "messages", {"body": "Voici.", "attachments": [png, html]}).status_code == 303
    shown, page = Attachment.objects.order_by("pk")
    client = signed_in("ada")
    answer = client.get(f"/attachments/{shown.token}/x")
    assert answer["Content-Type"] == "image/png" and answer["Content-Disposition"].startswith("inline")
    assert "filename*=utf-8''%C3%A9cran" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    answer = client.get(f"/attachments/{page.token}/page.html")
    assert page.filename == "page.html" and answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    for who, status in (("alan", 200), ("nora", 200), ("boris", 404), ("remi", 404), ("sara", 404), ("admin", 404)):
        assert signed_in(who).get(f"/attachments/{page.token}/page.html").status_code == status, who
    assert client.get("/attachments/nowhere/page.html").status_code == 404


def test_a_file_of_a_note_is_for_agents_alone(ticket, nora, do, signed_in):
    from io import BytesIO

    from guichet.desk import files

    stored = files.store("intern.txt", BytesIO(b"internal"), 8)
    do(nora, "2026-11-24 11:00", replying.note, ticket.pk, "Voir fichier.", attachments=[stored])
    file = Attachment.objects.get()
    assert signed_in("nora").get(f"/attachments/{file.token}/intern.txt").status_code == 200
    assert signed_in("ada").get(f"/attachments/{file.token}/intern.txt").status_code == 404


def test_not_signed_in_no_file(ticket, post, client):
    post("ada", ticket, "messages", {"body": "Voici.", "attachments": [SimpleUploadedFile("a.txt", b"a")]})
    assert client.get(f"/attachments/{Attachment.objects.get().token}/a.txt").status_code == 302


def test_a_file_too_large_or_a_program_is_refused_and_the_text_stays(ticket, post, monkeypatch):
    monkeypatch.setattr(limits, "file_bytes", lambda: 10)
    answer = post("ada", ticket, "messages", {"body": "Gros fichier", "attachments": [SimpleUploadedFile("g.txt", b"x" * 11)]})
    assert answer.status_code == 413 and "Gros fichier</textarea>" in answer.content.decode() and "g.txt" in answer.content.decode()
    for name, content in (("virus.png", b"MZ123"), ("x.exe", b"hello"), ("vide.txt", b"")):
        answer = post("ada", ticket, "messages", {"body": "Avec", "attachments": [SimpleUploadedFile(name, content)]})
        assert answer.status_code == 422 and name in answer.content.decode(), name
    assert not Attachment.objects.exists() and Message.objects.filter(ticket=ticket).count() == 1


def test_good_files_of_a_refused_message_are_held_for_the_next_send(ticket, post):
    answer = post("ada", ticket, "messages", {"body": "", "attachments": [SimpleUploadedFile("liste.txt", b"1;2")]})
    assert answer.status_code == 422
    token = Upload.objects.get().token
    assert f'name="upload" value="{token}"' in answer.content.decode()
    assert post("alan", ticket, "messages", {"body": "Volé", "upload": token}).status_code == 422
    assert post("ada", ticket, "messages", {"body": "Voici", "upload": token}).status_code == 303
    assert Attachment.objects.get().filename == "liste.txt" and not Upload.objects.exists()


# The end, and the way to it


def test_a_solution_is_confirmed_and_only_then(ticket, resolved, post):
    assert post("ada", resolved, "confirm").status_code == 303
    assert fresh(ticket).status == "CLOSED"
    assert post("ada", resolved, "confirm").status_code == 409


def test_confirming_what_is_not_proposed_is_refused(ticket, post):
    assert post("ada", ticket, "confirm").status_code == 409
    assert post("ada", ticket, "not-solved", {"body": "x"}).status_code == 409
    assert post("ada", ticket, "check-on", {"check_on": "2026-11-30"}).status_code == 409


def test_not_solved_goes_back_to_work(resolved, post):
    assert post("ada", resolved, "not-solved", {"body": "Toujours là."}).status_code == 303
    assert (fresh(resolved).status, fresh(resolved).reopened) == ("IN_PROGRESS", 1)
    assert Message.objects.filter(ticket=resolved).last().body == "Toujours là."


def test_a_day_to_check_is_kept_and_a_wrong_one_refused(resolved, post):
    for wrong in ("", "demain", "2026-11-24", "2026-11-01", "2027-03-01", "2026-13-45"):
        answer = post("ada", resolved, "check-on", {"check_on": wrong})
        assert answer.status_code == 422 and 'id="check-on-refusal"' in answer.content.decode(), wrong
    assert post("ada", resolved, "check-on", {"check_on": "2026-12-01"}).status_code == 303
    assert fresh(resolved).check_on == dt.date(2026, 12, 1)


def test_withdrawing_needs_a_reason_and_an_early_status(ticket, to, post):
    answer = post("ada", ticket, "withdraw", {"reason": " "})
    assert answer.status_code == 422 and 'id="withdraw-refusal"' in answer.content.decode()
    assert post("ada", ticket, "withdraw", {"reason": "Erreur de saisie"}).status_code == 303
    assert fresh(ticket).status == "CANCELLED"


def test_a_resolved_request_is_not_withdrawn(resolved, post):
    assert post("ada", resolved, "withdraw", {"reason": "x"}).status_code == 409


def test_please_close_works_from_any_open_status_but_an_offer(ticket, offered, post, to):
    assert post("alan", offered, "close").status_code == 409
    to(ticket, "IN_PROGRESS", when="2026-11-24 11:20")
    assert post("ada", ticket, "close").status_code == 303
    assert fresh(ticket).status == "CLOSED"


def test_the_survey_is_answered_once_within_its_days(resolved, post):
    assert post("ada", resolved, "survey", {"score": "5"}).status_code == 409
    post("ada", resolved, "confirm")
    for wrong in ("", "0", "6", "x", "12345", "１"):
        assert post("ada", resolved, "survey", {"score": wrong, "text": "Gardé"}).status_code == 422, wrong
    assert post("ada", resolved, "survey", {"score": "2", "text": "Trop lent"}).status_code == 303
    assert (Survey.objects.get().score, Survey.objects.get().text) == (2, "Trop lent")
    assert post("ada", resolved, "survey", {"score": "3"}).status_code == 409


def test_the_survey_ends_after_fourteen_days(resolved, post):
    post("ada", resolved, "confirm")
    assert post("ada", resolved, "survey", {"score": "5"}, "2026-12-09 12:00").status_code == 409


# Harm and progress


def test_escalating_is_refused_before_it_is_due_and_can_be_taken_back(ticket, nora, do, post):
    do(nora, "2026-11-24 11:00", replying.reply, ticket.pk, "Je regarde.")
    assert post("ada", ticket, "escalate", {"reason": "Vite"}).status_code == 409
    assert post("ada", ticket, "escalate", {"take_back": "1"}).status_code == 409
    assert post("ada", ticket, "escalate", {"reason": "Rien ne bouge."}, "2026-11-30 11:00").status_code == 303
    assert fresh(ticket).escalated_at and Message.objects.filter(ticket=ticket).last().body == "Rien ne bouge."
    assert post("ada", ticket, "escalate", {"reason": "Encore"}, "2026-11-30 11:00").status_code == 409
    assert post("ada", ticket, "escalate", {"take_back": "1"}, "2026-11-30 11:10").status_code == 303
    assert fresh(ticket).escalated_at is None
    assert post("ada", ticket, "escalate", {}, "2026-11-30 11:20").status_code == 303


def test_raising_asks_for_the_duties_of_the_level(ticket, post):
    answer = post("ada", ticket, "criticality", {"criticality": "critical", "impact": "Salaires"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Salaires</textarea>" in text and text.count('class="refusal"') == 2
    assert post("ada", ticket, "criticality", {"criticality": "LOW"}).status_code == 422
    assert post("ada", ticket, "criticality", {"criticality": "EXTREME"}).status_code == 422
    assert post("ada", ticket, "criticality", {}).status_code == 422
    wrong = {"criticality": "HIGH", "impact": "Salaires", "deadline": "bientôt"}
    assert post("ada", ticket, "criticality", wrong).status_code == 422
    right = {"criticality": "high", "impact": "Salaires", "deadline": "2026-11-26T12:00", "reason": "La paie approche"}
    assert post("ada", ticket, "criticality", right).status_code == 303
    assert (fresh(ticket).criticality, fresh(ticket).deadline) == ("HIGH", at("2026-11-26 12:00"))


def test_contesting_needs_a_lowering(ticket, nora, do, post):
    assert post("ada", ticket, "contest", {"reason": "x"}).status_code == 409
    do(nora, "2026-11-24 11:00", weighing.change_criticality, ticket.pk, "LOW", "Contournement")
    assert post("ada", ticket, "contest", {"reason": ""}).status_code == 422
    assert post("ada", ticket, "contest", {"reason": "La révision arrive."}).status_code == 303
    assert fresh(ticket).contested_level == "MEDIUM"
    assert post("ada", ticket, "contest", {"reason": "Encore"}).status_code == 409


# Colleagues


def test_colleagues_of_the_same_company_are_added_and_taken_off(ticket, cast, post):
    for wrong in ("", "boris@borealis.example", "nobody@acme.example", "nora@vendor.example"):
        answer = post("ada", ticket, "share", {"share": wrong})
        assert answer.status_code == 422 and 'id="share-refusal"' in answer.content.decode(), wrong
    assert post("ada", ticket, "share", {"share": " Remi@acme.example "}).status_code == 303
    remi = cast.person("remi").pk
    assert Share.objects.get(ticket=ticket).person_id == remi
    assert post("ada", ticket, "share", {"remove": "paula@acme.example"}).status_code == 422
    assert post("ada", ticket, "share", {"remove": str(remi)}).status_code == 303
    assert not Share.objects.exists()
    post("ada", ticket, "share", {"share": "remi@acme.example"})
    assert post("ada", ticket, "share", {"remove": "remi@acme.example"}).status_code == 303
    assert not Share.objects.exists()


def test_a_confidential_request_is_shared_only_with_those_who_have_the_right(paula, cast, opened, post):
    secret = opened(paula, confidential=True, domain="payroll")
    assert post("paula", secret, "share", {"share": "alan@acme.example"}).status_code == 422
    Membership.objects.filter(person=cast.person("alan")).update(is_confidential=True)
    assert post("paula", secret, "share", {"share": "alan@acme.example"}).status_code == 303


def test_who_takes_himself_off_is_led_to_the_start(ticket, ada, paula, do, post):
    do(ada, "2026-11-24 11:00", sharing.share, ticket.pk, "paula@acme.example")
    answer = post("paula", ticket, "share", {"remove": str(paula.person_id)})
    assert (answer.status_code, answer["Location"]) == (303, "/")


# Offers


def test_only_an_approver_decides_on_an_offer(ticket, offered, post):
    assert post("ada", ticket, "approve").status_code == 403
    assert post("ada", ticket, "refuse", {"reason": "Trop cher"}).status_code == 403
    assert post("alan", ticket, "approve").status_code == 303
    assert (fresh(ticket).status, Offer.objects.get().state) == ("IN_PROGRESS", Offer.APPROVED)
    assert post("alan", ticket, "approve").status_code == 409


def test_an_offer_is_sent_back_with_a_reason_or_refused_for_good(ticket, offered, post, to):
    answer = post("alan", ticket, "refuse", {"reason": ""})
    assert answer.status_code == 422 and 'id="refuse-refusal"' in answer.content.decode()
    assert post("alan", ticket, "refuse", {"reason": "Moins cher, svp"}).status_code == 303
    assert (fresh(ticket).status, Offer.objects.get().state) == ("IN_PROGRESS", Offer.RETURNED)
    to(ticket, "WAIT_APPROVAL", when="2026-11-24 12:00", reason="B", amount=Decimal("900"), valid_until=dt.date(2026, 12, 20))
    assert post("alan", ticket, "refuse", {"reason": "Non", "for_good": "1"}, "2026-11-24 14:00").status_code == 303
    assert (fresh(ticket).status, fresh(ticket).resolution) == ("CLOSED", "offer_refused")


def test_an_approver_who_loses_sight_after_his_yes_is_led_to_the_start(paula, cast, opened, to, post):
    secret = opened(paula, confidential=True)
    to(secret, "WAIT_APPROVAL", reason="B", amount=Decimal("900"), valid_until=dt.date(2026, 12, 20))
    answer = post("alan", secret, "approve")
    assert (answer.status_code, answer["Location"]) == (303, "/")


def test_two_who_act_at_once_the_second_is_told(ticket, resolved, post):
    version = str(fresh(ticket).version)
    assert post("ada", resolved, "not-solved", {"body": "Non", "version": version}).status_code == 303
    answer = post("alan", resolved, "confirm", {"version": version})
    assert answer.status_code == 409 and fresh(ticket).status == "IN_PROGRESS"


def test_the_form_to_raise_says_whom_to_call_at_that_hour(cast, ada, opened, signed_in):
    contract = cast.contract("acme")
    contract.on_call_number = "+41 79 000 00 00"
    contract.save(update_fields=["on_call_number"])
    number = opened(ada).key
    for when, expected in (("2026-11-24 10:50", "+41 31 555 01 40"), ("2026-11-24 22:00", "+41 79 000 00 00")):
        with clock.standing_at(at(when)):
            assert signed_in("ada").get(f"/requests/{number}/").context["page"]["raise_call"]["number"] == expected

