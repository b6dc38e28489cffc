"""The ``guichet`` command (INTERFACE section 1).

Reading the command line imports neither Django nor the database's driver: ``guichet coach`` and ``guichet sla`` answer
at once, and the process that watches the others stays small. Standard output carries the answer and nothing else.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from guichet.server.home import HomeError, ensure_home, home_from_environment
from guichet.server.installation import Installation, django, installation

Run = Callable[[argparse.Namespace], int | None]


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    args = parser(only=given[0] if given[:1] and given[0] in ROOMS else "").parse_args(given)
    from guichet.server.binaries import ServerError
    from guichet.server.safety import Unsafe

    try:
        return args.run(args) or 0
    except (HomeError, ServerError, Unsafe) as error:
        print(f"guichet: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not _is_of_the_database(error):
            raise
        print(f"guichet: The database cannot be reached: {str(error).strip()}", file=sys.stderr)
        return 1


def _is_of_the_database(error: Exception) -> bool:
    """Whether no connection could be made; the driver is loaded only where it has been used."""
    driver = sys.modules.get("psycopg")
    cause = error.__cause__ or error
    return driver is not None and isinstance(cause, driver.OperationalError) and cause.sqlstate is None


# Commands of rooms that bring much along: an MTA starts `mail receive` for every message, and needs none of the others.
ROOMS = ("coach", "mail", "sla")


def parser(only: str = "") -> argparse.ArgumentParser:
    """The command line; with *only*, of these rooms that one alone."""
    top = argparse.ArgumentParser(prog="guichet", description="The support desk for companies that sell software.")
    sub = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Run, about: str) -> argparse.ArgumentParser:
        made = sub.add_parser(name, help=about, description=about)
        made.set_defaults(run=run)
        return made

    serving = command("serve", serve, "web, worker and scheduler; the embedded PostgreSQL unless DATABASE_URL")
    serving.add_argument("--demo", action="store_true", help="load the demo world on the first start")
    _bind(serving)
    _bind(command("web", web, "the web process alone"))
    working = command("worker", worker, "the worker alone: jobs, timers and letters")
    working.add_argument("--once", action="store_true", help="run everything due and end")
    beginning = command("init", init, "an empty, configured installation")
    beginning.add_argument("--admin", metavar="EMAIL", help="print a one-time link for the first administrator")
    loading = command("load", load, "load configuration (YAML), companies and people (CSV); loading twice changes nothing")
    loading.add_argument("files", metavar="FILE", nargs="*", type=Path)
    loading.add_argument("--dry-run", action="store_true", help="list every bad line with its reason and write nothing")
    loading.add_argument("--invite", action="store_true", help="send a link to people of the files who cannot sign in yet")
    showing = command("demo", demo, "load the demo world")
    showing.add_argument("--tickets", type=int, metavar="N", help="bulk data of that size instead")
    showing.add_argument("--at", metavar="ISO", help="lay it out backwards from this moment")
    showing.add_argument("--part", choices=["first", "rest"], help=argparse.SUPPRESS)
    saving = command("backup", backup, "all data and attachments in one file")
    saving.add_argument("file", metavar="FILE", type=Path)
    restoring = command("restore", restore, "a backup into an empty home")
    restoring.add_argument("file", metavar="FILE", type=Path)
    command("check", check, "what is wrong with this installation and how to mend it")
    command("migrate", migrate, "make the roles, bring the tables up to date, raise the walls")
    command("collect", collect, "collect the styles, scripts and fonts of the pages")
    preparing = command("prepare", prepare, "what serve needs done before it serves")
    preparing.add_argument("--demo", action="store_true")

    matching = sub.add_parser("match", help="what resembles a request: over a corpus of your own, or fitted on your own links")
    commands = matching.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("serve", help="JSON lines in, JSON lines out").set_defaults(run=match_serve)
    commands.add_parser("refit", help="fit this installation's weights on its own links").set_defaults(run=match_refit)
    embedding = command("embed", embed, "the process that holds the language models; serve starts it")
    embedding.add_argument("--alone", action="store_true", help="no site beside it: documents do not wait for anything")
    embedding.add_argument("socket", metavar="SOCKET", type=Path)

    if only in ("", "coach"):
        from guichet.intake.commands import add_parsers as add_intake

        add_intake(sub)
    if only in ("", "mail"):
        from guichet.intake.mailbox.command import add_parser as add_receive
        from guichet.mail.commands import add_parsers as add_mail

        add_receive(add_mail(sub), installation)
    if only in ("", "sla"):
        from guichet.sla.commands import add_parsers as add_sla

        add_sla(sub)
    return top


def _bind(made: argparse.ArgumentParser) -> None:
    port = os.environ.get("PORT", "8000")
    made.add_argument("--bind", metavar="HOST:PORT", default=f"127.0.0.1:{port}")
    made.add_argument("--workers", metavar="N", type=int, default=1)


def serve(args: argparse.Namespace) -> int:
    from guichet.server.serve import serve as run
    from guichet.server.serve import serving_alone

    with serving_alone(ensure_home(home_from_environment()), args.bind):
        return run(bind=args.bind, workers=args.workers, demo=args.demo)


def web(args: argparse.Namespace) -> int:
    from guichet.server import safety, static
    from guichet.server.web import run_web

    # The database is not needed by this process itself, but by its workers, which find it in the environment.
    with installation() as installed:
        demo_served = safety.flag(os.environ, "GUICHET_SERVES_DEMO")
        safety.require_safe(os.environ, bind=args.bind, demo=demo_served, home=installed.home)
        if not static.is_current(installed.home):
            subprocess.run([sys.executable, "-m", "guichet.config.cli", "collect"], check=True)
        run_web(args.bind, args.workers)
    return 0


def worker(args: argparse.Namespace) -> int:
    from guichet.server.children import run_as_child, stop_with_parent

    if not args.once and not os.environ.get("DATABASE_URL"):
        # The worker leaves at once when told to, without a look back; this process then stops PostgreSQL.
        with installation():
            return run_as_child([sys.executable, "-m", "guichet.config.cli", "worker"])
    stop_with_parent()
    with django(process="worker"):
        from guichet.jobs.worker import run

        run(once=args.once)
    return 0


def init(args: argparse.Namespace) -> None:
    with django(as_owner=True) as installed:
        _prepare(installed)
        if args.admin:
            from guichet.people.invitations import first_administrator

            print(first_administrator(args.admin))


def load(args: argparse.Namespace) -> int:
    with django(as_owner=True) as installed:
        from guichet.exchange.loading import run as load_files
        from guichet.server import preparing

        if not preparing.is_migrated():  # walls are not raised anew under the feet of pages that are being served
            preparing.migrate(installed.owner_url, installed.app_url)
        return load_files(args.files, dry_run=args.dry_run, invites=args.invite)


def demo(args: argparse.Namespace) -> None:
    with django(as_owner=True) as installed:
        if args.part == "rest":
            os.nice(10)  # pages are served meanwhile, by whoever prepared the database; its walls are not raised anew
        else:
            _prepare(installed)
        _load_demo(tickets=args.tickets, at=args.at, part=args.part)


def backup(args: argparse.Namespace) -> None:
    from guichet.server.backup import backup as run

    with installation() as installed:
        run(args.file, home=installed.home, owner_url=installed.owner_url)


def restore(args: argparse.Namespace) -> None:
    from guichet.server.backup import restore as run

    run(args.file)


def check(args: argparse.Namespace) -> int:
    with django(as_owner=True) as installed:
        from guichet.server.check import check as run

        findings = run(installed)
    for finding in findings:
        print(finding if finding.is_fault else f"To know: {finding}")
    faults = [finding for finding in findings if finding.is_fault]
    if not faults:
        print("Nothing is wrong.")
    return 1 if faults else 0


def migrate(args: argparse.Namespace) -> None:
    with django(as_owner=True) as installed:
        from guichet.server.preparing import migrate as run

        run(installed.owner_url, installed.app_url)


def prepare(args: argparse.Namespace) -> None:
    """Bring the database up to date; on the first start load the configuration and, if asked, the demo's beginning."""
    import json

    with django(as_owner=True) as installed:
        from guichet.server import preparing, static

        if not static.is_current(installed.home):
            static.collect(installed.home)
        _prepare(installed)
        if args.demo and (preparing.is_unpeopled() or preparing.demo_is_begun()):
            _load_demo(tickets=None, at=None, part="first")
        done = {"demo_is_begun": preparing.demo_is_begun(), "demo_passwords": preparing.demo_passwords_exist()}
        print(json.dumps(done))


