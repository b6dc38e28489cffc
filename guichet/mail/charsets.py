"""Bytes to text, also where the charset is missing, unknown, or a lie.

Nothing here fails: what cannot be read becomes U+FFFD. A charset that says less than the bytes is widened to the one that
contains it (GB2312 is read as GB18030, Latin-1 as Windows-1252), as every mail program does.
"""

import codecs
import re

# What people and programs write → a codec of Python that reads at least as much.
_WIDER = {
    "us-ascii": "cp1252", "ascii": "cp1252", "ansi_x3.4-1968": "cp1252", "iso646-us": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "8859-1": "cp1252", "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-8-i": "cp1255", "iso-8859-8": "cp1255", "iso-8859-8-e": "cp1255", "logical": "cp1255", "iso-8859-11": "cp874",
    "tis-620": "cp874", "windows-874": "cp874", "x-windows-874": "cp874",
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "euc-cn": "gb18030", "gb2312_charset": "gb18030",
    "chinese": "gb18030", "csgb2312": "gb18030", "x-euc-cn": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "big-5": "big5hkscs", "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "cp950",
    "ks_c_5601-1987": "cp949", "ks_c_5601-1989": "cp949", "ksc5601": "cp949", "ksc_5601": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "euckr": "cp949",
    "korean": "cp949", "x-windows-949": "cp949", "windows-949": "cp949", "iso-2022-kr": "iso2022_kr",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "ms_kanji": "cp932", "ms932": "cp932",
    "cswindows31j": "cp932", "iso-2022-jp": "iso2022_jp_ms", "csiso2022jp": "iso2022_jp_ms", "iso-2022-jp-ms": "iso2022_jp_ms", "cp50220": "iso2022_jp_ms",
    "cp50221": "iso2022_jp_ms", "cp50222": "iso2022_jp_ms", "iso-2022-jp-1": "iso2022_jp_ms", "iso-2022-jp-2": "iso2022_jp_2", "iso-2022-jp-3": "iso2022_jp_3",
    "jis": "iso2022_jp_ms", "x-euc-jp": "euc_jp", "eucjp": "euc_jp", "cp51932": "euc_jp", "eucjp-ms": "euc_jp",
    "unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "unicode-2-0-utf-7": "utf-7", "utf7": "utf-7", "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8",
    "utf-8-bom": "utf-8", "x-utf-8": "utf-8", "utf-8mb4": "utf-8", "unicode": "utf-16", "ucs-2": "utf-16", "iso-10646-ucs-2": "utf-16-be",
    "macintosh": "mac_roman", "mac": "mac_roman", "x-mac-roman": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish", "x-mac-ce": "mac_latin2", "x-mac-centraleurroman": "mac_latin2", "x-mac-icelandic": "mac_iceland",
    "x-mac-croatian": "mac_croatian", "x-mac-romanian": "mac_romanian", "x-mac-japanese": "cp932", "ansi": "cp1252", "windows-1252http-equivcontent-type": "cp1252",
    "x-cp1252": "cp1252", "x-ansi": "cp1252", "koi8": "koi8_r", "koi8-ru": "koi8_u", "x-koi8-r": "koi8_r", "iso-ir-100": "cp1252", "visual": "cp1255",
}  # fmt: skip
# Names that say "I do not know": the bytes are looked at.
_UNKNOWN = {
    "", "unknown", "unknown-8bit", "x-unknown", "x-user-defined", "default", "none", "null", "binary", "8bit", "7bit", "default_charset", "_charset_", "undefined",
    "x-unknown-8bit", "charset", "auto", "_autodetect", "_autodetect_all", "_autodetect_kr", "_autodetect_jp", "user-defined", "x-binaryenc", "asci",
}  # fmt: skip
# What no text is: codecs of Python that turn bytes into bytes, or run for long.
_NO_TEXT = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem", "palmos"}
_ISO2022 = re.compile(rb"\x1b(?:\$[@ABCD]|\$\([A-D]|\([BJI]|\$\)[CAG])")
_LEGACY = re.compile(r"^(?:windows|cp|ibm|dos|x-cp|microsoft-cp|ms|win|x-windows)[-_ ]*(\d{3,5})$")


