"""Statements of the road that every text takes: compiled once, so that a call binds values and runs.

SQLAlchemy keeps what it compiled, but finds it again by hashing the whole statement, and builds a context and
a result for each call. For the eight statements of a text that costs more than the database does.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.types import TypeEngine

from symptomcheck.storage.database import Transaction

Values = Mapping[str, Any]


class Prepared:
    """One Core statement, without IN lists or defaults of columns; each call gives values of the same names.

    Words, types and errors are those of `Transaction.execute`.
    """

    __slots__ = ("_compiled", "_statement")

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, tx: Transaction, values: Values | Sequence[Values]) -> None:
        """Run it once with these values, or for each of a list of them as one statement."""
        if isinstance(values, Mapping):
            self._for(tx, values).execute(tx, values)
        elif len(values) == 1:
            self._for(tx, values[0]).execute(tx, values[0])
        else:
            self._for(tx, values[0]).execute_each(tx, values)

    def rows(self, tx: Transaction, values: Values) -> list[Any]:
        """The rows it finds, as named tuples."""
        return self._for(tx, values).rows(tx, values)

    def _for(self, tx: Transaction, values: Values) -> "_Compiled":
        dialect = tx.connection.dialect
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _Compiled(self._statement, dialect, list(values))
        return found


class _Compiled:
    """A statement in one database's words, with the way of each value in and out."""

    __slots__ = ("_columns", "_fixed", "_names", "_places", "_row", "_words")

    def __init__(self, statement: Any, dialect: Dialect, names: list[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=names)
        self._words = str(compiled)
        writers = {name: _writer(bind.type, dialect) for name, bind in compiled.binds.items()}
        self._names = [(name, writers[name]) for name in names if name in writers]
        # What the statement itself holds, such as kind = 'sms'; "%(…" name the same ones once more.
        self._fixed = {
            name: write(bind.value) if (write := writers[name]) else bind.value
            for name, bind in compiled.binds.items()
            if name not in names and not name.startswith("%(")
        }
        self._places: list[str] | None = compiled.positiontup
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        self._row: Any = namedtuple("_Row", [str(column.key) for column in columns])  # type: ignore[misc]
        self._columns = [_reader(column.type, dialect) for column in columns]

    def execute(self, tx: Transaction, values: Values) -> None:
        tx.send(self._words, self._bound(values))

    def execute_each(self, tx: Transaction, values: Sequence[Values]) -> None:
        tx.send(self._words, [self._bound(each) for each in values])

    def rows(self, tx: Transaction, values: Values) -> list[Any]:
        columns, row = self._columns, self._row._make
        return [
            row([read(value) if read else value for read, value in zip(columns, each, strict=True)])
            for each in tx.send(self._words, self._bound(values), reads=True)
        ]

    def _bound(self, values: Values) -> Any:
        bound = {name: write(values[name]) if write else values[name] for name, write in self._names}
        bound |= self._fixed
        return bound if self._places is None else tuple([bound[name] for name in self._places])


def _writer(type_: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _reader(type_: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)
