"""What is suggested to somebody who writes a request, or beside a request to an agent; and where it probably belongs.

Call both functions as the actor (`acting_as`), whose role PostgreSQL's walls look at. Known problems come first, then articles,
then requests; within each the likeliest first. Nothing is linked by itself, and nothing that was typed reaches a log.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from math import exp, log
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.catalog.models import Installation, Product, Release
from guichet.desk.models import Ticket
from guichet.knowledge.models import Article, KnownProblem, text_in
from guichet.knowledge.standing import Standing, Verdict, is_valid_for, standing
from guichet.matching import centres, embedding, routing, sight, vectors, words
from guichet.matching.embedder import E5_QUESTION_CHARACTERS
from guichet.matching.models import Item, Label
from guichet.matching.ranking import Found, Query, Ranker, Scope, best
from guichet.matching.sources import DONE
from guichet.matching.words import LANGUAGES

# Nothing below is shown: to somebody who writes, and to an agent.
SHOWN_TO_REQUESTERS, SHOWN_TO_AGENTS = 0.3, 0.1
# From here on very likely, and likely.
VERY_LIKELY, LIKELY = 0.7, 0.3
# What the version says of a known problem, in log-odds; of a request of the past its version says nothing sure.
SAYS = {Verdict.AFFECTED: 0.5, Verdict.UNKNOWN: 0.0, Verdict.FIXED: -1.5, Verdict.SAFE: -1.5}
# So many of the best are looked at, and so many more of each kind loaded than are asked for, before sight and version decide;
# in the order in which kinds are shown.
LOOKED_AT = 60
SPARE = {Item.PROBLEM: 12, Item.ARTICLE: 12, Item.TICKET: 5}
# What is shown of a request; a row has dozens of columns more.
SHOWN = (
    "number", "subject", "language", "status", "created_at", "type__key", "company__name", "reporter__given_name",
)  # fmt: skip
MOST_WORDS = 5
# So many articles the models for what has no place in time were fitted on; among fewer, each is likelier the answer. The share of
# what the numbers alone would say that keeps to the gates, measured on parts of 40 articles: one is shown for 73 % of what is known
# instead of 42 %, right 76 % of the times instead of 93 %, with 12 % false alarms.
FITTED_ON, FEWEST, SHARE = 666, 10, 0.7


class Answer(StrEnum):
    """What a suggestion says to somebody with this version."""

    FIXED = "fixed"  # a release that is out ends it, and he runs an older one
    PLANNED = "planned"  # a release to come ends it
    WAY_ROUND = "way_round"
    WORKED_ON = "worked_on"
    WONT_FIX = "wont_fix"
    NOT_YOURS = "not_yours"  # his version does not have it, or has it no more: shown only where asked for
    EXPLAINED = "explained"  # an article
    OPEN = "open"  # a request that still goes on, such as a colleague's
    SOLVED = "solved"  # a request of the past


@dataclass(frozen=True)
class Reason:
    """Why it is suggested. *words*: as typed; *codes*: in both texts; *version*: the one that is affected or fits; else by meaning."""

    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    version: str = ""

    @property
    def is_by_meaning(self) -> bool:
        return not (self.words or self.codes)


@dataclass(frozen=True)
class Suggestion:
    """One suggestion. *row* is the known problem (ranges and product at hand), the article (texts at hand) or the request."""

    kind: str  # problem, article, request
    object_id: int
    reference: str  # PRB-77, SPT-1042; an article's slug in *language*
    title: str
    language: str
    p: float
    reason: Reason
    answer: Answer
    # The release that ends it, and the one he runs; empty where unknown.
    fix: str = ""
    version: str = ""
    is_regression: bool = False  # his version already has the fix: agents should look
    is_own: bool = False  # a request of the actor himself; another one of a contact's is a colleague's
    row: Any = field(default=None, repr=False, compare=False)

    @property
    def likelihood(self) -> str:
        """very_likely, likely or possible."""
        return "very_likely" if self.p >= VERY_LIKELY else "likely" if self.p >= LIKELY else "possible"


def likelihood_word(suggestion: Suggestion) -> str:
    """The likelihood as a page says it."""
    return {"very_likely": _("very likely"), "likely": _("likely"), "possible": _("possible")}[suggestion.likelihood]


def answer_words(suggestion: Suggestion) -> str:
    """The answer in one sentence, worded by the version."""
    names = {"fix": suggestion.fix, "version": suggestion.version}
    said = {
        Answer.FIXED: _("Fixed in %(fix)s. You run %(version)s.") if suggestion.version else _("Fixed in %(fix)s."),
        Answer.PLANNED: _("Fix planned for %(fix)s. You run %(version)s.") if suggestion.version else _("Fix planned for %(fix)s."),
        Answer.WAY_ROUND: _("Known. There is a way round."),
        Answer.WORKED_ON: _("Known. We are working on it."),
        Answer.WONT_FIX: _("Known, and not fixed any more."),
        Answer.NOT_YOURS: _("Your version %(version)s does not have it."),
        Answer.EXPLAINED: _("An article explains it."),
        Answer.OPEN: _("A request about this is open."),
        Answer.SOLVED: _("A request about this was solved."),
    }[suggestion.answer]
    if suggestion.is_regression:
        said = _("Fixed in %(fix)s. You run %(version)s: should you see it all the same, tell us.")
    return said % names


def suggest(
    actor: Actor,
    *,
    title: str,
    body: str = "",
    language: str = "",
    product: Product | None = None,
    installation: Installation | None = None,
    release: Release | None = None,
    ticket: Ticket | None = None,
    k: int = 3,
    kinds: Sequence[str] = (),
    is_quick: bool = False,
    shows_others: bool = False,
) -> list[Suggestion]:
    """At most *k* answers to what was typed, or to *ticket*, which is itself left out, with all that was linked or dismissed there.

    *language* is that of the text (default: the actor's). With an *installation* or a *release* (and its line) at hand the answer
    is worded by version; *shows_others* also brings what that version does not have. *is_quick*: words and the cheap model alone,
    for the first answer while somebody types. *kinds* (problem, article, request) narrows. Somebody not signed in gets none.
    """
    if not (actor.is_requester or actor.is_agent or actor.is_system) or not f"{title}{body}".strip():
        return []
    release = release or (installation.release if installation else None)
    product_id = product.pk if product else _product_of(installation, release)
    query = _query(actor, title, body, language, ticket)
    scope = _scope(actor, product_id, ticket, kinds=tuple(Item.TICKET if kind == "request" else kind for kind in kinds))
    look = _ranker(is_quick).look(query, scope)
    return _suggested(actor, query, look.found, release, product_id, ticket, k, shows_others=shows_others)


def beside(
    actor: Actor, ticket: Ticket, *, body: str, installation: Installation | None, release: Release | None, k: int
) -> tuple[list[Suggestion], "Proposals"]:
    """What an agent is suggested beside a request, and where it belongs: both from one look at what resembles it."""
    release = release or (installation.release if installation else None)
    product_id = _product_of(installation, release)
    query = _query(actor, ticket.subject, body, ticket.language, ticket)
    ranker = _ranker(is_quick=False)
    look = ranker.look(query, _scope(actor, product_id, ticket))
    proposed = _proposed(actor, look.found, centres.near(look.asked, ranker.queries.version))
    return _suggested(actor, query, look.found, release, product_id, ticket, k, shows_others=False), proposed


def _product_of(installation: Installation | None, release: Release | None) -> int | None:
    return installation.product_id if installation else release.line.product_id if release else None


def _query(actor: Actor, title: str, body: str, language: str, ticket: Ticket | None) -> Query:
    """The question; of a request that exists its vectors are at hand, once the worker has seen it."""
    position = ticket.pk if ticket else (Ticket.objects.aggregate(n=Max("number"))["n"] or 0) + 1
    language = language if language in LANGUAGES else actor.language
    stands_as = (Item.TICKET, ticket.pk) if ticket else None
    return Query(language, title, body, position=position, only_before=False, stands_as=stands_as)


def _scope(actor: Actor, product_id: int | None, ticket: Ticket | None, kinds: tuple[str, ...] = ()) -> Scope:
    return sight.scope(actor, product_id=product_id, without_ticket=ticket.pk if ticket else None, kinds=kinds)


def _suggested(
    actor: Actor,
    query: Query,
    candidates: list[Found],
    release: Release | None,
    product_id: int | None,
    ticket: Ticket | None,
    k: int,
    *,
    shows_others: bool,
) -> list[Suggestion]:
    """Of all that resembles the question what is shown to this actor, in the order of the kinds."""
    found = _among_few(best(candidates), actor, product_id)[:LOOKED_AT]
    said = _said_of(ticket)
    least = SHOWN_TO_AGENTS if actor.is_agent else SHOWN_TO_REQUESTERS
    found = [one for one in found if (one.kind, one.object_id) not in said and _moved(one.p, max(SAYS.values())) >= least]
    made = _made(actor, found, release, query, k, shows_others=shows_others)
    shown = [one for one in made if one.p >= least]
    order = {"problem": 0, "article": 1, "request": 2}
    return sorted(shown, key=lambda one: (order[one.kind], -one.p))[:k]


def _among_few(found: list[Found], actor: Actor, product_id: int | None) -> list[Found]:
    """Known problems and articles with their likelihood moved by how few there are for this reader, best first."""
    near = Q(product=None) | Q(product=product_id) if product_id else Q()
    rows = (KnownProblem.objects.visible_to(actor), Article.objects.visible_to(actor).filter(state__in=Article.READ))
    n = sum(some.filter(near).order_by()[:FITTED_ON].count() for some in rows)
    says = SHARE * log(FITTED_ON / max(n, FEWEST)) if n < FITTED_ON else 0.0
    for one in found:
        if one.kind != Item.TICKET:
            one.p = _moved(one.p, says)
    return sorted(found, key=lambda one: (-one.p, one.item_id))


@lru_cache(maxsize=4)
def _ranker_of(embedder: Any, is_quick: bool) -> Ranker:
    return Ranker(embedder, views=vectors.QUICK if is_quick else vectors.VIEWS, e5_characters=E5_QUESTION_CHARACTERS)


def _ranker(is_quick: bool) -> Ranker:
    """One ranker for each embedder and pace: it learns the mean of what is asked."""
    return _ranker_of(embedding.here(), is_quick)


def _said_of(ticket: Ticket | None) -> set[tuple[str, int]]:
    """What an agent has linked or dismissed beside this request; what the reporter dismissed he may still look at."""
    if ticket is None:
        return set()
    said = set(Label.objects.filter(ticket=ticket, by__is_agent=True).values_list("kind", "object_id"))
    return said | ({(Item.PROBLEM, ticket.problem_id)} if ticket.problem_id else set())


def _made(
    actor: Actor, found: list[Found], release: Release | None, query: Query, k: int, *, shows_others: bool
) -> list[Suggestion]:
    """Suggestions of what the actor sees, of each kind *k* and some to spare, with their p moved by what the version says."""
    ids: dict[str, list[int]] = defaultdict(list)
    for one in found:
        ids[one.kind].append(one.object_id)
    rows = {kind: _rows(actor, kind, ids[kind][: k + spare]) for kind, spare in SPARE.items() if ids[kind]}
    makers = {Item.PROBLEM: _of_problem, Item.ARTICLE: _of_article, Item.TICKET: _of_ticket}
    made = []
    for one in found:
        row = rows.get(one.kind, {}).get(one.object_id)
        suggestion = makers[one.kind](one, row, release, query, actor) if row is not None else None
        if suggestion is not None and (shows_others or suggestion.answer != Answer.NOT_YOURS or _is_for(actor, suggestion)):
            made.append(suggestion)
    return made


def _is_for(actor: Actor, suggestion: Suggestion) -> bool:
    """A fault that should be gone by this version is shown to agents in any case: it may have come back."""
    return actor.is_agent and suggestion.is_regression


def _rows(actor: Actor, kind: str, ids: list[int]) -> dict[int, Any]:
    """What he sees of these, by its id: the last word on sight is `visible_to`."""
    if kind == Item.PROBLEM:
        rows = KnownProblem.objects.visible_to(actor).select_related("product").prefetch_related("ranges__line", "ranges__fixed_in")
    elif kind == Item.ARTICLE:
        rows = Article.objects.visible_to(actor).select_related("product").prefetch_related("texts", "ranges")
    else:
        rows = Ticket.objects.visible_to(actor).exclude(status="CANCELLED").select_related("type", "company", "reporter").only(*SHOWN)
    return {row.pk: row for row in rows.filter(pk__in=ids)}


def _of_problem(one: Found, row: KnownProblem, release: Release | None, query: Query, actor: Actor) -> Suggestion:
    where = _stands(row, release)
    title, language = text_in(row.symptom, actor.language)
    return Suggestion(
        kind="problem",
        object_id=row.pk,
        reference=row.reference,
        title=title,
        language=language,
        p=_moved(one.p, SAYS[where.verdict]),
        reason=_reason(one, query, release.name if release and where.verdict == Verdict.AFFECTED else ""),
        answer=_answer(row, where, actor.language),
        fix=where.fix.name if where.fix else _fixes(row),
        version=release.name if release else "",
        is_regression=where.verdict == Verdict.FIXED,
        row=row,
    )


def _stands(row: KnownProblem, release: Release | None) -> Standing:
    if release is None:
        return Standing(Verdict.UNKNOWN)
    if row.product_id and row.product_id != release.line.product_id:
        return Standing(Verdict.SAFE)
    return standing(row.ranges.all(), release.line_id, release.name, scheme=release.line.product.version_scheme)


def _fixes(row: KnownProblem) -> str:
    """Where no version is known: the releases that end it on their lines."""
    today = timezone.localdate(clock.now())
    fixes = {line.fixed_in for line in row.ranges.all() if line.fixed_in}
    out = {fix for fix in fixes if fix.is_out(today)}
    return ", ".join(sorted(fix.name for fix in out or fixes))


def _answer(row: KnownProblem, where: Standing, language: str) -> Answer:
    today = timezone.localdate(clock.now())
    if where.verdict in (Verdict.FIXED, Verdict.SAFE):
        return Answer.NOT_YOURS
    fixes = [where.fix] if where.fix else [] if where.verdict == Verdict.AFFECTED else [r.fixed_in for r in row.ranges.all() if r.fixed_in]
    if any(fix.is_out(today) for fix in fixes):
        return Answer.FIXED
    if text_in(row.way_round, language)[0]:
        return Answer.WAY_ROUND
    if fixes:
        return Answer.PLANNED
    return Answer.WONT_FIX if row.state == KnownProblem.WONT_FIX else Answer.WORKED_ON


def _of_article(one: Found, row: Article, release: Release | None, query: Query, actor: Actor) -> Suggestion | None:
    text = row.text_for(actor.language)
    if text is None:
        return None
    fits: bool | None = None
    if release is not None:
        scheme = release.line.product.version_scheme
        fits = is_valid_for(row.ranges.all(), release.line_id, release.name, scheme=scheme)
    says = Verdict.SAFE if fits is False else Verdict.AFFECTED if fits and row.ranges.all() else Verdict.UNKNOWN
    return Suggestion(
        kind="article",
        object_id=row.pk,
        reference=text.slug,
        title=text.title,
        language=text.language,
        p=_moved(one.p, SAYS[says]),
        reason=_reason(one, query, release.name if release and says == Verdict.AFFECTED else ""),
        answer=Answer.NOT_YOURS if fits is False else Answer.EXPLAINED,
        version=release.name if release else "",
        row=row,
    )


def _of_ticket(one: Found, row: Ticket, release: Release | None, query: Query, actor: Actor) -> Suggestion:
    return Suggestion(
        kind="request",
        object_id=row.pk,
        reference=row.key,
        title=row.subject,
        language=row.language,
        p=one.p,
        reason=_reason(one, query, ""),
        answer=Answer.SOLVED if row.status in DONE else Answer.OPEN,
        version=release.name if release else "",
        is_own=row.reporter_id == actor.person_id,
        row=row,
    )


def _reason(one: Found, query: Query, version: str) -> Reason:
    text = f"{query.title}\n{query.text}"
    return Reason(tuple(words.as_written(query.language, text, one.words))[:MOST_WORDS], one.codes[:MOST_WORDS], version)


def _moved(p: float, says: float) -> float:
    """A likelihood moved by so much in log-odds."""
    p = min(max(p, 1e-9), 1 - 1e-9)
    return 1 / (1 + exp(-(log(p / (1 - p)) + says)))


# Where it belongs


@dataclass(frozen=True)
class Proposals:
    """Keys of domains, types and teams with the share of similar requests that became so, the surest first; at most three each."""

    domains: tuple[tuple[str, float], ...] = ()
    types: tuple[tuple[str, float], ...] = ()
    teams: tuple[tuple[str, float], ...] = ()


# Fewer similar requests say nothing.
LEAST_SIMILAR = 3


def _proposed(actor: Actor, found: list[Found], near: dict[str, centres.Nearness]) -> Proposals:
    """Domain, type and team, from what those similar requests became that the agent sees."""
    ids = {one.object_id for one in found if one.kind == Item.TICKET}
    became = {
        number: keys
        for number, *keys in Ticket.objects.visible_to(actor)
        .filter(pk__in=ids)
        .exclude(status="NEW")
        .values_list("pk", "domain__key", "type__key", "team__key")
    }
    if len(became) < LEAST_SIMILAR:
        return Proposals()
    made = []
    for place, what in enumerate(centres.KINDS):
        labels = {(Item.TICKET, number): keys[place] for number, keys in became.items() if keys[place]}
        made.append(tuple(routing.proposals(found, labels, near[what])[:3]))
    return Proposals(*made)
