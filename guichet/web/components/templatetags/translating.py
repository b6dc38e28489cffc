"""`{% translate %}` and `{% blocktranslate %}` that look up a fixed text once for each language.

A page holds dozens of them. What stands in the template and depends on no variable is the same for every reader of a
language; everything else is left to Django.
"""

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token, TokenType
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()


class Fixed(Node):
    """A node whose text depends on the language alone."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.texts: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.node.render(context)
        return self.texts[language]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    text, meaning = node.filter_expression, node.message_context
    is_literal = text.var.lookups is None and not text.filters
    is_fixed = is_literal and not node.asvar and (meaning is None or isinstance(meaning.var, str))
    return Fixed(node) if is_fixed else node


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    node = i18n.do_block_translate(parser, token)
    has_variables = any(part.token_type != TokenType.TEXT for part in node.singular)
    is_fixed = not (has_variables or node.extra_context or node.plural or node.countervar or node.asvar or node.message_context)
    return Fixed(node) if is_fixed else node
