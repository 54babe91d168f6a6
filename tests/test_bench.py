"""The benchmarks measure what they say: their lists, their arithmetic and their arguments."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench import commands, generate, hostile, measure, memory, repair, scaling, speed, startup
from bench.shapes import SHAPES

from curator.diagnostic import Applicability
from curator.engine import Selection, settings_for
from curator.markdown import parse
from curator.rules import INDEX
from curator.source import Source

styles = pytest.mark.parametrize("style", generate.STYLES)


# ------------------------------------------------------------------- generated lists


@styles
def test_a_generated_list_depends_on_its_seed_only(style: str) -> None:
    assert generate.document(style, 50) == generate.document(style, 50)
    assert generate.document(style, 50) != generate.document(style, 50, seed=2)


@styles
def test_a_generated_list_has_as_many_entries_as_asked_for(style: str) -> None:
    document = parse(Source("readme.md", generate.document(style, 130)))
    # A group is an entry's section; the rows of the contents are not entries.
    assert len([entry for entry in document.entries if entry.links]) == 130
    assert len({entry.title for entry in document.entries}) > 120


@styles
def test_a_generated_list_has_about_the_size_asked_for(style: str) -> None:
    assert len(generate.document_of(style, 60_000).encode()) == pytest.approx(60_000, rel=0.05)


def test_an_unknown_style_is_an_error() -> None:
    with pytest.raises(KeyError):
        generate.document("novel", 1)


def test_no_two_papers_have_the_same_identifier() -> None:
    found = {generate._paper(number) for number in range(20_000)}
    assert len(found) == 20_000
    assert generate._paper(119) == "2412.10000"


def test_the_generator_writes_the_list(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert generate.main(["papers", "3", "--seed", "7"]) == 0
    assert capsysbinary.readouterr().out.decode() == generate.document("papers", 3, seed=7)


# ------------------------------------------------------------------ timing and tables


def test_tasks_take_turns() -> None:
    order: list[str] = []
    tasks = {"a": lambda: order.append("a"), "b": lambda: order.append("b")}
    best = measure.best_of(tasks, 3)
    assert order == ["a", "b"] * 3
    assert set(best) == {"a", "b"}


def test_figures_stand_right_and_words_left() -> None:
    made = measure.table(("name", "ms", "note"), [("a", "1.5", "none"), ("long name", "12", "b")])
    assert made.split("\n") == [
        "| name      |  ms | note |",
        "| --------- | --: | ---- |",
        "| a         | 1.5 | none |",
        "| long name |  12 | b    |",
    ]


def test_a_ragged_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        measure.table(("a", "b"), [("1",)])


def test_a_program_is_measured_to_its_end(tmp_path: Path) -> None:
    done = measure.run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
    assert done.status == 3
    assert done.wall > 0


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not tell")
def test_the_peak_is_that_of_the_program_in_bytes(tmp_path: Path) -> None:
    program = "kept = bytearray(150_000_000); kept[::4096] = b'1' * len(kept[::4096])"
    done = measure.run([sys.executable, "-c", program], tmp_path)
    # On Linux never less than what this process holds, whatever tests ran in it before.
    own = measure.run([sys.executable, "-c", "pass"], tmp_path).peak
    assert 150e6 < done.peak < 250e6 + own


# --------------------------------------------------------------------------- programs


def test_byte_code_is_allowed_to_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("KEPT", "yes")
    assert "PYTHONDONTWRITEBYTECODE" not in commands.environment()
    assert commands.environment()["KEPT"] == "yes"


def test_programs_are_looked_for_and_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    found, missing = commands.find([])
    assert list(found) == ["curator check", "curator tree"]
    assert missing == ["rumdl", "lychee", "awesome-lint", "markdownlint-cli2"]
    program = tmp_path / ("rumdl.bat" if sys.platform == "win32" else "rumdl")
    program.touch(mode=0o755)
    found, missing = commands.find([tmp_path])
    assert found["rumdl check"][1:] == ("check", "--no-cache", "readme.md")
    assert "rumdl" not in missing


# ------------------------------------------------------------------------------ speed


def test_speed_runs_quickly_without_peers(capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main(["--quick", "--no-peers", "--each"]) == 0
    out = capsys.readouterr().out
    assert "## fixtures: " in out
    assert "## generated: 4 documents" in out
    assert "required of parse + tree: 1.0 MB/s" in out
    assert "markdown-it-py" not in out


def test_speed_measures_the_files_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.md"
    file.write_bytes(b"\xef\xbb\xbf# Mine\r\n\r\n- [a](b) c\r\n")
    assert speed.read([file]) == {"mine.md": "\ufeff# Mine\r\n\r\n- [a](b) c\r\n"}
    assert speed.main(["--quick", "--no-peers", str(file)]) == 0
    assert "## files: 1 documents" in capsys.readouterr().out


@pytest.mark.parametrize("main", [speed.main, startup.main, scaling.main])
@pytest.mark.parametrize("arguments", [["--rounds", "0"], ["--nonsense"]], ids=" ".join)
def test_a_wrong_argument_is_refused(
    main: object, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(main)
    with pytest.raises(SystemExit) as refused:
        main(arguments)
    assert refused.value.code == 2
    assert "usage: python -m bench." in capsys.readouterr().err


# -------------------------------------------------------------------------- start-up

LOG = """\
import time: self [us] | cumulative | imported package
import time:       100 |        100 |   _io
import time:       200 |        500 | curator.markdown.parse
a line of the program's own | 7 | curator.fake
import time:      1000 |       1200 | curator
"""


def test_imports_are_summed_by_package() -> None:
    found = startup.read_imports(LOG)
    assert found.modules == {"_io", "curator.markdown.parse", "curator"}
    assert found.seconds["curator"] == pytest.approx(0.0012)
    assert found.total == pytest.approx(0.0013)


def test_version_loads_nothing_that_it_need_not(tmp_path: Path) -> None:
    found = startup.imports(startup.IMPORTS["--version"], tmp_path, 1)
    assert "curator" in found.seconds
    assert not startup.UNWANTED["--version"] & found.seconds.keys()


# --------------------------------------------------------------------------- hostile


def costs(*seconds: float) -> dict[int, hostile.Cost]:
    sizes = (20_000, 80_000, 320_000)
    return {size: hostile.Cost(size, each) for size, each in zip(sizes, seconds, strict=False)}


def test_growth_is_that_of_the_last_two_sizes() -> None:
    assert hostile.growth(costs(0.1, 0.4, 1.6), hostile.SIZES) == pytest.approx(4)
    assert hostile.growth(costs(0.1, 0.4, 6.4), hostile.SIZES) == pytest.approx(16)


def test_growth_is_not_made_up() -> None:
    assert hostile.growth(costs(0.1, 0.4), hostile.SIZES) is None  # not reached in time
    assert hostile.growth(costs(0.001, 0.001, 0.02), hostile.SIZES) is None  # noise
    assert hostile.growth(costs(0.1), (20_000,)) is None


def test_what_a_worker_had_not_finished_is_left_out() -> None:
    output = '["parse", 20000, 19999, 0.5, 1.5, {"budget": 1}]\n["parse", 80000, 79'
    assert hostile.read_costs(output) == {
        "parse": {20_000: hostile.Cost(19_999, 0.5, 1.5, {"budget": 1})}
    }
    assert hostile.read_costs("") == {}


@pytest.mark.parametrize(
    ("worker", "stages"), [("curator", hostile.STAGES), ("mistune", ("mistune",))]
)
def test_a_worker_measures_each_stage_at_each_size(
    worker: str,
    stages: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hostile, "ENOUGH", 0.0)
    hostile.WORKERS[worker]({size: SHAPES["lazy items"](size) for size in (600, 1_200)})
    found = hostile.read_costs(capsys.readouterr().out)
    assert tuple(found) == stages
    for of_stage in found.values():
        assert {size: cost.bytes for size, cost in of_stage.items()} == {600: 600, 1_200: 1_200}


def test_growth_is_believed_only_where_it_is_seen_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = [costs(0.1, 0.4, 4.0), costs(0.2, 0.5, 1.6), costs(0.1, 0.1, 9.0)]
    monkeypatch.setattr(hostile, "measure", lambda *_: ({"parse": looks.pop(0)}, ""))
    found, _ = hostile.looked_at("a shape", hostile.SIZES, 1)
    assert found == {"parse": costs(0.1, 0.4, 1.6)}
    assert len(looks) == 1
    monkeypatch.setattr(hostile, "measure", lambda *_: ({"parse": costs(0.1, 0.4, 4.0)}, ""))
    found, _ = hostile.looked_at("a shape", hostile.SIZES, 1)
    assert hostile.growth(found["parse"], hostile.SIZES) == pytest.approx(10)


def test_what_stands_out_is_named() -> None:
    tally = hostile.Tally()
    tally.add("slow", "parse", costs(0.1, 0.4, 6.4), 16.0)
    tally.add("quick", "parse", costs(0.1, 0.4, 1.6), 4.0)
    lines = tally.lines(2)
    assert lines[0] == "2 shapes; most seconds per MB: parse 20.00 (slow)"
    assert lines[1] == "growth above 5: 1: slow (parse, x 16.0)"
    assert lines[2] == "curator did not end or failed: 0: -"


def test_a_shape_is_measured_in_a_process_of_its_own() -> None:
    found, ended = hostile.measure("mistune", "open brackets", [500], 60)
    assert list(found["mistune"]) == [500]
    assert ended == ""


def test_a_shape_that_does_not_end_is_stopped() -> None:
    assert hostile.measure("curator", "open brackets", [500], 0.0001) == ({}, "> 0 s")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on CPU time")
def test_a_worker_is_ended_by_its_cpu_time() -> None:
    endless = "from bench.hostile import limit_cpu; limit_cpu(0.5)\nwhile True: pass"
    done = subprocess.run(
        [sys.executable, "-c", endless], cwd=measure.ROOT, timeout=60, check=False
    )
    assert -done.returncode == hostile._OUT_OF_TIME


def test_an_unknown_shape_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no such shape" not in SHAPES
    with pytest.raises(SystemExit) as refused:
        hostile.main(["no such shape"])
    assert refused.value.code == 2
    assert "no such shape" in capsys.readouterr().err


# ---------------------------------------------------------------- scaling and memory


def test_scaling_prints_a_line_for_each_size(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaling, "SUPERLINEAR", float("inf"))  # so small a list is all noise
    some = {name: INDEX[name] for name in ("broken-anchor", "malformed-link")}
    monkeypatch.setattr(scaling, "INDEX", some)
    arguments = ["--sizes", "20", "40", "--rounds", "1", "--styles", "nested", "--each-rule"]
    assert scaling.main(arguments) == 0
    lines = capsys.readouterr().out.split("\n")
    assert sum(line.startswith("| nested ") for line in lines) == 2
    assert any(line.startswith("| malformed-link ") for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not measured on Windows")
def test_memory_names_what_held_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_text("# A\n", encoding="utf-8")
    steps = {"a step": ("-c", "pass")}
    # A peak is never less than what this process holds, and that depends on the tests before.
    own = measure.run([sys.executable, "-c", "pass"], tmp_path).peak / 1e6
    monkeypatch.setattr(memory, "MOST", memory.MOST + own)
    assert memory.rows("a list", steps, [file], tmp_path)[1] == []
    monkeypatch.setattr(memory, "MOST", 0.0)
    rows, over = memory.rows("a list", steps, [file], tmp_path)
    assert over == ["a step on a list"]
    assert rows[0][0] == "a list"
    assert rows[0][-1] == "0"


# ------------------------------------------------------------------------ repair


def test_repair_is_measured_beside_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(
        "readme.md", "# Things\n\n- [a](https://a.org) - One\n- [b](https://b.org): Two.\n"
    )
    monkeypatch.setattr(repair, "sources", lambda: [("small", source)])
    shown, _ = repair.measure("awesome", Applicability.SAFE, 1)
    assert "small" in shown
    assert (
        repair.repaired(
            source, settings_for(INDEX, Selection("awesome")), Applicability.SAFE
        ).rounds
        == 1
    )