def codec(charset: str) -> str | None:
    """The codec for what a message calls its charset; "" where it says that it does not know, None for no charset at all."""
    name = charset.strip().strip("'\"").lower().strip()
    name = re.sub(r"[*;,\s].*", "", name, flags=re.DOTALL)[:60]
    if name in _UNKNOWN:
        return ""
    if name in _WIDER:
        return _WIDER[name]
    if number := _LEGACY.match(name):
        name = f"cp{number[1]}"
    for attempt in (
        name,
        name.removeprefix("x-"),
        name.removeprefix("charset="),
        name.replace("_", "-"),
        re.sub(r"^iso(?=\d)", "iso-", name),
    ):
        if attempt in _WIDER:
            return _WIDER[attempt]
        try:
            found = codecs.lookup(attempt)
        except (LookupError, ValueError, UnicodeError):
            continue
        if getattr(found, "_is_text_encoding", True) and found.name not in _NO_TEXT:
            return _WIDER.get(found.name.replace("_", "-"), found.name)
    return None


def decode(data: bytes, charset: str = "") -> str:
    """Bytes as text in the charset they say, or in the one they are evidently in. Never raises."""
    if not data:
        return ""
    name = codec(charset) if charset else ""
    for mark, unicode in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark) and (unicode == "utf-8" or name in {"", None} or name.startswith("utf-16")):
            return data[len(mark) :].decode(unicode, "replace")
    if not name:
        return _guessed(data)
    if name == "utf-16":  # without a mark
        name = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    if name != "cp1252" and not name.startswith(("utf-16", "utf-32", "iso2022", "utf-7", "hz", "cp037")) and data.isascii():
        return data.decode("ascii")
    if name == "iso2022_jp_ms":
        return _iso2022_jp(data)
    if name == "cp1252":
        return _western(data, said=charset)
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return _mended(data, name)


def _western(data: bytes, *, said: str) -> str:
    """Latin-1 and ASCII often stand over something else: escapes of ISO-2022, or UTF-8."""
    if data.isascii():
        if b"\x1b" in data and _ISO2022.search(data):
            return _guessed(data)
        return data.decode("ascii")
    if "ascii" in said.lower() or "ansi_x3" in said.lower():
        return _guessed(data)
    if _is_utf8(data) and _looks_double(data):
        return data.decode("utf-8")
    return _cp1252(data)


def _looks_double(data: bytes) -> bool:
    """Whether bytes that are valid UTF-8 are it, though they claim Latin-1: two signs such as "Ã©" are rare, three are not chance."""
    return sum(1 for byte in data if 0xC2 <= byte <= 0xF4) >= 3


def _cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def _mended(data: bytes, name: str) -> str:
    """Text whose charset does not fit: kept in that charset if little is wrong, else read as what it looks like."""
    text = data.decode(name, "replace")
    bad = text.count("\ufffd")
    if name == "utf-8":
        high = sum(1 for byte in data if byte >= 0x80)
        # Half of the signs above ASCII spoilt: it never was UTF-8.
        return text if bad * 2 < high or (bad == 1 and len(data) > 3 and _cut(data)) else _guessed(data)
    if _is_utf8(data):
        return data.decode("utf-8")
    if name == "big5hkscs":
        other = data.decode("cp950", "replace")
        return other if other.count("\ufffd") < bad else text
    return text


def _cut(data: bytes) -> bool:
    """Whether only the last sign is incomplete."""
    return any(_is_utf8(data[:-count]) for count in (1, 2, 3))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _iso2022_jp(data: bytes) -> str:
    """ISO-2022-JP as it is sent: with signs of Windows (①, ㈱) and half-width kana, or Shift-JIS and UTF-8 under its name."""
    if b"\x1b" not in data and not data.isascii():
        return _japanese(data)
    pieces, text = re.split(rb"(\x1b(?:\$[@B]|\$\(D|\([BJIH]))", data), []
    mode = b"\x1b(B"
    for number, piece in enumerate(pieces):
        if number % 2:
            mode = piece
        elif mode in {b"\x1b$@", b"\x1b$B"}:
            text.append(_double_bytes(piece))
        elif mode == b"\x1b(I":
            text.append(bytes(byte | 0x80 for byte in piece).decode("cp932", "replace"))
        elif mode == b"\x1b$(D":
            text.append((b"\x1b$(D" + piece + b"\x1b(B").decode("iso2022_jp_1", "replace"))
        else:
            text.append(piece.decode("ascii") if piece.isascii() else piece.decode("cp932", "replace"))
    return "".join(text)


def _japanese(data: bytes) -> str:
    """What says ISO-2022-JP but has no escapes: UTF-8, Shift-JIS or EUC-JP if it evidently is, else ASCII with damage."""
    if _is_utf8(data):
        return data.decode("utf-8")
    best = max(("cp932", "euc_jp"), key=lambda name: _likelihood(data[:20_000], name))
    high = sum(1 for byte in data if byte >= 0x80)
    return data.decode(best if high >= 4 and _likelihood(data[:20_000], best) >= 0.5 else "ascii", "replace")


