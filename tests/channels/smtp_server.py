"""A mail server of forty lines that can refuse any command, hang or hang up."""

import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread


@dataclass
class MailServer:
    """`answers` replaces the usual reply to a command; "hang" and "drop" give none."""

    answers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    heard: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    port: int = 0
    stopped: Event = field(default_factory=Event)

    def reply_to(self, command: str) -> str:
        extensions = "250-here\r\n250-AUTH PLAIN\r\n250 " + ("STARTTLS" if self.tls else "SIZE")
        usual = {"GREET": "220 hello", "EHLO": extensions, "STARTTLS": "220 go", "DATA": "354 go"}
        usual |= {"QUIT": "221 bye", "AUTH": "235 ok"}
        return self.answers.get(command, usual.get(command, "250 ok"))


@contextmanager
def serving(server: MailServer) -> Iterator[MailServer]:
    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if not self.say("GREET"):
                return
            while line := self.rfile.readline().decode().strip():
                server.heard.append(line)
                command = line.split()[0].upper()
                if not self.say(command):
                    return
                if command == "STARTTLS" and server.tls and "STARTTLS" not in server.answers:
                    self.request = server.tls.wrap_socket(self.request, server_side=True)
                    self.setup()
                if command == "DATA" and "DATA" not in server.answers:
                    lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                    server.mails.append("".join(lines))
                    if not self.say("BODY"):
                        return

        def finish(self) -> None:
            super().finish()
            self.request.close()

        def say(self, command: str) -> bool:
            reply = server.reply_to(command)
            if reply == "hang":
                server.stopped.wait(5)
            if reply in ("hang", "drop"):
                return False
            self.wfile.write(f"{reply}\r\n".encode())
            return True

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, *_: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Talk) as listening:
        server.port = listening.server_address[1]
        Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.stopped.set()
        listening.shutdown()
