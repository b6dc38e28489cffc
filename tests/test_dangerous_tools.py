"""Tools that have hurt others stand in few named places, or nowhere: one look at this list shows where to be careful."""

import ast
import re
from pathlib import Path

from tests.test_plan import PACKAGE, ROOT, modules, place

# Module → the rooms that may import it.
PLACED: dict[str, set[str]] = {
    "subprocess": {"server", "config", "matching"},  # matching: attached files are read in a limited process of their own
    "zipfile": {"matching"},  # there: Word files, with bounds on parts and sizes
    "xml.parsers.expat": {"matching"},  # there: without entities or doctypes
    "socket": {"server", "mail", "matching"},  # matching: the process beside the worker that holds the models, by a socket of its own
    # Its own /healthz; mailboxes' tokens; the operator's own address for embeddings.
    "http.client": {"server", "intake", "matching"},
    "smtplib": {"mail"},
    "ssl": {"mail", "intake", "matching"},
    "random": {"exchange", "matching"},  # demo data, a held-back part of the labels; secrets come from `secrets`
    "nh3": {"mail", "knowledge"},
    "yaml": {"service", "sla", "config", "exchange"},
}
NOWHERE = (
    "pickle", "marshal", "shelve", "xml.etree", "xml.dom", "xml.sax", "lxml", "urllib.request", "requests", "httpx", "aiohttp", "ftplib", "telnetlib", "imaplib",
    "poplib", "ldap3", "ctypes", "jwt", "crypt",
)  # fmt: skip
# Our own configuration alone, with a safe loader that also knows lines.
YAML = {"exchange/demo/stories.py", "sla/files.py", "service/reading.py"}
CALLS = {"eval", "exec", "compile", "__import__", "globals"}
ATTRIBUTES = {("os", "system"), ("os", "popen"), ("yaml", "full_load"), ("yaml", "unsafe_load"),
              ("hashlib", "md5"), ("hashlib", "sha1"), ("hashlib", "new")}  # fmt: skip
# Markup of our own making: everything else is escaped by the templates.
MARKUP = {"knowledge/markdown.py", "web/components/templatetags/guichet.py", "web/components/icons.py", "web/workspace/search.py", "web/workspace/cells.py"}


def trees() -> list[tuple[str, str, ast.Module]]:
    return [
        (place(path)[0], str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8")))
        for path in modules()
        if path != PACKAGE / "__init__.py"
    ]


def imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_dangerous_modules_are_imported_where_they_are_named():
    wrong = [
        f"{name}: {module}"
        for room, name, tree in trees()
        for module in imports(tree)
        for danger, allowed in (PLACED | dict.fromkeys(NOWHERE, frozenset())).items()
        if (module == danger or module.startswith(f"{danger}.")) and room not in allowed
    ]
    assert not wrong


def test_no_text_becomes_code_and_no_broken_hash_is_used():
    wrong = []
    for _room, name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                wrong.append(f"{name}:{node.lineno}: {node.func.id}")
            if isinstance(node, ast.Attribute) and (getattr(node.value, "id", ""), node.attr) in ATTRIBUTES:
                wrong.append(f"{name}:{node.lineno}: {node.attr}")
            if isinstance(node, ast.keyword) and node.arg == "shell" and getattr(node.value, "value", False):
                wrong.append(f"{name}: shell")
    assert not wrong


def test_yaml_is_read_by_safe_loaders_in_the_named_files():
    for _room, name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and (getattr(node.value, "id", ""), node.attr) == ("yaml", "load"):
                assert name in YAML and "SafeLoader" in (PACKAGE / name).read_text(encoding="utf-8"), name


def test_markup_is_declared_safe_in_the_named_files_only():
    wrong = [name for _room, name, tree in trees() if any("mark_safe" in module for module in imports(tree)) and name not in MARKUP]
    assert not wrong


def test_templates_escape_everything():
    loose = re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b")
    wrong = [str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.html") if loose.search(path.read_text(encoding="utf-8"))]
    assert not wrong


def scripts() -> list[Path]:
    return sorted((PACKAGE / "web" / "static" / "guichet" / "js").glob("*.js"))


def test_scripts_make_no_code_from_text_and_keep_nothing_in_the_browser():
    loose = re.compile(r"\beval\(|new Function|document\.write|(?:inner|outer)HTML\s*\+?=[^=]|insertAdjacentHTML|localStorage|sessionStorage|indexedDB"
                       r"|postMessage|__proto__")  # fmt: skip
    assert scripts()
    wrong = [f"{path.name}: {found[0]}" for path in scripts() if (found := loose.search(path.read_text(encoding="utf-8")))]
    assert not wrong


def test_scripts_speak_to_our_own_server_alone():
    wrong = [path.name for path in scripts() if re.search(r"https?://", path.read_text(encoding="utf-8"))]
    assert not wrong
