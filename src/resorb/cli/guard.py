"""How a command ends when its input is bad, its output cannot be written or nobody listens any more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from resorb.cli.show import print_faults, print_json
from resorb.cli.streams import own_stdout
from resorb.values.findings import BadInput, Fault, Place


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Bad input ends with its faults and exit status 2, a closed pipe quietly, an unwritable output in one line."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            with own_stdout():
                command(*args, **kwargs)
                sys.stdout.flush()
        except BadInput as bad:
            _end(bad, as_json=bool(kwargs.get("as_json")))
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            reason = error.strerror or str(error)
            fault = Fault(Place(str(error.filename or "output")), "file", reason, "give a place that can be written")
            _end(BadInput([fault]), as_json=bool(kwargs.get("as_json")))

    return run


def _end(bad: BadInput, *, as_json: bool) -> None:
    from resorb.workflow.check import faults_as_json

    if as_json:
        print_json(faults_as_json(bad))
    else:
        print_faults(bad)
    raise typer.Exit(2)