def collect(args: argparse.Namespace) -> None:
    with django() as installed:
        from guichet.server import static

        static.collect(installed.home)


def match_serve(args: argparse.Namespace) -> int:
    """In a home of its own, gone at the end: the running installation is never touched."""
    import tempfile

    from guichet.matching.commands import serve as answer
    from guichet.server.children import answering_embeddings

    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL", "GUICHET_ROLE_PREFIX"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="guichet-match-") as home:
        os.environ["GUICHET_HOME"] = home
        with django(as_owner=True) as installed, answering_embeddings(installed.home) as embedder:
            from guichet.server.preparing import migrate as bring_up_to_date

            bring_up_to_date(installed.owner_url, installed.app_url)
            answer(sys.stdin, sys.stdout, embedder)
    return 0


def match_refit(args: argparse.Namespace) -> int:
    with django():
        from guichet.matching.refitting import refit

        print(refit())
    return 0


def embed(args: argparse.Namespace) -> int:
    from guichet.matching.embedding import serve as answer
    from guichet.server.children import PARENT_PIPE, stop_with_parent

    pipe = os.environ.get(PARENT_PIPE)
    stop_with_parent()
    answer(args.socket, puts_documents_last=not args.alone)
    # Unused for a while: the same process begins anew without the models.
    if pipe is not None:
        os.set_inheritable(int(pipe), True)
        os.environ[PARENT_PIPE] = pipe
    again = [sys.executable, "-m", "guichet.config.cli", "embed", str(args.socket), *(["--alone"] if args.alone else [])]
    os.execv(sys.executable, again)


def _prepare(installed: Installation) -> None:
    """Migrate and, on an empty database, load the packaged configuration."""
    from guichet.server.preparing import is_empty, migrate

    migrate(installed.owner_url, installed.app_url)
    if is_empty():
        from guichet.exchange.configuration import load as load_configuration

        load_configuration()


def _load_demo(*, tickets: int | None, at: str | None, part: str | None) -> None:
    from guichet.exchange.demo.load import load_demo

    def progress(text: str) -> None:
        print(text, file=sys.stderr)

    load_demo(tickets=tickets, at=at, part=part, progress=progress)
    if part != "first":
        from guichet.server.preparing import note_demo_is_whole

        note_demo_is_whole()


if __name__ == "__main__":
    sys.exit(main())
