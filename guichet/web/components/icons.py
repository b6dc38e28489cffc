"""The few signs of the house, drawn on sixteen units with one line width (guichet.css `.icon`)."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "clip": '<path d="M12.5 7 7.6 11.9a2.4 2.4 0 0 1-3.4-3.4L9.6 3.1a1.6 1.6 0 0 1 2.3 2.3L6.8 10.5"/>',
    "lock": '<path d="M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5"/>',
    "check": '<path d="m3 8.5 3.2 3.2L13 5"/>',
    "cross": '<path d="m4 4 8 8M12 4l-8 8"/>',
    "flag": '<path d="M4 14V2.5h7.5L10 5.5l1.5 3H4"/>',
    "bubble": '<path d="M2.5 3h11v7.5h-6L4.5 13v-2.5h-2z"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 4 4"/>',
    "eye": '<path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="1.8"/>',
    "print": '<path d="M4.5 6V2.5h7V6M4.5 11h-2V6h11v5h-2M4.5 9.5h7v4h-7z"/>',
    "arrow": '<path d="M3 8h10M9 4l4 4-4 4"/>',
}
MARK = (
    '<path class="frame" d="M0 0h28v24H0z"/><path class="lit" d="M3 3h9.75v18H3z"/><path class="pane" d="M15.25 3H25v10h-9.75z"/>'
)
# Nobody at the counter: both panes pale.
MARK_EMPTY = '<path class="frame" d="M0 0h28v24H0z"/><path class="pane" d="M3 3h9.75v18H3zM15.25 3H25v10h-9.75z"/>'


@cache
def icon(name: str) -> SafeString:
    """A sign beside a word; it is silent for a screen reader, so the word must be there."""
    return format_html('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', mark_safe(PATHS[name]))


def mark(kind: str = "lit") -> SafeString:
    """The counter window; `empty` is the big pale one of an empty page."""
    if kind == "empty":
        return format_html('<svg class="mark-big" viewBox="0 0 28 24" aria-hidden="true">{}</svg>', mark_safe(MARK_EMPTY))
    return format_html('<svg viewBox="0 0 28 24" aria-hidden="true">{}</svg>', mark_safe(MARK))
