"""A batch: many recordings that are transcribed once each, whatever fails or is killed meanwhile."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, select, update

from assemblyai_tools.batch import decisions, records, setup
from assemblyai_tools.batch.account import check_sees
from assemblyai_tools.batch.database import Database, open_database
from assemblyai_tools.batch.finder import SETTLE_SECONDS
from assemblyai_tools.batch.order import ASSUMED_MINUTES, Orders, check_kept
from assemblyai_tools.batch.prices import Prices
from assemblyai_tools.batch.rate import LIVE_RATE, OTHER_RATE
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.results.folder import check_new
from assemblyai_tools.batch.results.landing import Landing
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.submission import CONCURRENCY
from assemblyai_tools.batch.tables import BATCHES
from assemblyai_tools.batch.worker import TICK_SECONDS, Lands, OnProgress
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError, InvalidArgumentsError
from assemblyai_tools.ledger.fingerprint import account_digest

B = BATCHES.c


class Batch:
    """A batch in a database. `Batch.start` makes one and `Batch.open` finds it; `work` does what is to be done.

    The recordings' rows are what is known of them: any number of `work` may be killed, and the next goes on.
    """

    tick_seconds = TICK_SECONDS
    """Seconds between two looks at how far the batch is."""
    settle_seconds = SETTLE_SECONDS
    """Seconds after which a job that the service has accepted is surely in its list."""

    def __init__(self, name: str, database: Database, settings: Settings | None = None) -> None:
        self.name = name
        self.database = database
        self._settings = settings

    @classmethod
    def start(
        cls,
        name: str,
        sources: Iterable[Source],
        *,
        settings: Settings,
        to: Path,
        formats: Sequence[str],
        database: str | Path,
        options: Mapping[str, Any] | None = None,
        max_hours: float | None = None,
        max_cost: float | None = None,
        assume_minutes: float = ASSUMED_MINUTES,
        prices: Prices | None = None,
    ) -> Self:
        """Write down what is to be transcribed. Nothing is sent before `work`.

        `options` are those of transcribe for all. No job is sent that would exceed `max_hours` of audio or `max_cost`
        in USD; a recording of unknown length counts as `assume_minutes` until it is transcribed. Of recordings with
        the same content and options one is transcribed. The folder `to` is made, and holds the results of one batch.
        Raises an AssemblyAIError.
        """
        setup.check_name(name)
        setup.check_maximum("max_hours", max_hours)
        setup.check_maximum("max_cost", max_cost)
        setup.check_maximum("assume_minutes", assume_minutes)
        check_kept(options or {})
        row = {
            "name": name,
            "account": _account(settings),
            "options": json.dumps(options or {}),
            "outputs": json.dumps({"to": str(to.absolute()), "formats": list(formats)}),
            "prices": (prices or Prices.listed()).to_json(),
            "max_hours": max_hours,
            "max_cost": max_cost,
            "assumed_seconds": assume_minutes * 60,
        }
        return cls(name, _written(row, sources, to, database), settings)

    @classmethod
    def open(cls, name: str, *, database: str | Path, settings: Settings | None = None) -> Self:
        """A batch that was started before; the settings are needed for `work` only. Raises an AssemblyAIError."""
        opened = open_database(database)
        batch = cls(name, opened, settings)
        try:
            batch.row()
        except BaseException:
            opened.close()
            raise
        return batch

    @classmethod
    def names(cls, database: str | Path) -> list[str]:
        """The batches in a database, the newest first."""
        opened = open_database(database)
        try:
            query = select(B.name).where(B.state != "starting").order_by(B.created.desc(), B.name)
            return opened.run_here(lambda connection: list(connection.execute(query).scalars()))
        finally:
            opened.close()

    def row(self) -> Mapping[str, Any]:
        """The batch's row, by the names of its columns."""
        query = select(BATCHES).where(B.name == self.name, B.state != "starting")
        found = self.database.run_here(lambda connection: connection.execute(query).mappings().first())
        if found is None:
            raise InvalidArgumentsError(
                f"There is no batch {self.name} in {self.database.path or 'this database'}.",
                next_step="`batch status` lists those there are; `batch start` begins one.",
            )
        return dict(found)

    def work(self, on_progress: OnProgress | None = None, **options: Any) -> Mapping[str, int]:
        """As `work_async`, for a program without an event loop."""
        return asyncio.run(self.work_async(on_progress, **options))

    async def work_async(
        self,
        on_progress: OnProgress | None = None,
        *,
        concurrency: int = CONCURRENCY,
        rate: float | None = None,
        webhook: Mapping[str, str] | None = None,
        landing: Lands | None = None,
        client_options: Mapping[str, Any] | None = None,
    ) -> Mapping[str, int]:
        """Transcribe until nothing is left to do; gives the number of recordings in each state.

        `concurrency` recordings are sent at once, and `rate` jobs a second over all machines. `webhook` are the three
        options of transcribe that say whom to notify; `client_options` those of an AsyncClient, such as its watch.
        On one SQLite file one `work` may run at a time. Raises an AssemblyAIError that concerns all recordings, such
        as a wrong key: nothing is lost, and the next `work` goes on.
        """
        if self._settings is None:
            raise ConfigurationError("The settings with the key are missing: Batch.open(..., settings=...).")
        row = self.row()
        self._settings.require_key()
        self._check_account(row)
        outputs = json.loads(row["outputs"])
        prices = Prices.from_json(row["prices"])
        from assemblyai_tools.batch.shift import Shift  # noqa: PLC0415 - it brings the engine, which takes a second

        return await Shift(
            database=self.database,
            batch=self.name,
            account=row["account"],
            settings=self._settings,
            orders=Orders(json.loads(row["options"]), prices.per_hour, webhook, row["assumed_seconds"]),
            landing=landing or Landing(Path(outputs["to"]), outputs["formats"]),
            rate=rate or (LIVE_RATE if self._settings.region else OTHER_RATE),
            concurrency=concurrency,
            on_progress=on_progress or _ignore,
            client_options=client_options or {},
            tick_seconds=self.tick_seconds,
            settle_seconds=self.settle_seconds,
        ).work()

    def resume(
        self,
        *,
        max_hours: float | None = None,
        max_cost: float | None = None,
        new_key: bool = False,
        client_options: Mapping[str, Any] | None = None,
    ) -> int:
        """Let what was held or cancelled be sent by the next `work`, with other maxima if given; gives how many.

        With `new_key` the settings' key is another one of the same account: a job of the batch is read with it first.
        Raises an AssemblyAIError if it is not there. That none could be read is told. `client_options` are a Client's.
        """
        changed: dict[str, Any] = {"state": "open"}
        for limit, value in (("max_hours", max_hours), ("max_cost", max_cost)):
            setup.check_maximum(limit, value)
            changed |= {limit: value} if value is not None else {}
        if new_key and self._settings:
            check_sees(self.database, self.name, replace(self._settings, ledger="off"), client_options or {})
            changed |= {"account": _account(self._settings)}

        def change(connection: Connection) -> int:
            connection.execute(update(BATCHES).where(B.name == self.name).values(**changed))
            return decisions.release(connection, self.name)

        return self.database.run_here(change)

    def retry(self, problem: str | None = None) -> int:
        """Have the next `work` try again what failed, or what failed with this problem only; gives how many.

        What is lost is read once more, and ordered and paid anew only with `problem="lost"`, if it is still not there.
        """
        return self.database.run_here(partial(decisions.retry, batch=self.name, problem=problem))

    def keep_left_out(self, faults: Mapping[str, int]) -> None:
        """Write down how many of what was given could not be in the batch, by the kind of fault."""
        outputs = json.dumps({**json.loads(self.row()["outputs"]), "left_out": dict(faults)})
        change = update(BATCHES).where(B.name == self.name).values(outputs=outputs)
        self.database.run_here(lambda connection: connection.execute(change))

    def cancel(self) -> int:
        """Send nothing more; gives how many recordings that are. Jobs that exist are still waited for by `work`."""
        from assemblyai_tools.batch import engine  # noqa: PLC0415 - it takes a second

        closed = update(BATCHES).where(B.name == self.name).values(state="cancelled")

        def change(connection: Connection) -> int:
            connection.execute(closed)
            return decisions.cancel(connection, self.name)

        number = self.database.run_here(change)
        engine.cancel(self.database, self.name)
        return number

    def is_over(self) -> bool:
        """Whether it was cancelled, and nothing is left of it to wait for."""
        return self.database.run_here(partial(decisions.is_over, batch=self.name))

    def status(self) -> Mapping[str, int]:
        """The number of recordings in each state that any is in."""
        return self.database.run_here(partial(records.counts, batch=self.name))

    def stranded(self) -> int:
        """How many chunks wait for a worker of another version of this package, and are left alone by this one."""
        from assemblyai_tools.batch import engine  # noqa: PLC0415 - it takes a second

        return engine.stranded(self.database, self.name)

    def rows(self, state: str | None = None, *, after: int = 0, limit: int = 1_000) -> list[Recording]:
        """Some recordings in the order of the list: those whose numbers are greater than `after`."""
        find = partial(records.page, batch=self.name, state=state, after=after, limit=limit)
        return self.database.run_here(find)

    def close(self) -> None:
        """Close the connections to the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_account(self, row: Mapping[str, Any]) -> None:
        """Raise a ConfigurationError for the key of another account: its list does not show what was sent.

        A key with which nothing was sent may be replaced: it was wrong.
        """
        account = _account(self._settings)
        if row["account"] == account:
            return
        if self.database.run_here(partial(decisions.is_sent, batch=self.name)):
            raise ConfigurationError(
                f"The batch {self.name} was started with another key, or for another service.",
                next_step=(
                    "Use that key. If this one is of the same account, say so once: "
                    f"`batch resume {self.name} --new-key`, or Batch.resume(new_key=True)."
                ),
            )
        self.database.run_here(partial(decisions.use_key, batch=self.name, account=account))


def _account(settings: Settings | None) -> str:
    key = settings.require_key() if settings else ""
    return account_digest(settings.base_url if settings else "", key)


def _ignore(_counts: Mapping[str, int]) -> None:
    return None


def _written(row: Mapping[str, Any], sources: Iterable[Source], to: Path, database: str | Path) -> Database:
    """The open database, with a new batch in it whose results have a folder."""
    opened = open_database(database)
    try:
        setup.check_free(opened, row["name"], to)
        check_new(to)
        setup.write(opened, row, sources)
    except BaseException:
        opened.close()
        raise
    return opened
