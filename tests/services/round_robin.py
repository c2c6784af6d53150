"""A proxy that gives every request to the next web process, whoever asked before."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: Of one connection, not of the message; each side has its own.
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


class RoundRobin(ThreadingHTTPServer):
    """Shares the requests; one that no process takes any more goes to the next.

    Attributes
    ----------
    ports : sequence of int
        Where the web processes listen; set before the first request.
    answered : Counter
        How many requests each port has answered.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.ports: Sequence[int] = ()
        self.answered: Counter[int] = Counter()
        self._turn = itertools.count()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def next_ports(self) -> list[int]:
        """Return all ports, beginning with the one whose turn it is."""
        first = next(self._turn) % len(self.ports)
        return [*self.ports[first:], *self.ports[:first]]


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RoundRobin

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        for port in self.server.next_ports():
            process = HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                process.connect()
            except OSError:
                continue  # nothing was sent yet, so the next one may have it
            try:
                self._pass_on(process, body)
                self.server.answered[port] += 1
            except (OSError, HTTPException):
                # Whether it acted nobody knows: this is for whoever asked to decide.
                self.send_error(502)
            finally:
                process.close()
            return
        self.send_error(503)

    do_HEAD = do_POST = do_GET  # noqa: N815 -- names of the library

    def log_message(self, *_words: object) -> None:
        """Say nothing."""

    def _pass_on(self, process: HTTPConnection, body: bytes) -> None:
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
        process.request(self.command, self.path, body or None, headers)
        answer = process.getresponse()
        content = answer.read()
        self._give_back(answer, content)

    def _give_back(self, answer: HTTPResponse, content: bytes) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
