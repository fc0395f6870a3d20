"""Somebody outside who expects to hear from us, and phones the people who run this when we fall quiet."""

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

_TIMEOUT_S = 10.0


async def ping(url: str) -> bool:
    """Ask for `url` once, with nothing in the request but its address; was it answered with a 2xx?

    Follows no proxy of the environment. A fault is an answer of False: whoever waits there will notice.
    """
    try:
        async with (
            ClientSession(
                timeout=ClientTimeout(total=_TIMEOUT_S), cookie_jar=DummyCookieJar(), trust_env=False
            ) as session,
            session.get(url) as answer,
        ):
            return 200 <= answer.status < 300
    except (ClientError, TimeoutError, OSError, ValueError):
        return False
