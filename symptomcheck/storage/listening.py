"""PostgreSQL's word that another process queued something urgent."""

import asyncio
from collections.abc import Callable

from psycopg import AsyncConnection, OperationalError, sql

from symptomcheck.storage.database import URGENT_CHANNEL, Database

_LISTEN = sql.SQL("LISTEN {}").format(sql.Identifier(URGENT_CHANNEL))
_AGAIN_AFTER_S = 1.0


async def listen(database: Database, wake: Callable[[], None]) -> None:
    """Call `wake` after each commit, in any process, that queued an urgent text or a page; until cancelled.

    A connection that is lost is made again: meanwhile the dispatcher's own poll finds the rows.
    """
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(_LISTEN)
                wake()  # for what was queued while nobody listened
                async for _ in connection.notifies():
                    wake()
        except OperationalError:
            await asyncio.sleep(_AGAIN_AFTER_S)
