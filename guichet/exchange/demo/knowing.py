"""What the demo world knows: its known problems with who follows them, its articles with what readers think of them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.text import slugify

from guichet.catalog.models import Product, Release, VersionLine
from guichet.exchange.demo import stories as told
from guichet.knowledge.articles import GOOD_FOR
from guichet.knowledge.models import (
    LANGUAGES,
    Article,
    ArticleRange,
    ArticleText,
    ArticleVote,
    Dossier,
    Follower,
    KnownProblem,
    News,
    ProblemRange,
    SearchMiss,
)
from guichet.people.models import Membership, Person
from guichet.service.models import Domain


def make_problems(product: Product, at: datetime) -> None:
    """The known problems, each with its ranges, the release that ends it, its owner, its followers and its news."""
    domains = {domain.key: domain for domain in Domain.objects.all()}
    people = _people()
    given = told.problems()
    KnownProblem.objects.bulk_create(_problem(one, order, product, domains, at) for order, one in enumerate(given))
    Dossier.objects.bulk_create(
        Dossier(problem_id=number(one), steps=one.get("steps", ""), owner=people.get(one.get("owner", ""))) for one in given
    )
    ProblemRange.objects.bulk_create(row for one in given for row in _ranges(one))
    companies = dict(Membership.objects.order_by("-pk").values_list("person_id", "company_id"))
    Follower.objects.bulk_create(
        Follower(problem_id=number(one), person=people[key], company_id=companies[people[key].pk], created_at=at - timedelta(days=2 + n))
        for one in given
        for n, key in enumerate(one.get("followers", ()))
    )
    News.objects.bulk_create(
        News(
            kind=News.UPDATE, problem_id=number(one), by=people[one["owner"]], texts={key: news[key] for key in LANGUAGES},
            at=moment, carried_at=moment, told_at=moment,
        )
        for one in given
        for news in one.get("news", ())
        for moment in [at - timedelta(days=news["ago"])]
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('knowledge_knownproblem', 'id'), (SELECT max(id) FROM knowledge_knownproblem))"
        )


def _people() -> dict[str, Person]:
    """Everybody by the key of the world's file."""
    world, by_email = told.world(), {person.email: person for person in Person.objects.all()}
    given = [*world["people"], *(person for company in world["companies"] for person in company["people"])]
    return {one["key"]: by_email[one["email"]] for one in given if "email" in one}


def number(given: dict[str, Any]) -> int:
    """PRB-77 is 77."""
    return int(given["key"].removeprefix("PRB-"))


def _ranges(given: dict[str, Any]) -> list[ProblemRange]:
    lines = {line.name: line for line in VersionLine.objects.all()}
    releases = {release.name: release for release in Release.objects.all()}
    found = []
    for line, (first, _last) in given["affected"].items():
        fix = releases.get(given["fixed_in"].get(line, ""))
        found.append(ProblemRange(problem_id=number(given), line=lines[line], first=first, fixed_in=fix))
    return found


def _problem(given: dict[str, Any], order: int, product: Product, domains: dict[str, Domain], at: datetime) -> KnownProblem:
    created = at - timedelta(days=30 + 9 * order)
    changed = max(created, at - timedelta(days=3 + 2 * order), *(at - timedelta(days=one["ago"]) for one in given.get("news", ())))
    return KnownProblem(
        pk=number(given),
        symptom=given["symptom"],
        seen=given.get("seen", {}),
        way_round=given.get("way_round", {}),
        signatures=given.get("signatures", []),
        domain=domains[given["domain"]],
        product=product,
        state=given["state"],
        visibility=given["visibility"],
        created_at=created,
        updated_at=changed,
        checked_at=max(changed, at - timedelta(hours=2 + 30 * order)),
    )


def make_articles(product: Product, at: datetime) -> None:
    """The articles in their states, with the votes of their readers, and what was looked for in vain."""
    domains = {domain.key: domain for domain in Domain.objects.all()}
    lines = {line.name: line for line in VersionLine.objects.all()}
    agents = _people()
    readers = list(Person.objects.filter(is_agent=False, is_administrator=False).order_by("pk"))
    texts, ranges, votes = [], [], []
    for given in told.articles():
        then = at - timedelta(days=given["ago"])
        article = _article(given, product, domains[given["domain"]], agents, then)
        texts += [
            ArticleText(article=article, language=language, slug=slugify(title)[:100], title=title, body=body, updated_at=then)
            for language, (title, body) in given["texts"].items()
        ]
        ranges += [
            ArticleRange(article=article, line=lines[line], first=first, end=end) for line, (first, end) in given.get("valid", {}).items()
        ]
        yes, no = given.get("helped", (0, 0))
        votes += [ArticleVote(article=article, person=person, is_useful=n < yes, at=then) for n, person in enumerate(readers[: yes + no])]
    ArticleText.objects.bulk_create(texts)
    ArticleRange.objects.bulk_create(ranges)
    ArticleVote.objects.bulk_create(votes)
    SearchMiss.objects.bulk_create(
        SearchMiss(query=one["query"], language=one["language"], room=one["room"], at=at - timedelta(days=1 + 3 * n, hours=order))
        for order, one in enumerate(told.world()["misses"])
        for n in range(one["times"])
    )


def _article(given: dict[str, Any], product: Product, domain: Domain, agents: dict[str, Person], then: datetime) -> Article:
    state = given.get("state", Article.PUBLISHED)
    values: dict[str, Any] = {}
    if state != Article.DRAFT:
        values = {"reviewed_by": agents["lena"], "reviewed_at": then}
    if state in Article.READ:
        values |= {"published_at": then, "review_on": then.date() + GOOD_FOR}
    return Article.objects.create(
        state=state, audience=given["audience"], product=product, domain=domain, language=next(iter(given["texts"])),
        author=agents[given.get("author", "nora")], created_at=then, updated_at=then, **values,
    )  # fmt: skip
