"""A browser's part of the work: one kept-alive connection, cookies, and forms sent as a person would."""

import http.client
import re
from urllib.parse import urlencode

PASSWORD = "guichet-demo"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """One person at one server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form; the answer's status, and its text or where it leads."""
        return self._ask("POST", path, urlencode(fields))

    def token(self, path: str) -> str:
        """The token that a form of this page carries against forged posts."""
        status, text = self.get(path)
        found = _TOKEN.search(text)
        if found is None:
            raise RuntimeError(f"{path} answered {status} without a form.")
        return found.group(1)

    def sign_in(self, email: str) -> "Browser":
        """By the real form, with the password of the demo world."""
        token = self.token("/sign-in/")
        status, text = self.post("/sign-in/", {"csrfmiddlewaretoken": token, "email": email, "password": PASSWORD})
        if status != 303:
            raise RuntimeError(f"{email} could not sign in: {status} {text[:300]}")
        return self

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()  # the server may close an idle connection at any time
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return answer.status, text or answer.headers.get("Location", "")
