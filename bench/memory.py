"""How much memory `guichet serve` takes with all its processes, PostgreSQL included, while pages are read."""

from pathlib import Path

from bench.browser import Browser
from bench.homes import GUICHET, environment, free_port, served
from bench.processes import descendants, proportional_memory
from guichet.server.embedded import cluster_of

PAGES = {
    "nora@vendor.example": ["/desk/", "/desk/?view=all", "/desk/requests/SPT-1042/", "/desk/search/?q=rapport"],
    "ada@acme.example": ["/", "/requests/", "/requests/SPT-1042/", "/requests/new/", "/coverage/", "/guide/", "/contacts/"],
}
TIMES = 10


def of_serving(home: Path) -> dict[str, float]:
    """Megabytes in proportional share, of the product's own processes and of PostgreSQL's."""
    port = free_port()
    with served([*GUICHET, "serve", "--bind", f"127.0.0.1:{port}"], environment(home), port, "/healthz", seconds=300) as process:
        for email, addresses in PAGES.items():
            browser = Browser(port).sign_in(email)
            for address in addresses * TIMES:
                browser.get(address)
        database = cluster_of(home).pid()
        servers = descendants(database) if database else set()
        ours = descendants(process.pid) - servers
        return {"Guichet": proportional_memory(ours) / 2**20, "PostgreSQL": proportional_memory(servers) / 2**20}
