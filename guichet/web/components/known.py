"""How a known problem and an article read on a page, for the portal and the workspace alike."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guichet import clock
from guichet.catalog import versions
from guichet.catalog.models import Installation, Release
from guichet.knowledge.markdown import render as as_html
from guichet.knowledge.models import ArticleRange, KnownProblem, ProblemRange, text_in
from guichet.knowledge.standing import Standing, Verdict, end_of, standing
from guichet.web.components.templatetags.guichet import dated, day, joined, spaced

WORSE_FIRST = (Verdict.AFFECTED, Verdict.UNKNOWN, Verdict.FIXED, Verdict.SAFE)


def language() -> str:
    return get_language() or "en"


def shown(texts: dict[str, str]) -> dict[str, Any]:
    """A longer text of a known problem as it is read: its Markdown as HTML, and the language it is in."""
    text, spoken = text_in(texts, language())
    return {"html": as_html(spaced(text, spoken)) if text else "", "language": spoken}


def state_word(state: str) -> str:
    return {
        KnownProblem.OPEN: _("being worked on"),
        KnownProblem.PLANNED: _("fix planned"),
        KnownProblem.FIXED: _("fixed"),
        KnownProblem.WONT_FIX: _("will not be fixed"),
    }[state]


def audience_word(audience: str) -> str:
    return {"internal": _("internal"), "customers": _("customers"), "public": _("public")}[audience]


def stands(problem: KnownProblem, installation: Installation) -> Standing:
    """Where an installation stands towards a problem; give both with their releases, lines and product at hand."""
    if problem.product_id and problem.product_id != installation.product_id:
        return Standing(Verdict.SAFE)
    release = installation.release
    return standing(problem.ranges.all(), release.line_id, release.name, scheme=installation.product.version_scheme)


def worst(problem: KnownProblem, installed: Iterable[Installation]) -> tuple[Installation, Standing] | None:
    """The installation that is concerned most: production before test."""
    found = [(one, stands(problem, one)) for one in installed]
    found.sort(key=lambda pair: (WORSE_FIRST.index(pair[1].verdict), pair[0].environment != Installation.PRODUCTION))
    return found[0] if found else None


def verdict(problem: KnownProblem, nearest: tuple[Installation, Standing] | None) -> dict[str, Any]:
    """The answer in one line, worded by the reader's version, and the release he can ask for (DOMAIN 1.12)."""
    if nearest is None:
        return {"text": general(problem), "kind": "state"}
    installation, where = nearest
    names = {"version": installation.release.name, "fix": where.fix.name if where.fix else ""}
    if where.verdict == Verdict.FIXED:
        text = _("Fixed in %(fix)s. You run %(version)s: should you see it all the same, tell us.")
    elif where.verdict == Verdict.SAFE:
        text = _("Your version %(version)s does not have it.")
    elif where.verdict == Verdict.UNKNOWN:
        return {"text": general(problem), "kind": "state"}
    elif where.is_out(timezone.localdate(clock.now())):
        return {"text": _("Fixed in %(fix)s. You run %(version)s.") % names, "kind": "fixed", "patch": names["fix"]}
    elif where.fix is not None:
        text = _("Fix planned for %(fix)s. You run %(version)s.")
        if where.fix.planned_on:
            text = _("Fix planned for %(fix)s, expected on %(day)s. You run %(version)s.")
            names["day"] = day(where.fix.planned_on)
    elif problem.state == KnownProblem.WONT_FIX:
        text = _("Known on your version %(version)s, and not fixed there any more.")
    elif text_in(problem.way_round, language())[0]:
        text = _("Known on your version %(version)s. There is a way round.")
    else:
        text = _("Known on your version %(version)s. We are working on it.")
    # A short month may end in a point of its own, which then ends the sentence.
    return {"text": (text % names).replace("..", "."), "kind": where.verdict.value}


