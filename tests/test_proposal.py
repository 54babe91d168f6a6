"""What is proposed for a repository: presets, rules that do not fit, paths, and valid files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.config import Configurations, Surroundings
from curator.config.globs import Glob
from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, RuleInfo, Severity
from curator.markdown import parse
from curator.proposal import (
    Chosen,
    Misfit,
    Paths,
    Seen,
    SeenFile,
    Tool,
    choose_paths,
    choose_preset,
    configuration,
    find_misfits,
    form_of,
    hook_entry,
    hooks,
    literal_pattern,
    see,
    selection,
    tally,
    workflow,
)
from curator.proposal.automation import ACTION
from curator.proposal.configuration import comment, string
from curator.report import FileReport, Report
from curator.rules import INDEX
from curator.source import Source, Span

BADGE = "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)"
BIN = Path(sys.executable).parent


THING = "- [Thing {0}](https://example.org/{0}) - It is a thing."


def entries(number: int, line: str = THING) -> str:
    return "".join(f"{line.format(n)}\n" for n in range(1, number + 1))


def seen_file(text: str, path: str = "README.md") -> SeenFile:
    return see(parse(Source(path, text)), path)


def papers(number: int) -> str:
    return entries(number, "- [Study {0}](https://arxiv.org/abs/2001.{0:05})")


def listed(path: str, number: int = 20, **facts: Any) -> SeenFile:
    return SeenFile(path, entries=number, outward=number, covered=0.9, **facts)


# ----------------------------------------------------------------------------- what is seen


def test_a_list_is_seen_as_it_is_written() -> None:
    text = f"# Awesome Things {BADGE}\n\n## A\n\n{entries(12)}\n## B\n\n{papers(3)}"
    file = seen_file(text)
    assert (file.entries, file.outward, file.papers, file.sections) == (15, 15, 3, 3)
    assert file.badge
    assert file.says_awesome
    assert file.is_list
    assert form_of(file) == "as [name](url) - Description."


def test_a_form_is_told_only_where_there_is_one() -> None:
    dashes, colons = entries(10), entries(10, "- [T {0}](https://example.org/{0}): what it is")
    assert form_of(seen_file(colons)) == "as [name](url): Description"
    assert form_of(seen_file(dashes + colons)) is None
    assert form_of(seen_file(papers(20))) is None
    rows = entries(10, "| [T {0}](https://example.org/{0}) | x |")
    assert form_of(seen_file(f"| a | b |\n| - | - |\n{rows}")) == "in tables"


@pytest.mark.parametrize(
    ("path", "text", "is_list"),
    [
        ("README.md", entries(5), True),
        ("README.md", entries(4), False),
        ("README.md", "Words and more words. " * 200 + "\n\n" + entries(5), False),
        ("README.md", f"# T {BADGE}\n\n" + "Words. " * 300 + "\n\n" + entries(5), True),
        ("README.md", entries(9, "- [Page {0}](docs/{0}.md)"), False),
        ("docs/tools.md", entries(10), True),
        ("docs/tools.md", entries(9), False),
        ("docs/tools.md", "Words and more words. " * 200 + "\n\n" + entries(20), False),
        ("CONTRIBUTING.md", entries(20), False),
        ("docs/code-of-conduct.md", entries(20), False),
        ("SECURITY.md", entries(20), False),
        ("topics/security.md", entries(20), True),
        ("ecosystem/news.md", entries(20), True),
        ("_site/tools.md", entries(20), False),
        ("tests/fixtures/list.md", entries(20), False),
    ],
)
def test_what_is_a_list(path: str, text: str, *, is_list: bool) -> None:
    assert seen_file(text, path).is_list is is_list


def test_small_files_are_lists_among_their_like() -> None:
    files = tuple(listed(f"topics/{n}.md", 6) for n in range(3))
    assert Seen(files[:2]).lists == ()
    assert Seen(files).lists == files


# ------------------------------------------------------------------------------ the preset


def seen(*texts: str, tools: tuple[Tool, ...] = ()) -> Seen:
    names = ("README.md", "more.md", "most.md")
    return Seen(tuple(map(seen_file, texts, names)), tools)


def test_presets_are_chosen_for_a_reason() -> None:
    plain, awesome = f"# Things\n\n{entries(20)}", f"# Things {BADGE}\n\n{entries(20)}"
    assert choose_preset(seen(awesome)) == Chosen("awesome", "the Awesome badge stands at the top")
    assert choose_preset(seen(plain)) == ("recommended", "no Awesome badge, and no papers")
    assert choose_preset(seen(plain.replace("Things", "An Awesome List"))).preset == "awesome"
    assert choose_preset(seen(plain.replace("Things", "Awesomeness"))).preset == "recommended"
    linted = seen(plain, tools=(Tool("awesome-lint", "package.json"),))
    assert choose_preset(linted) == ("awesome", "awesome-lint checks it already")


def test_a_list_of_papers_is_one_also_with_a_badge() -> None:
    reading = f"# Awesome Papers {BADGE}\n\n{papers(30)}"
    assert choose_preset(seen(reading)) == ("papers", "30 of 30 entries are papers")
    assert choose_preset(seen(reading, entries(40))).preset == "awesome"
    few = choose_preset(seen(f"# Things\n\n{papers(3)}{entries(9)}"))
    assert few == ("recommended", "no Awesome badge, and 3 of 12 entries are papers")


def test_the_front_page_speaks_for_its_lists_even_if_it_is_none() -> None:
    index = f"# Things {BADGE}\n\n" + entries(9, "- [Page {0}](docs/{0}.md)")
    assert choose_preset(seen(index, entries(20), entries(20))).preset == "awesome"


# --------------------------------------------------------------- rules that are no rules here


def found(rule: str, severity: Severity, fix: Applicability | None = None) -> Diagnostic:
    edits = (Edit(Span(0, 1), "X"),)
    span = Span(0, 1)
    return Diagnostic(
        rule, severity, "m", span, f"{rule}:x", fix=None if fix is None else Fix("f", edits, fix)
    )


def misfits(*files: list[Diagnostic], number: int = 100, stops: int = 0) -> tuple[Misfit, ...]:
    reports = tuple(FileReport(Source("a.md", ""), tuple(each)) for each in files)
    each = listed("a.md", number // len(files), stops=stops)
    return find_misfits(tally(Report(reports, INDEX)), [each] * len(files))


def test_a_rule_that_is_broken_everywhere_is_no_rule() -> None:
    small = found("lowercase-description", Severity.WARNING, Applicability.UNSAFE)
    off = Misfit("lowercase-description", "20 findings in 100 entries")
    assert misfits([small] * 20) == (off,)
    assert misfits([small] * 19) == ()
    assert misfits([small] * 20, number=201) == ()
    # Whatever their share, nobody goes through so many.
    assert misfits([small] * 100, number=5_000) == (
        Misfit("lowercase-description", "100 findings in 5,000 entries"),
    )
    assert selection(Chosen("awesome", ""), [off]).ignore == ("lowercase-description",)


def test_what_is_mended_at_once_is_style_only_if_most_do_it() -> None:
    stop = found("missing-full-stop", Severity.WARNING, Applicability.SAFE)
    assert misfits([stop] * 40, stops=60) == ()
    (off,) = misfits([stop] * 60, stops=40)
    assert off.reason == "60 findings in 100 descriptions that could end in one"


def test_mistakes_are_never_style() -> None:
    for rule in ("broken-anchor", "missing-marker-space", "stale-toc"):
        assert misfits([found(rule, INDEX[rule].severity)] * 100) == ()
    for rule in ("duplicate-link", "tracking-parameters", "arxiv-old-address"):
        assert misfits([found(rule, Severity.WARNING)] * 100) == ()


def test_infos_are_only_counted_and_so_put_up_with_for_longer() -> None:
    info = found("description-repeats-title", Severity.INFO)
    assert misfits([info] * 49) == ()
    assert len(misfits([info] * 50)) == 1
    assert misfits([info] * 100, number=2_000) == ()


def test_what_most_of_many_files_do_is_style() -> None:
    once = [found("misnamed-contents", Severity.WARNING)]
    (off,) = misfits(*[once] * 5, *[[]] * 4)
    assert off.reason == "5 of 9 lists do otherwise"
    assert misfits(*[once] * 4) == ()
    assert misfits(*[once] * 5, *[[]] * 6) == ()


def test_a_few_names_are_spared_rather_than_the_dictionary() -> None:
    named = found("misspelled-name", Severity.WARNING, Applicability.UNSAFE)
    fix = Fix("f", (Edit(Span(0, 1), "VS Code"),), Applicability.UNSAFE)
    code = Diagnostic("misspelled-name", Severity.WARNING, "m", Span(0, 1), "k", fix=fix)
    (misfit,) = misfits([code] * 15 + [named] * 5)
    assert misfit.spares == ("VS Code",)
    chosen = selection(Chosen("awesome", ""), [misfit])
    assert chosen.ignore == ()
    assert chosen.choices["misspelled-name"].options == {"ignore": ("VS Code",)}


# ------------------------------------------------------------------------------- the paths


def test_a_folder_of_lists_stands_for_them() -> None:
    topics = [listed(f"topics/{n}.md") for n in range(3)]
    guide = SeenFile("topics/GUIDE.md", entries=9, outward=1, covered=0.1)
    files = (listed("README.md"), *topics, guide, SeenFile("topics/x.md"), listed("papers/a.md"))
    assert choose_paths(Seen(files)) == Paths(
        ("README.md", "topics/", "papers/a.md"), ("/topics/GUIDE.md",)
    )


def test_lists_below_prose_are_named_one_by_one() -> None:
    prose = [SeenFile(f"docs/{n}.md") for n in range(9)]
    files = (*prose, listed("docs/a.md"), *(listed(f"docs/lists/{n}.md") for n in range(3)))
    assert choose_paths(Seen(files)).lists == ("docs/a.md", "docs/lists/")


def test_folders_in_folders_are_no_matter_how_deep() -> None:
    path = "a/" * 2_000
    files = (listed("b.md"), *(listed(f"{path}{n}.md") for n in range(2)))
    assert choose_paths(Seen(files)).lists == ("b.md",)


def test_what_no_pattern_can_name_is_told() -> None:
    long = "a" * 2_000 + ".md"
    assert choose_paths(Seen((listed(long), listed("b.md")))) == Paths(("b.md",), (), (long,))


NAMES = st.text(
    st.one_of(st.sampled_from("[]*?!\\-'\"#{}$ .:~ab\n\té\u202e\x1b\udcff"), st.characters()),
    min_size=1,
    max_size=8,
).filter(lambda name: not {"/", "\0"} & set(name))


@given(st.lists(NAMES, min_size=1, max_size=3))
def test_a_pattern_means_its_path(parts: list[str]) -> None:
    path = "/".join(parts) + ".md"
    pattern = literal_pattern(path)
    if any(part in {".", ".."} for part in parts[:-1]):
        return
    assert pattern is not None
    assert Glob(pattern, anchored=True).matches(path)
    lost = {"\\", *map(chr, range(0xD800, 0xE000))}
    if path.isascii() and not lost & set(path):
        assert not Glob(pattern, anchored=True).matches(f"{path[:-3]}x.md")
        assert not Glob(pattern, anchored=True).matches(path.replace(path[0], "\x07", 1))


def test_a_folder_is_never_standard_input() -> None:
    assert literal_pattern("-/") == "[-]/"


# -------------------------------------------------------------------------- what is written


@given(st.text(st.one_of(st.characters(), st.sampled_from('"\\\n\r\t\x7f\x9b\u2028\u202e\ud800'))))
def test_strings_and_comments_cannot_be_broken_out_of(text: str) -> None:
    written = string(text)
    assert written.isprintable()
    meant = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    document = "".join(f"{line}\n" for line in (*comment(text), f"a = {written}"))
    assert tomllib.loads(document) == {"a": meant}


def _meaning(folder: Path, text: str) -> Any:
    (folder / "curator.toml").write_bytes(text.encode())
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.md")]
    around = Surroundings(folder, lambda _: folder, str, lambda _: names)
    return Configurations(INDEX, around).for_folder(folder)


def test_our_own_configuration_is_understood(tmp_path: Path) -> None:
    odd = ["a[1].md", "we'ird {x}.md", "!b.md", "-c.md", "é.md", "s p.md"]
    if os.name == "posix":
        odd += ['q"uo\\te.md', "new\nline.md", "st*r?.md", "\x1b[31m.md", "C:d.md"]
    for name in odd:
        (tmp_path / name).write_text(entries(12), encoding="utf-8")
    paths = choose_paths(Seen(tuple(listed(name) for name in odd)))
    off = (Misfit("lowercase-description", "44 findings"), Misfit("misspelled-name", "x", ("a'b",)))
    chosen = Chosen("awesome", "it\nsays so")
    text = configuration(chosen, paths, off, INDEX, generated=("a\n[1].md",))
    meaning = _meaning(tmp_path, text)
    assert meaning.lists == paths.lists
    assert len(meaning.lists) == len(odd)
    made = meaning.selection(tmp_path / "a[1].md")
    assert made.preset == "awesome"
    assert made.ignore == ("lowercase-description",)
    assert made.choices["misspelled-name"].options == {"ignore": ("a'b",)}


@pytest.mark.parametrize("rule", sorted(INDEX.values()), ids=lambda rule: rule.name)
def test_every_rule_can_be_named_with_its_reason(rule: RuleInfo) -> None:
    misfit = Misfit(rule.name, "44 findings in 369 entries")
    text = configuration(Chosen("papers", "r"), Paths(("README.md",)), [misfit], INDEX)
    assert tomllib.loads(text)["rules"] == {rule.name: "off"}
    assert all(len(line) <= 100 for line in text.split("\n"))


def _yaml(text: str) -> Any:
    """What YAML means, which only the development group can read."""
    return pytest.importorskip("yaml", reason="PyYAML is not installed").safe_load(text)


# The names of tools that look at workflows; what is not installed is skipped aloud.
def _run(folder: Path, *command: str) -> None:
    if not (BIN / command[0]).exists() and shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    program = str(BIN / command[0]) if (BIN / command[0]).exists() else command[0]
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A repository with the workflow and the hooks in it."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "curator.yml").write_text(workflow("main", minute=17), encoding="utf-8")
    (tmp_path / ".pre-commit-config.yaml").write_text(hooks(), encoding="utf-8")
    return tmp_path


def test_the_workflow_asks_for_as_little_as_it_can() -> None:
    meant = _yaml(workflow("main", minute=17))
    assert meant["permissions"] == {"contents": "read"}
    # YAML takes the word `on` for true.
    assert meant[True] == {
        "pull_request": None,
        "push": {"branches": ["main"]},
        "schedule": [{"cron": "17 5 * * 1"}],
        "workflow_dispatch": None,
    }
    checkout, action = meant["jobs"]["lists"]["steps"]
    assert len(checkout["uses"].partition("@")[2]) == 40
    assert checkout["with"]["persist-credentials"] is False
    assert action["uses"] == ACTION
    own = Path(__file__).resolve().parent.parent / ".github" / "workflows" / "ci.yml"
    assert checkout["uses"] in own.read_text(encoding="utf-8")


@pytest.mark.parametrize("branch", ["ma${{x}}in", "a'b", 'a"b', "-a", "release+1", "é"])
def test_odd_branches_are_not_named(branch: str) -> None:
    assert _yaml(workflow(branch, minute=0))[True]["push"] is None


def test_the_workflow_fits_its_schema(written: Path) -> None:
    path = ".github/workflows/curator.yml"
    for schema in ("vendor.github-workflows", "custom.github-workflows-require-timeout"):
        _run(written, "check-jsonschema", "--builtin-schema", schema, path)


def test_the_workflow_is_safe(written: Path) -> None:
    _run(written, "zizmor", "--quiet", "--offline", "--strict-collection", ".")


def test_the_hooks_are_a_configuration_of_pre_commit() -> None:
    meant = _yaml(hooks())
    (repo,) = meant["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == ["curator-check"]
    assert _yaml(f"repos:\n{hook_entry()}") == meant
