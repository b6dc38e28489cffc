"""Known problems and articles that hold some words: what the lists of both doors are narrowed by."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from guichet.knowledge.models import ArticleText, KnownProblem

MOST_WORDS = 8
LONGEST = 200


def problems(words: str) -> Q:
    """A reference, an error signature, or every word in what is said of the symptom."""
    rows = KnownProblem.objects.annotate(said=Cast("symptom", TextField()), more=Cast("seen", TextField()))
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(Q(said__icontains=word) | Q(more__icontains=word))
    condition = Q(signatures__icontains=words) | Q(pk__in=rows.values("pk"))
    number = words.upper().removeprefix("PRB-")
    return condition | Q(pk=int(number)) if number.isdecimal() and len(number) < 10 else condition


def articles(words: str) -> Q:
    """Every word in a title or a text of it, in whichever language."""
    condition = Q()
    for word in words.split()[:MOST_WORDS]:
        held = ArticleText.objects.filter(Q(title__icontains=word) | Q(body__icontains=word))
        condition &= Q(pk__in=held.values("article"))
    return condition