def general(problem: KnownProblem) -> str:
    """The answer for somebody whose version is not known."""
    today = timezone.localdate(clock.now())
    fixes = [row.fixed_in for row in problem.ranges.all() if row.fixed_in]
    out = sorted({fix.name for fix in fixes if fix.is_out(today)})
    planned = sorted({fix.name for fix in fixes if not fix.is_out(today)})
    if out:
        return _("Fixed in %(fix)s.") % {"fix": joined(out)}
    if planned:
        return _("Fix planned for %(fix)s.") % {"fix": joined(planned)}
    if problem.state == KnownProblem.WONT_FIX:
        return _("Known, and not fixed any more.")
    if text_in(problem.way_round, language())[0]:
        return _("Known. There is a way round.")
    return _("Known. We are working on it.")


def lines(problem: KnownProblem, releases: Sequence[Release], installed: Sequence[Installation] = ()) -> list[dict[str, Any]]:
    """The table of versions, newest line first, with the reader's own marked. *releases*: all of the product, with their lines."""
    today = timezone.localdate(clock.now())
    scheme = problem.product.version_scheme if problem.product else versions.NUMBERS
    by_line: dict[int, list[Release]] = {}
    for release in releases:
        by_line.setdefault(release.line_id, []).append(release)
    known = {rows[0].line.name: rows for rows in by_line.values()}
    found = []
    for name in reversed(versions.in_order(scheme, list(known))):
        line = known[name][0].line
        rows = [row for row in problem.ranges.all() if row.line_id == line.pk]
        ends = line.support_ends_on
        found.append(
            {
                "name": name,
                "affected": "; ".join(affected_words(row, known[name], scheme) for row in rows) or _("not affected"),
                "is_affected": bool(rows),
                "fix": _fix_words(rows, today, is_supported=ends is None or ends >= today),
                "support": _("ended %(day)s") % {"day": dated(ends)} if ends and ends < today else _("supported"),
                "yours": [_own(problem, one) for one in installed if one.release.line_id == line.pk and one.product_id == problem.product_id],
            }
        )
    return found


def affected_words(row: ProblemRange | ArticleRange, releases: Sequence[Release], scheme: str) -> str:
    """24.2.0 to 24.2.4; 23.4.8 and later. The last one is named where the catalogue knows it."""
    end = end_of(row) if isinstance(row, ProblemRange) else row.end
    within = [r.name for r in releases if versions.is_within(scheme, r.name, row.first, end)]
    last = versions.in_order(scheme, within)[-1] if within else ""
    if not row.first and not end:
        return _("all")
    if not end:
        return _("%(first)s and later") % {"first": row.first}
    if last and row.first and last != row.first:
        return _("%(first)s to %(last)s") % {"first": row.first, "last": last}
    if last and (last == row.first or not row.first):
        return last if row.first else _("up to %(last)s") % {"last": last}
    return _("before %(end)s") % {"end": end}


def _fix_words(rows: Sequence[ProblemRange], today: Any, *, is_supported: bool) -> dict[str, str]:
    fix = next((row.fixed_in for row in rows if row.fixed_in), None)
    if fix is None:
        text = "–" if not rows else _("none yet") if is_supported else _("no fix, upgrade")
        return {"name": "", "text": text}
    if fix.is_out(today):
        return {"name": fix.name, "text": dated(fix.released_on)}
    when = fix.planned_on
    return {"name": fix.name, "text": _("planned %(day)s") % {"day": day(when)} if when else _("planned")}


def _own(problem: KnownProblem, installation: Installation) -> dict[str, Any]:
    names = {Installation.PRODUCTION: _("Production"), Installation.TEST: _("Test")}
    where = stands(problem, installation).verdict
    said = {
        Verdict.AFFECTED: _("affected"),
        Verdict.FIXED: _("has the fix"),
        Verdict.SAFE: _("not affected"),
        Verdict.UNKNOWN: _("unknown"),
    }[where]
    name = f"{names[installation.environment]} {installation.release.name}"
    return {"name": name, "verdict": said, "is_affected": where == Verdict.AFFECTED}


def companies_words(total: int | None, here: int | None) -> str:
    """12 companies, 3 on your version. Counts come from `Spread`, which holds none below five."""
    if total is None:
        return ""
    said = ngettext("%(count)s company has it", "%(count)s companies have it", total) % {"count": total}
    return _("%(said)s, %(here)s on your version") % {"said": said, "here": here} if here else said
