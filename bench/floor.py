"""The floor under the inbound road: the smallest honest webhook; no encryption, no reading, no rules.

Signature over twenty fields; one look-up of person and open check-in by phone; inbound text, answer,
check-in and outbox row in one transaction. Nothing that keeps its promises can be faster on this server.
"""

import fcntl
import os
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask, Response, request

from bench.webhooks import PUBLIC_URL, TOKEN, phone
from symptomcheck.channels.twilio_signature import SIGNATURE_HEADER, valid

SCHEMA = (
    "CREATE TABLE f_person (id INTEGER PRIMARY KEY, phone TEXT UNIQUE NOT NULL)",
    "CREATE TABLE f_checkin (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, step INTEGER NOT NULL,"
    " open INTEGER NOT NULL)",
    "CREATE INDEX f_checkin_person ON f_checkin (person_id)",
    "CREATE TABLE f_inbound (sid TEXT PRIMARY KEY, person_id INTEGER NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE f_answer (id {serial}, checkin_id INTEGER NOT NULL, question TEXT NOT NULL,"
    " value TEXT NOT NULL)",
    "CREATE TABLE f_outbox (id {serial}, person_id INTEGER NOT NULL, urgent INTEGER NOT NULL,"
    " body TEXT NOT NULL)",
)


def prepare(url: str, people: int) -> None:
    """The floor's own tables, with `people` people who all have a check-in open."""
    postgres = url.startswith("postgresql")
    connection = _connect(url)
    serial = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY" if postgres else "INTEGER PRIMARY KEY"
    for statement in SCHEMA:
        connection.execute(statement.format(serial=serial))
    mark = "%s" if postgres else "?"
    cursor = connection.cursor()
    cursor.executemany(
        f"INSERT INTO f_person VALUES ({mark}, {mark})", [(number, phone(number)) for number in range(people)]
    )
    cursor.executemany(
        f"INSERT INTO f_checkin VALUES ({mark}, {mark}, 0, 1)", [(number, number) for number in range(people)]
    )
    connection.commit()
    connection.close()


def floor_app(url: str) -> Flask:
    """The floor's webhook at /sms."""
    app = Flask("floor")
    postgres = url.startswith("postgresql")
    mark = "%s" if postgres else "?"
    held = threading.local()
    lock = threading.Lock()
    # The same lock our own SQLite road takes: without it the floor's slowest requests wait a second.
    file = url.removeprefix("sqlite:///") + ".floor-lock"
    processes = None if postgres else os.open(file, os.O_CREAT | os.O_RDWR)

    def connection() -> Any:
        if not hasattr(held, "connection"):
            held.connection = _connect(url)
        return held.connection

    def keep(sid: str, from_: str, body: str) -> None:
        c = connection()
        if not postgres:
            c.execute("BEGIN IMMEDIATE")
        found = c.execute(
            "SELECT p.id, k.id, k.step FROM f_person p JOIN f_checkin k ON k.person_id = p.id AND k.open = 1"
            f" WHERE p.phone = {mark}",
            (from_,),
        ).fetchone()
        person, checkin, _ = found
        c.execute(
            f"INSERT INTO f_inbound VALUES ({mark}, {mark}, {mark}) ON CONFLICT DO NOTHING",
            (sid, person, body),
        )
        c.execute(
            f"INSERT INTO f_answer (checkin_id, question, value) VALUES ({mark}, {mark}, {mark})",
            (checkin, "thinking", body),
        )
        c.execute(f"UPDATE f_checkin SET step = step + 1 WHERE id = {mark}", (checkin,))
        outbox = f"INSERT INTO f_outbox (person_id, urgent, body) VALUES ({mark}, {mark}, {mark})"
        c.execute(outbox, (person, 0, "Next question"))
        if body == "2":
            c.execute(outbox, (person, 1, "Page"))
        c.commit()

    @app.post("/sms")
    def sms() -> Response:
        form = request.form
        if not valid(TOKEN, request.headers.get(SIGNATURE_HEADER), PUBLIC_URL + "/sms", form):
            return Response(status=403)
        if processes is None:
            keep(form["MessageSid"], form["From"], form["Body"])
        else:
            with lock:
                fcntl.flock(processes, fcntl.LOCK_EX)
                try:
                    keep(form["MessageSid"], form["From"], form["Body"])
                finally:
                    fcntl.flock(processes, fcntl.LOCK_UN)
        return Response(status=204)

    return app


def _connect(url: str) -> Any:
    if url.startswith("postgresql"):
        return psycopg.connect(url, prepare_threshold=1)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.isolation_level = "DEFERRED"
    return connection
