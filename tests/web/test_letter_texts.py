"""Letters in administration: their texts by kind, brand and language, refused where broken, shown as they are sent."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from guichet.access.models import LogEntry
from guichet.reactions import frame, samples
from guichet.service.house import forget, house
from guichet.service.lettering import KINDS
from guichet.service.models import Brand, LetterText

HERE = "/administration/letters/receipt/fr/"
TYPED = {"subject": "Reçu : {subject}", "text": "Bonjour {name}\n\nMot à nous.\n\n{needs}\n\n{link}"}


@pytest.fixture
def admin(cast, signed_in):
    yield signed_in("admin")
    forget()


def log(act: str) -> list[str]:
    return list(LogEntry.objects.filter(act=act).values_list("subject", flat=True))


def test_a_text_is_kept_shown_in_the_list_and_taken_back(admin):
    page = admin.get(HERE).content.decode()
    assert "Bonjour {name}" in page and 'name="reset"' not in page
    assert admin.post(HERE, TYPED).status_code == 303
    row = LetterText.objects.get()
    assert (row.kind, row.brand, row.language, row.subject, row.text) == ("receipt", "", "fr", TYPED["subject"], TYPED["text"])
    assert "Mot à nous." in admin.get(HERE).content.decode() and log("letter.kept") == ["receipt fr"]
    assert 'class="tag"' in admin.get("/administration/letters/").content.decode()
    assert admin.post(HERE, TYPED).status_code == 303 and log("letter.kept") == ["receipt fr"]
    assert admin.post(HERE, {"reset": "1"}).status_code == 303
    assert not LetterText.objects.exists() and log("letter.reset") == ["receipt fr"]
    assert "Mot à nous." not in admin.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": "{link} {needs} {nobody}"}, "text"),
        ({"text": "{link} {needs} {{% x %} {"}, "text"),
        ({"text": "only words"}, "text"),
        ({"text": ""}, "text"),
        ({"subject": "a\r\nBcc: x@evil.example"}, "subject"),
        ({"subject": "{message}"}, "subject"),
        ({"subject": ""}, "subject"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_a_broken_text_is_refused_and_stays_typed(admin, typed, field, button):
    answer = admin.post(HERE, TYPED | typed | button)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert answer.context["form"][field].value() == (TYPED | typed)[field]
    assert not LetterText.objects.exists() and answer.context["preview"] is None


@pytest.mark.parametrize("language", ["en", "fr", "de", "it"])
def test_the_preview_is_what_is_sent(admin, language):
    """Every kind, in every language: the page shows the HTML and the text that the same letter has when it leaves."""
    for kind in KINDS.values():
        sheet = samples.sheet(kind, language, house().brand())
        sent = frame.lay(sheet)
        assert render_to_string("letters/_blocks.html", {"blocks": sent.blocks}) in sent.html
        assert "{" not in sent.subject + sent.text.replace("{{", "") and sheet.link in sent.text
    page = admin.get(f"/administration/letters/reply/{language}/")
    sent = frame.lay(samples.sheet(KINDS["reply"], language, house().brand()))
    assert page.context["preview"]["text"] == sent.text and page.context["preview"]["subject"] == f"{sent.subject} [{samples.KEY}]"
    assert render_to_string("letters/_blocks.html", {"blocks": sent.blocks}).strip() in page.content.decode()


def test_a_preview_keeps_nothing_and_shows_what_was_typed(admin):
    answer = admin.post(HERE, TYPED | {"text": "{{x}} <script>alert(1)</script> {needs} {link}", "preview": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200 and not LetterText.objects.exists() and not log("letter.kept")
    assert "{x} &lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert" not in page
    assert answer.context["preview"]["text"].startswith("{x} <script>alert(1)</script>\n")


def test_a_brand_has_texts_of_its_own(admin):
    Brand.objects.create(key="alpen", spec={"vendor": "Alpen Soft"})
    forget()
    assert admin.post(f"{HERE}?brand=alpen", TYPED | {"text": "{vendor} {needs} {link}"}).status_code == 303
    assert LetterText.objects.get().brand == "alpen" and log("letter.kept") == ["receipt fr alpen"]
    assert "Alpen Soft" in admin.get(f"{HERE}?brand=alpen").context["preview"]["text"]
    assert "{vendor} {needs}" not in admin.get(HERE).content.decode()
    assert admin.get(f"{HERE}?brand=nobody").status_code == 404


def test_a_desk_is_given_a_brand(admin):
    made = {"key": "alpen", "vendor": "Alpen Soft", "email": "hilfe@alpen.example", "product": "", "phone": ""}
    assert admin.post("/administration/configuration/brands/new/", made).status_code == 303
    found = house().brand("alpen")
    assert (found["vendor"], found["phone"]) == ("Alpen Soft", house().brand()["phone"]) and found["texts"]["signature"]
    form = admin.get("/administration/configuration/desks/SUP/").context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | {"brand": "alpen", "billed": ""}
    assert admin.post("/administration/configuration/desks/SUP/", values).status_code == 303
    desk = next(desk for desk in house().desks.values() if desk.key == "SUP")
    assert house().brand_of_desk(desk.pk) == "alpen"


def test_unknown_letters_and_languages_are_nowhere(admin):
    for path in ("nobody/fr/", "receipt/xx/", "receipt/"):
        assert admin.get(f"/administration/letters/{path}").status_code == 404


def test_the_list_asks_the_same_whatever_is_written(admin, django_assert_max_num_queries):
    for kind in KINDS:
        LetterText.objects.create(kind=kind, language="fr", subject="x", text="{link}")
    forget()
    house()
    with django_assert_max_num_queries(12):
        assert admin.get("/administration/letters/").status_code == 200


def test_nobody_else_sees_or_writes_letters(cast, signed_in):
    for name in ("ada", "nora", "lena"):
        client = signed_in(name)
        assert client.get(HERE).status_code == 404 and client.post(HERE, TYPED).status_code == 404
    assert Client().get(HERE).status_code == 302