def _double_bytes(piece: bytes) -> str:
    """Signs of JIS X 0208 with the rows that Windows added: read as Shift-JIS, which holds both."""
    signs = []
    index = 0
    while index < len(piece):
        high = piece[index]
        if high < 0x21 or index + 1 >= len(piece) or high > 0x7E:
            signs.append(chr(high) if high < 0x80 else "\ufffd")
            index += 1
            continue
        low = piece[index + 1]
        index += 2
        first = (high - 0x21) // 2 + 0x81
        first += 0x40 if first > 0x9F else 0
        second = low + (0x1F if low < 0x60 else 0x20) if high % 2 else low + 0x7E
        signs.append(bytes([first, second & 0xFF]).decode("cp932", "replace"))
    return "".join(signs)


def _guessed(data: bytes) -> str:
    """Text of which nobody says the charset."""
    if b"\x1b" in data and _ISO2022.search(data):
        return data.decode("iso2022_kr", "replace") if b"\x1b$)C" in data else _iso2022_jp(data)
    if _is_utf8(data):
        return data.decode("utf-8")
    if len(data) > 20 and data[1::2].count(0) > len(data) // 3:
        return data.decode("utf-16-le", "replace")
    sample = data[:20_000]
    text = sample.decode("utf-8", "replace")
    high = sum(1 for byte in sample if byte >= 0x80)
    if text.count("\ufffd") * 4 < high:
        return data.decode("utf-8", "replace")
    best = max(_CANDIDATES, key=lambda name: _likelihood(sample, name))
    return _cp1252(data) if best == "cp1252" else data.decode(best, "replace")


_CANDIDATES = ("cp1252", "cp932", "gb18030", "big5hkscs", "cp949", "euc_jp", "koi8_r", "cp1251")
_HIGH, _HIGH_RUN = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\x80-\xff]+")
_KANA = range(0x3040, 0x3100)
_CYRILLIC_COMMON = frozenset("оеаинтсрвлкмдпуОЕАИНТСРВЛКМДПУ")


def _likelihood(data: bytes, name: str) -> float:
    """How much a text looks like one in this charset, from the signs that its language uses most."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 2 and name != "cp1252":
            return -1.0
        text = data.decode(name, "ignore") if name != "cp1252" else _cp1252(data)
    signs = [sign for sign in text if ord(sign) >= 0x80]
    if not signs:
        return 0.0
    if name != "cp1252" and sum(len(run) == 1 for run in _HIGH_RUN.findall(data)) * 5 > 3 * len(_HIGH.findall(data)):
        return 0.1  # mostly single signs among Latin letters: accents
    if name == "cp1252":
        letters = sum(1 for sign in signs if sign.isalpha() or sign in "’‘“”–—…€«»°§\xa0")
        share = len(signs) / max(len(text), 1)
        # Accents stand alone among plain letters; a text of accents only is another script.
        return letters / len(signs) * (0.75 if share < 0.25 else 0.2)
    if name in {"koi8_r", "cp1251"}:
        return (
            sum(1 for sign in signs if sign in _CYRILLIC_COMMON)
            / len(signs)
            * (1.0 if sum(map(str.islower, signs)) * 2 > len(signs) else 0.7)
        )
    kana = sum(1 for sign in signs if ord(sign) in _KANA)
    hangul = sum(1 for sign in signs if 0xAC00 <= ord(sign) <= 0xD7A3)
    if name in {"cp932", "euc_jp"}:
        wide = sum(
            1
            for sign in signs
            if ord(sign) in _KANA or 0x4E00 <= ord(sign) <= 0x9FFF or 0x3000 <= ord(sign) < 0x3040 or 0xFF01 <= ord(sign) <= 0xFF5E
        )
        return wide / len(signs) * (0.5 + min(kana * 3 / len(signs), 0.5))
    if name == "cp949":
        return hangul / len(signs) * 0.97
    first = {"gb18030": range(0xB0, 0xD8), "big5hkscs": range(0xA4, 0xC7)}[name]
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", data)
    common = sum(1 for pair in pairs if pair[0] in first) / max(len(pairs), 1)
    han = sum(1 for sign in signs if 0x4E00 <= ord(sign) <= 0x9FFF or 0x3000 <= ord(sign) < 0x3040 or 0xFF00 <= ord(sign) <= 0xFF60)
    return han / len(signs) * (0.35 + common * 0.55)
