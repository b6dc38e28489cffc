"""Markdown as HTML that is harmless wherever it is shown: raw HTML is text, and what remains passes an allow list.

Pictures are the article's own, named by their file; nothing is loaded from anywhere else.
"""

import html
import re
from collections.abc import Mapping

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

IMAGES = "/articles/images/"
# More than this is cut before it is read: an article is no book.
MOST = 100_000

_READER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SPACE = re.compile(r"[ \t]*\n\s*")


def render(text: str, images: Mapping[str, str] | None = None) -> SafeString:
    """Markdown as HTML; *images* are addresses by file name. Its first heading is a second one: the page has the first."""
    known = images or {}
    tokens = _READER.parse(text[:MOST].replace("\x00", ""))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"

    def kept(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            address = known.get(value, known.get(html.unescape(value), value))
            return address if address.startswith(IMAGES) else None
        return value

    return mark_safe(
        nh3.clean(
            _READER.renderer.render(tokens, _READER.options, {}),
            tags=_TAGS,
            attributes={"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}},
            attribute_filter=kept,
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def plain(text: str, most: int = 300) -> str:
    """The words alone, cut at a word; for lists, feeds and what is put into a reply."""
    bare = html.unescape(nh3.clean(render(text).replace("</p>", "</p>\n").replace("</li>", "</li>\n"), tags=set()))
    said = _SPACE.sub("\n", bare).strip()
    if len(said) <= most:
        return said
    return said[:most].rsplit(None, 1)[0].rstrip(",;:") + "…"
