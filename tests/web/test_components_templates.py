"""All templates and stylesheets of the product, read as files: what the browser's policy and the design ask of them."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

WEB = Path(__file__).parents[2] / "guichet" / "web"
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
CSS = WEB / "static" / "guichet" / "css"


def name_of(path: Path) -> str:
    return path.as_posix().rsplit("/templates/", 1)[1]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_can_be_read(path):
    assert get_template(name_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_inline_style_script_or_handler(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_comment_ends_on_its_line_else_it_would_be_shown(path):
    assert not [line for line in path.read_text().splitlines() if line.count("{#") != line.count("#}")]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_form_that_changes_something_carries_its_token(path):
    text = path.read_text()
    assert len(re.findall(r'<form[^>]*method="post"', text)) == len(re.findall(r"{% csrf_token %}", text))


def test_the_stylesheets_stay_small():
    assert sum(path.stat().st_size for path in CSS.glob("*.css")) <= 60_000


def test_no_stylesheet_fetches_anything_from_elsewhere():
    for path in CSS.glob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)", path.read_text()):
            assert (path.parent / address.strip("\"'")).resolve().is_file()


def test_every_colour_is_a_token():
    """Outside the tokens and the veil behind a dialog no rule names a colour of its own."""
    for path in CSS.glob("*.css"):
        text = re.sub(r"@layer tokens \{.*?\n\}", "", path.read_text(), flags=re.S)
        found = set(re.findall(r"#[0-9a-f]{3,8}\b", text))
        assert found <= {"#33353a", "#cfcfcb", "#000"}, path.name
