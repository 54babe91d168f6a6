"""The checking of a run: facts of all documents first, then the rules on each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from curator.cli.debug import DebugLog
from curator.cli.inputs import Batch
from curator.engine import Settings, is_list, lint
from curator.report import FileReport, Report
from curator.workspace import gather


def check_batch(batch: Batch, settings: Sequence[Settings], today: date, debug: DebugLog) -> Report:
    """Gather the facts, then run the rules, which look at nothing else."""
    lists = [is_list(item.document, named=item.named) for item in batch.read]
    facts = gather(
        [
            item.located._replace(is_list=it_is)
            for item, it_is in zip(batch.read, lists, strict=True)
        ]
    )
    debug.log("gathered facts")
    reports: list[FileReport] = []
    for item, files, each in zip(batch.read, facts, settings, strict=True):
        fitting = each.for_document(item.document, named=item.named)
        reports.append(lint(item.document, fitting, files, today))
        debug.log(f"checked {item.document.source.path}")
    rules = {rule.name: rule for each in settings for rule in each.rules}
    return Report(tuple(reports), dict(sorted(rules.items())), batch.problems)
