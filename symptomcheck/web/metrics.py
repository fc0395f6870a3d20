"""Figures for Prometheus: counts and ages, never anything that names a person.

What this process saw is counted here; what the clinic holds is asked of the database at each scrape, so that
any number of processes say the same.
"""

import hmac
from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, abort, request
from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from symptomcheck.storage import measures
from symptomcheck.wiring import House


class Counters:
    """What one web process has seen since it started."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.received = Counter(
            "symptomcheck_texts_received",
            "Texts that came in through the webhook, by what they turned out to be.",
            ["outcome"],
            registry=self.registry,
        )
        self.refused = Counter(
            "symptomcheck_webhooks_refused",
            "Webhook calls without a valid signature.",
            registry=self.registry,
        )


def metrics_road(house: House, counters: Counters) -> Blueprint:
    """`GET /metrics` behind a bearer token; without a token in the settings it does not exist."""
    roads = Blueprint("metrics", __name__)
    counters.registry.register(_Clinic(house))
    secret = house.settings.web.metrics_token
    token = secret.reveal() if secret else ""
    expected = f"Bearer {token}".encode()

    @roads.get("/metrics")
    def metrics() -> Response:
        given = request.headers.get("Authorization", "").encode()
        if not token or not hmac.compare_digest(given, expected):
            abort(404)
        return Response(generate_latest(counters.registry), content_type=CONTENT_TYPE_LATEST)

    return roads


class _Clinic(Collector):
    """What the database holds at the moment of the scrape."""

    def __init__(self, house: House) -> None:
        self._house = house

    def describe(self) -> Iterator[Metric]:
        return iter(())  # or registering would already ask the database

    def collect(self) -> Iterator[Metric]:
        now = self._house.clock.now()
        with self._house.clinic.db.read() as tx:
            held = measures.measure(tx, now)
            tick = measures.last_tick(tx)
            broken = measures.last_ledger(tx)
        yield _counts("symptomcheck_outbox", "Texts that have not ended.", ("state", "kind"), held.outbox)
        yield _counts("symptomcheck_open_alerts", "Alerts not closed.", ("kind", "state"), held.alerts)
        yield _seconds("symptomcheck_late_text", "How late the most overdue text is.", held.late_text_seconds)
        yield _seconds("symptomcheck_late_step", "How late the most overdue page is.", held.late_step_seconds)
        yield _broken(broken)
        if tick is not None:
            age = (now - tick).total_seconds()
            yield _seconds("symptomcheck_tick_age", "Time since the metronome last finished a turn.", age)


def _counts(name: str, says: str, labels: tuple[str, str], counts: measures.Counts) -> Metric:
    family = GaugeMetricFamily(name, says, labels=labels)
    for values, count in counts.items():
        family.add_metric(list(values), count)
    return family


def _broken(broken: Mapping[str, int]) -> Metric:
    name, says = "symptomcheck_unaccounted", "Items that broke a promise of the ledger; the goal is 0."
    family = GaugeMetricFamily(name, says, labels=["promise"])
    for promise, count in broken.items():
        family.add_metric([promise], count)
    return family


def _seconds(name: str, says: str, seconds: float) -> Metric:
    return GaugeMetricFamily(f"{name}_seconds", says, value=seconds)
