"""The pictures of articles: what may be one, and where they are read."""

from urllib.parse import quote

from guichet.knowledge.markdown import IMAGES
from guichet.knowledge.models import Article

KINDS = {"image/png", "image/jpeg", "image/gif", "image/webp"}
# How many one article may be given at a time.
MOST = 20


def addresses(article: Article) -> dict[str, str]:
    """The addresses of an article's pictures by file name; give it with its pictures at hand."""
    return {one.filename: f"{IMAGES}{one.token}/{quote(one.filename, safe='')}" for one in article.images.all()}
