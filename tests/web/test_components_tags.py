"""What templates say with one word: moments in the reader's language, glyphs with their words, fields with refusals."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation

BERN = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 11, 24, 10, 42, tzinfo=BERN)


@pytest.fixture(autouse=True)
def in_bern():
    with time_machine.travel(NOW, tick=False), timezone.override(BERN), translation.override("en"):
        yield


def shown(template: str, **context) -> str:
    return Template(template).render(Context(context))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


class Harm(forms.Form):
    impact = forms.CharField(label="What is at stake", widget=forms.Textarea)
    blocked = forms.ChoiceField(label="Does it stand still?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    level = forms.ChoiceField(label="Criticality", choices=[("LOW", "Low"), ("HIGH", "High")], widget=forms.RadioSelect)
    confidential = forms.BooleanField(label="Confidential", required=False)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Wed 25 Nov, 9:18"), ("fr", "mer. 25 nov., 9 h 18"), ("de", "Mi 25. Nov., 9:18 Uhr"), ("it", "mer 25 nov, alle 9:18")],
)
def test_a_moment_is_said_in_the_active_language_and_zone(language, said):
    at = datetime(2026, 11, 25, 8, 18, tzinfo=ZoneInfo("UTC"))
    with translation.override(language):
        assert plain(shown("{{ at|moment }}", at=at)) == said


def test_what_was_opened_today_says_its_time():
    assert shown("{{ at|opened_day }}", at=datetime(2026, 11, 24, 9, 48, tzinfo=BERN)) == "today, 9:48"
    assert shown("{{ at|opened_day }}", at=datetime(2026, 11, 18, 9, 48, tzinfo=BERN)) == "18 Nov"


def test_a_missing_moment_says_nothing():
    assert shown("{{ at|moment }}{{ at|day }}{{ at|clock_time }}{{ at|short_moment }}", at=None) == ""


def test_a_configured_label_falls_back_to_english():
    texts = {"en": "Support", "fr": "Assistance"}
    with translation.override("fr"):
        assert shown("{{ texts|label }}", texts=texts) == "Assistance"
    with translation.override("it"):
        assert shown("{{ texts|label }}", texts=texts) == "Support"


def test_a_criticality_is_steps_and_its_word():
    assert shown("{% crit level %}", level="HIGH") == '<span class="crit" data-level="high">High</span>'
    assert shown("{% crit level %}", level=None) == ""


def test_a_turn_without_a_word_beside_it_is_named_from_the_reader_s_side():
    assert 'aria-label="Your turn"' in shown('{% turn "customer" named=True %}', room="portal")
    assert 'aria-label="Customer"' in shown('{% turn "customer" named=True %}', room="desk")
    assert 'aria-hidden="true"' in shown('{% turn "customer" %}', room="portal")


def test_lateness_is_a_word_not_only_a_colour():
    assert shown('{% due "late" left=-480 %}', room="desk") == '<span class="due" data-state="late">0:08 late</span>'
    assert plain(shown('{% due "soon" left=3480 %}', room="portal")) == '<span class="due" data-state="soon">0 h 58</span>'


def test_text_from_outside_becomes_paragraphs_and_nothing_else():
    text = "Hello <script>alert(1)</script>\nsecond line\n\n\nSee https://vendor.example/a?b=1&c=2."
    assert shown("{{ text|paragraphs }}", text=text) == (
        "<p>Hello &lt;script&gt;alert(1)&lt;/script&gt;<br>second line</p>"
        '<p>See <a href="https://vendor.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">'
        "https://vendor.example/a?b=1&amp;c=2</a>.</p>"
    )


def test_a_link_in_a_text_is_only_ever_a_web_address():
    assert "<a " not in shown("{{ text|paragraphs }}", text="javascript:alert(1) data:text/html,x \" onclick='x'")


def test_french_text_keeps_its_french_spaces_on_an_english_page():
    assert shown("{% said text 'fr' %}", text="TVA : 7,7 % ?") == "TVA\u00a0: 7,7\u00a0%\u202f?"
    assert shown("{% quote text 'fr' %}", text="Quand ?") == "«\u202fQuand\u202f?\u202f»"


def test_a_line_of_unknown_language_is_escaped_all_the_same():
    assert shown("{% said row.subject row.language %}", row={"subject": "<b>"}) == "&lt;b&gt;"


def test_a_refusal_stands_between_label_and_input_and_is_announced_with_it():
    html = shown("{% field form.impact hint='One sentence' %}", form=Harm({"impact": ""}))
    label, hint, refusal, field = (html.index(part) for part in ("<label", 'class="hint"', 'class="refusal"', "<textarea"))
    assert label < hint < refusal < field
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_impact-refusal id_impact-hint"' in html


def test_a_field_keeps_what_was_typed():
    assert "42 invoices &amp; more" in shown("{% field form.impact %}", form=Harm({"impact": "42 invoices & more"}))


def test_a_field_without_hint_and_refusal_describes_itself_by_nothing():
    html = shown("{% field form.impact rows=2 placeholder='Say it' %}", form=Harm())
    assert "aria-describedby" not in html and "aria-invalid" not in html
    assert 'rows="2"' in html and 'placeholder="Say it"' in html


def test_yes_and_no_are_radios_of_one_question():
    html = shown("{% yesno_field form.blocked %}", form=Harm({"blocked": "no"}))
    assert html.count('type="radio"') == 2 and html.count(" checked") == 1
    assert 'value="no" id="id_blocked_1" checked' in html
    assert '<legend class="sr">Does it stand still?</legend>' in html


def test_a_choice_shows_its_fact_and_its_hint():
    html = shown(
        "{% choice form.level facts=facts hints=hints %}",
        form=Harm({"level": "HIGH"}), facts={"HIGH": "first answer in 4 h"}, hints={"HIGH": "stands still"},
    )  # fmt: skip
    assert "first answer in 4 h" in html and '<span class="hint">stands still</span>' in html


def test_a_refused_form_says_how_much_is_missing_and_leads_to_each_field():
    html = plain(shown("{% refusals form %}", form=Harm({"blocked": "yes", "level": "LOW"})))
    assert "1 point is missing. Your text is kept." in html
    assert 'href="#id_impact"' in html and 'role="alert"' in html


def test_a_step_folds_to_one_line_with_its_answer():
    html = shown("{% step 2 'Subject' 'Wrong VAT' open=True %}<p>in</p>{% endstep %}")
    assert html.startswith('<details class="step" name="step" open><summary><span class="no">2</span><h2>Subject</h2>')
    assert '<span class="sum">Wrong VAT</span>' in html and "<p>in</p>" in html
    assert " open>" not in shown("{% step 2 'Subject' '<b>' %}{% endstep %}").split("<summary>")[0]


def test_a_step_escapes_the_answer_it_repeats():
    assert "&lt;b&gt;" in shown("{% step 2 'Subject' answer %}{% endstep %}", answer="<b>")


def test_progress_needs_no_style_attribute():
    assert shown("{% progress 3600 7200 %}") == ('<progress class="bar" value="50" max="100" aria-hidden="true"></progress>')
