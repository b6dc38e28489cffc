"""HTML as plain text: what it says, with lists, tables, links, and quotes as `> `.

Read by html.parser, but only after `html.skeleton`: on well-formed HTML it is linear in time.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from guichet.mail.html import is_too_much, skeleton

_BLOCKS = {
    "address", "article", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote", "dl"}
_VOID = {"br", "hr", "img", "wbr", "col"}
# Where the mail programs put what they quote, though it is no blockquote.
_QUOTED_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:gmail_quote_container|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|qt|"
    r"moz-cite|hm_quote|mail-editor-reference-message-container)(?:$|\s)"
)
_SIGNATURE = re.compile(r"(?:^|\s)(?:(?:\S*_)?gmail_signature|moz-signature|protonmail_signature_block(?!-empty)\S*|Signature|ms-outlook-mobile-signature|signature|x_Signature|AppleMailSignature)(?:$|\s)")  # fmt: skip
_ABOVE = re.compile(r"(?:^|\s)(?:gmail_attr|gmail_quote_attribution|moz-cite-prefix)(?:$|\s)")
MARK = "\ue010"  # before a line that a mail program itself calls a signature
ABOVE_MARK = "\ue011"  # before the line that it put above what it quotes, in whatever language
SPACE = re.compile(r"[ \t\r\n\f]+")


def marked_text(html: str) -> str:
    """The text of an HTML letter, with `MARK` before every line of what the writer's program set apart as a signature, and
    `ABOVE_MARK` before the line above a quote."""
    if is_too_much(html):
        return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+", " ", re.sub(r"<[^<>]{0,2000}>", " ", html))).strip()
    reader = _Reader()
    reader.feed(skeleton(html))
    reader.close()
    return reader.text()


@dataclass
class _List:
    ordered: bool
    number: int = 1


@dataclass
class _Open:
    tag: str
    quotes: int
    signature: bool
    above: bool
    link: str = ""
    link_start: int = 0


@dataclass
class _Line:
    quotes: int
    signature: bool
    above: bool = False
    pieces: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[_Line] = [_Line(0, False)]
        self.open: list[_Open] = []
        self.lists: list[_List] = []
        self.quotes = 0
        self.signature = False
        self.above = False
        self.pre = 0
        self.blank = False
        self.cells = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.end_line(forced=True)
            return
        if tag == "hr":
            self.end_line()
            self.blank = self.blank or bool(given.get("id"))
            self.put("________________________________")
            self.end_line()
            return
        if tag == "img":
            self.image(given)
            return
        if tag in _VOID:
            return
        self.open.append(_Open(tag, self.quotes, self.signature, self.above))
        if tag in _BLOCKS:
            self.end_line()
            self.blank = self.blank or (tag in _SPACED and not (tag in {"ul", "ol"} and self.lists))
        named = f"{given.get('class', '')} {given.get('id', '')}"
        if (tag == "blockquote" and "webkit-indent" not in named and "border: none" not in named) or _QUOTED_CLASSES.search(named):
            self.quotes += 1
        if _SIGNATURE.search(named):
            self.signature = True
        if _ABOVE.search(named):
            self.above = True
        if tag == "pre":
            self.pre += 1
        elif tag in {"ul", "ol"}:
            self.lists.append(
                _List(tag == "ol", int(given["start"]) if given.get("start", "").isdecimal() and len(given["start"]) < 6 else 1)
            )
        elif tag == "li":
            self.item()
        elif tag in {"td", "th"}:
            if self.lines[-1].pieces and self.cells:
                self.put(" \t")
            self.cells = True
        elif tag == "tr":
            self.cells = False
        elif tag == "a":
            self.open[-1].link = given.get("href", "")
            self.open[-1].link_start = len(self.lines[-1].pieces)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            opened = self.open.pop()
            if opened.tag == "a" and opened.link:
                self.link(opened)
            if opened.tag == "pre":
                self.pre = max(self.pre - 1, 0)
            if opened.tag in {"ul", "ol"} and self.lists:
                self.lists.pop()
            if opened.tag in _BLOCKS:
                self.end_line()
                self.blank = self.blank or (opened.tag in _SPACED and not (opened.tag in {"ul", "ol"} and self.lists))
            self.quotes, self.signature, self.above = opened.quotes, opened.signature, opened.above
            if opened.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        data = data.replace(MARK, "").replace(ABOVE_MARK, "").replace("\u00ad", "").replace("\u200b", "").replace("\xa0", " ")
        if self.pre:
            first, *others = data.replace("\r\n", "\n").split("\n")
            self.put(first)
            for other in others:
                self.end_line(forced=True)
                self.put(other)
            return
        data = SPACE.sub(" ", data)
        if not self.lines[-1].pieces:
            data = data.lstrip(" ")
        if data:
            self.put(data)

    def put(self, text: str) -> None:
        line = self.lines[-1]
        if not line.pieces:
            if self.blank and len(self.lines) > 1 and self.lines[-2].pieces:
                self.lines.insert(-1, _Line(min(self.quotes, self.lines[-2].quotes), False))
            self.blank = False
            line.quotes, line.signature, line.above = self.quotes, self.signature, self.above
        line.pieces.append(text)

    def end_line(self, *, forced: bool = False) -> None:
        if self.lines[-1].pieces or forced:
            if not self.lines[-1].pieces:
                self.lines[-1].quotes, self.lines[-1].signature = self.quotes, self.signature
            self.lines.append(_Line(self.quotes, self.signature))
            if forced:
                self.blank = False

    def item(self) -> None:
        if not self.lists:
            self.put("- ")
            return
        indent = "  " * (min(len(self.lists), 10) - 1)
        if self.lists[-1].ordered:
            self.put(f"{indent}{self.lists[-1].number}. ")
            self.lists[-1].number += 1
        else:
            self.put(f"{indent}- ")

    def image(self, given: dict[str, str]) -> None:
        source, alt = given.get("src", ""), SPACE.sub(" ", given.get("alt", "")).strip()[:200]
        if source.lower().startswith("cid:"):
            self.put(f"[{source}]")
        elif alt and any(sign.isalnum() for sign in alt):
            self.put(f"[{alt}]")

    def link(self, opened: _Open) -> None:
        """The address behind words, unless the words are the address."""
        words = SPACE.sub(" ", "".join(self.lines[-1].pieces[opened.link_start :])).strip()
        target = opened.link.strip()
        plain = target.removeprefix("mailto:").removeprefix("tel:").split("?")[0]
        if not words or target.startswith("#") or len(target) > 2_000:
            return
        if words.rstrip("/") not in {target.rstrip("/"), plain} and words.rstrip("/") != re.sub(r"^https?://", "", target).rstrip(
            "/"
        ):
            self.put(f" <{target}>")

    def text(self) -> str:
        lines = []
        while self.lines and not self.lines[-1].pieces:
            self.lines.pop()
        for line in self.lines:
            said = "".join(line.pieces).rstrip()
            said = re.sub(r" +(?= \t)| \t(?=\s*$)", "", said).replace(" \t", " | ")
            mark = MARK if line.signature else ABOVE_MARK if line.above else ""
            lines.append(mark + (f"{'>' * min(line.quotes, 20)} {said}" if line.quotes else said))
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n")
