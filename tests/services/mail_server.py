"""A mail server that keeps what it gets: what stands here has left the hub for good."""

from __future__ import annotations

import email
import socketserver
import threading
from contextlib import suppress
from email.message import EmailMessage
from email.policy import default as modern


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a hub needs.

    Attributes
    ----------
    received : list of EmailMessage
        Everything that was taken, in order.
    answers : threading.Event
        While it is cleared, mail is taken without a receipt: the sender waits.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[EmailMessage] = []
        self.answers = threading.Event()
        self.answers.set()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        # The other side may be killed in the middle of a word.
        with suppress(ConnectionError):
            self._talk()

    def _talk(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper()
            if verb == b"DATA":
                self._say("354 go on")
                self.server.received.append(self._read())
                self.server.answers.wait()
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 good-bye")
                return
            else:
                self._say("250 go on")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _read(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message = email.message_from_bytes(b"".join(lines), policy=modern)
        assert isinstance(message, EmailMessage)
        return message
