"""Check digits of the numbers people should not send: IBAN, AHV/AVS, NIR, codice fiscale, pension insurance, cards."""

import re

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21,
    "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22,
    "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24,
    "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24,
    "XK": 20,
}
BETWEEN = " \u00a0\u202f-."
ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
               (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
                22, 25, 24, 23), strict=True))
EVEN = {**{str(n): n for n in range(10)}, **{chr(65 + n): n for n in range(26)}}


def iban_end(text: str, start: int) -> int | None:
    """The end of the IBAN that begins at `start`, single spaces allowed; None where country, length or remainder (mod 97) are wrong."""
    length = IBAN_LENGTHS.get(text[start : start + 2].upper())
    if length is None:
        return None
    signs: list[str] = []
    position = start
    while position < len(text) and len(signs) < length:
        sign = text[position]
        if sign.isascii() and sign.isalnum():
            signs.append(sign.upper())
        elif sign not in BETWEEN or text[position - 1] in BETWEEN:
            return None
        position += 1
    if len(signs) < length or (position < len(text) and text[position].isalnum()):
        return None
    moved = "".join(signs[4:] + signs[:4])
    return position if int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1 else None


def digits(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isdigit())


def is_ahv(text: str) -> bool:
    """Swiss AHV/AVS number: thirteen digits from 756, check digit as EAN-13."""
    number = digits(text)
    if len(number) != 13:
        return False
    weighted = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(number[:12]))
    return (10 - weighted % 10) % 10 == int(number[12])


def is_nir(text: str) -> bool:
    """French NIR: thirteen signs and the key, 97 less the remainder; Corsica counts as 19 and 18; a month that exists."""
    number = re.sub(r"[^0-9ABab]", "", text).upper()
    if len(number) != 15:
        return False
    body = number[:13].replace("2A", "19").replace("2B", "18")
    if not body.isdigit() or not number[13:].isdigit():
        return False
    month = int(body[3:5])
    return (1 <= month <= 12 or 20 <= month <= 42 or 50 <= month <= 99) and 97 - int(body) % 97 == int(number[13:])


def is_codice_fiscale(text: str) -> bool:
    """Italian codice fiscale: sixteen signs, the last one checks the others by their odd and even places."""
    code = text.upper()
    total = sum(ODD[sign] if index % 2 == 0 else EVEN[sign] for index, sign in enumerate(code[:15]))
    return chr(65 + total % 26) == code[15]


def is_rentenversicherung(text: str) -> bool:
    """German pension insurance number: area, date of birth, letter, serial, and a check digit of cross sums."""
    number = re.sub(r"\s", "", text).upper()
    if len(number) != 12 or not (1 <= int(number[2:4]) % 50 <= 31 and 1 <= int(number[4:6]) <= 12):
        return False
    letter = f"{ord(number[8]) - 64:02d}"
    spelled = number[:8] + letter + number[9:11]
    factors = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    total = sum(sum(int(c) for c in str(int(digit) * factor)) for digit, factor in zip(spelled, factors, strict=True))
    return total % 10 == int(number[11])


def is_card(text: str) -> bool:
    """Card number: thirteen to nineteen digits of a known issuer that pass Luhn."""
    number = digits(text)
    if not 13 <= len(number) <= 19 or len(set(number)) < 2:
        return False
    issuer = number.startswith(("4", "51", "52", "53", "54", "55", "22", "23", "24", "25", "26", "27", "34", "37", "6011", "65", "62", "36", "38", "30", "35"))
    total = 0
    for index, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return issuer and total % 10 == 0
