"""Logs as lines of JSON, each with the id of its request; plain Python, since settings import it.

Nothing is logged of what a form or a query says: a log never holds the figure of a draft.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("bilan_request_id", default="")


class JSONFormatter(logging.Formatter):
    """One line of JSON a record: when, level, logger, words, request, and what stands beside them."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of an exception its kind and its place: its words may quote what somebody entered."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= getattr(record, "data", {})
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["at_lines"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
        return json.dumps(line, ensure_ascii=False, default=str)


class Slow(logging.Filter):
    """Lets the queries through that took longer than SECONDS (development: `DEBUG=1`)."""

    SECONDS = 0.1

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the query was slow."""
        return getattr(record, "duration", 0) >= self.SECONDS


def logging_settings(*, as_json: bool, debug: bool) -> dict:
    """Django's LOGGING: to the standard error; JSON where a machine reads it."""
    handlers = {"console": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "plain"}}
    loggers = {
        "": {"handlers": ["console"], "level": "WARNING"},
        "bilan": {"level": "INFO" if as_json else "WARNING"},
        # Our own line of a request says all that Django's says.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    }
    if debug:
        handlers["slow"] = {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["slow"]}
        loggers["django.db.backends"] = {"handlers": ["slow"], "level": "DEBUG", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "bilan.logs.JSONFormatter"},
            "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
        },
        "filters": {"slow": {"()": "bilan.logs.Slow"}},
        "handlers": handlers,
        "loggers": loggers,
    }
