"""The other forms of a word, in four languages at once: those endings that PostgreSQL's own dictionaries bring to the same stem.

The texts are kept as they were written (`guichet_tsv`: folded, no stems), for one thread holds several languages beside codes
and product names. So the question is widened, not the texts: *factures* is also looked for as *facture*, *facturer*.
"""

import re
from collections.abc import Iterable

from django.db import connection

from guichet.matching.words import DICTIONARIES

SHORTEST = 4
MOST_FORMS = 40
KEPT = 20_000

# Endings of a word whose stem is shorter than itself, the most common ones first; and of one that is its own stem.
ENDINGS = {
    "fr": ",e,s,es,er,ee,ees,ation,ations,ant,ent,ez,ement,ements,eur,eurs,ion,ions,eux,if,ive,al,aux,ail",
    "de": ",e,en,er,n,ern,es,s,em,ung,ungen,te,t,st,end",
    "en": ",e,s,es,ed,ing,er,ers,y,ies,ion,ions,ings,ied,ment,ments,ation,ations",
    "it": "a,e,i,o,he,hi,are,ato,ata,ati,ate,azione,azioni,ione,ioni,ando,ere,ire,ito,ore,ori,io",
}
OWN_ENDINGS = {"fr": "s,e,es", "de": "e,en,n,er,ern,es,s", "en": "s,es,ed,ing"}
_PLAIN = re.compile(r"[^\W\d_]+")
_SAFE = re.compile(r"[^\w\-./]")
# Word as typed → how the texts hold it, and its other forms.
_known: dict[str, tuple[str, tuple[str, ...]]] = {}


def read(words: Iterable[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By word: the word folded as the texts are, and its forms, itself first. Three questions to the database at most."""
    wanted = list(dict.fromkeys(words))
    missing = [word for word in wanted if word not in _known]
    if missing:
        if len(_known) > KEPT:
            _known.clear()
        folded = _folded(missing)
        forms = _forms({one for one in folded.values() if len(one) >= SHORTEST and _PLAIN.fullmatch(one)})
        for word, one in folded.items():
            _known[word] = one, (one, *forms.get(one, ()))
    return {word: _known[word] for word in wanted}


def _folded(words: list[str]) -> dict[str, str]:
    """As `guichet_tsv` folds them; without the signs that folding makes of some letters."""
    found = {word: word.lower() for word in words if word.isascii()}
    if others := [word for word in words if word not in found]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT w, guichet_unaccent(lower(w)) FROM unnest(%s::text[]) w", [others])
            found |= {word: _SAFE.sub("", folded) for word, folded in cursor.fetchall()}
    return found


def _forms(words: set[str]) -> dict[str, list[str]]:
    if not words:
        return {}
    bases = " UNION ALL ".join(
        f"SELECT w, s, '{language}' AS language, '{dictionary}' AS dictionary FROM unnest(%(words)s::text[]) w, "
        f"LATERAL (SELECT (ts_lexize('{dictionary}', w))[1] AS s) stem WHERE s IS NOT NULL"
        for language, dictionary in DICTIONARIES.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(bases, {"words": sorted(words)})
        tried = [
            (dictionary, stem, form, word)
            for word, stem, language, dictionary in cursor.fetchall()
            for form in _tried(word, stem, language)
        ]
        cursor.execute(
            "SELECT w, form FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS t (dictionary, stem, form, w, n) "
            "WHERE (ts_lexize(dictionary::regdictionary, form))[1] = stem ORDER BY n",
            [list(column) for column in zip(*tried, strict=True)] if tried else [[], [], [], []],
        )
        found: dict[str, dict[str, None]] = {}
        for word, form in cursor.fetchall():
            found.setdefault(word, {})[form] = None
    return {word: list(of)[:MOST_FORMS] for word, of in found.items()}


def _tried(word: str, stem: str, language: str) -> list[str]:
    """What the word may look like with other endings. Where a stem changes its last letter (company, travaux) that one goes too."""
    same = next((n for n, (one, other) in enumerate(zip(word, stem, strict=False)) if one != other), min(len(word), len(stem)))
    bases, endings = [word[:same]], ENDINGS
    if stem == word:
        endings = OWN_ENDINGS
    elif same < len(stem) or (language == "en" and stem.endswith("i")):
        bases.append(word[: same - 1])
    forms = [base + ending for base in bases if len(base) >= 3 for ending in endings.get(language, "").split(",")]
    return [form for form in forms if len(form) >= 3 and form != word]
