"""HTML of messages made safe to show: an allow list, in this one place.

What passes has no script, handler, form, frame or style sheet, loads nothing from anywhere, and links only to http(s),
mailto and the message's own pictures (cid). Anything that is not named here is dropped.
"""

import re

import nh3

_TAGS = {
    "a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div",
    "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s",
    "samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_DROPPED_WHOLE = {
    "script", "style", "title", "head", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math", "textarea", "select", "xml", "noembed", "noframes",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "style", "align", "valign"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "td": {"colspan", "rowspan", "width", "height", "bgcolor", "nowrap"},
    "th": {"colspan", "rowspan", "width", "height", "bgcolor", "nowrap", "scope"},
    "tr": {"bgcolor", "height"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value"},
    "bdo": {"dir"},
    "blockquote": {"type"},
    "time": {"datetime"},
}
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "font-family", "text-decoration", "text-align", "vertical-align", "white-space",
    "line-height", "list-style-type", "width", "padding", "padding-left", "padding-right", "padding-top", "padding-bottom", "margin", "margin-left", "margin-right",
    "margin-top", "margin-bottom", "border", "border-left", "border-right", "border-top", "border-bottom", "border-collapse", "border-color", "border-width",
    "border-style", "text-indent", "direction",
}  # fmt: skip
# A value is words, numbers, colours: nothing that names an address, escapes, or counts out of the letter's frame.
_VALUE = re.compile(
    r"(?!.*(?:url|expression|image|import|script|attr|var|env|calc)\s*\()(?:rgba?\([\d\s,.%/]{1,40}\)|[\w\s#%.,'\"!+-]){1,200}",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"(?:margin|text-indent)\S*\s*:.*-\s*\d")
_LINK = re.compile(r"(?:https?://|mailto:|cid:)", re.IGNORECASE)
_LENGTH = re.compile(r"\d{1,4}(?:\.\d{1,3})?(?:px|%|em)?")
# More markup than this is no letter, but a means to keep a reader busy.
MOST_MARKUP = 100_000
MOST_DEPTH = 1_000
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "embed", "source", "track", "param"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})")


def sanitised(html: str) -> str | None:
    """The HTML as it may be shown to anybody; None where it is too much of it to be a letter."""
    if is_too_much(html):
        return None
    return _CLEANER.clean(html)


def skeleton(html: str) -> str:
    """The HTML with all that tells its structure (classes and ids too), well-formed, for reading: **never shown**."""
    return _READER.clean(html)


def is_too_much(html: str) -> bool:
    """Whether HTML has more tags, or tags deeper in one another, than a letter has."""
    if html.count("<") + html.count("&") > MOST_MARKUP:
        return True
    return html.count("<") > MOST_DEPTH and _depth(html) > MOST_DEPTH


def _depth(html: str) -> int:
    """How deep tags may at most lie in one another; a closing tag closes one, whatever its name."""
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if closing:
            depth = max(depth - 1, 0)
        elif name.lower() not in _VOID and name.lower() not in {"p", "li", "td", "tr", "th", "option", "dt", "dd", "o:p"}:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return _style(value) or None
    if name == "src":
        return value if value.lower().startswith("cid:") else None
    if name == "href":
        value = re.sub(r"[\x00-\x20\x7f-\xa0]+", "", value) if not value.lower().startswith("mailto:") else value.strip()
        return re.sub(r"[<>]", "", value) if _LINK.match(value) else None
    if name in {"width", "height", "size"}:
        return value if _LENGTH.fullmatch(value) or (name == "size" and re.fullmatch(r"[+-]?\d", value)) else None
    # Markup within a value is harmless to a browser, not to the next program that looks for it.
    return value.replace("<", "").replace(">", "")


def _style(value: str) -> str:
    kept = []
    for declaration in value[:4_000].split(";"):
        name, _, setting = declaration.partition(":")
        name, setting = name.strip().lower(), setting.strip()
        if name in _STYLES and _VALUE.fullmatch(setting) and not _NEGATIVE.search(f"{name}:{setting}"):
            kept.append(f"{name}: {setting}")
    return "; ".join(kept)


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "cid"},
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)
_READER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED_WHOLE - {"noscript"},
    attributes={
        "*": {"class", "id", "type"}, "a": {"href"}, "img": {"src", "alt"}, "div": {"style", "class", "id"}, "hr": {"id"},
        "ol": {"start"}, "td": {"colspan"}, "span": {"class", "id"}, "blockquote": {"class", "id", "type", "cite"},
    },
    url_schemes={"http", "https", "mailto", "cid", "ftp", "tel"},
    link_rel=None,
)  # fmt: skip
