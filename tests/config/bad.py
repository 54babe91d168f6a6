"""Configurations that are refused, with every line that is said about them.

``SCHEMA`` are those that the JSON Schema refuses as well; ``BEYOND`` are mistakes that no
schema can express, such as a file that does not exist and two keys that contradict.
"""

from __future__ import annotations

SEVERITIES = "(error, warning, info or off)"
PRESETS = "recommended, papers, awesome, awesome-lint or strict"
TOP = "preset, select, extend-select, rules, ignore, lists, exclude, overrides, links"

SCHEMA: dict[str, tuple[str, list[str]]] = {
    "unknown key": (
        "selct = ['mojibake']",
        ["selct: unknown key, did you mean 'select'?"],
    ),
    "unknown key like no other": ("xyz = 1", [f"xyz: unknown key (known: {TOP})"]),
    "unknown odd key": (
        '"a\\u001b.b" = 1',
        [f'"a\x1b.b": unknown key (known: {TOP})'],
    ),
    "table of pyproject.toml": (
        "[tool.curator]\npreset = 'papers'",
        ["tool: unknown key: without [tool.curator], keys stand at the top"],
    ),
    "key of the top in an override": (
        "[[overrides]]\nfiles = ['*.md']\nlists = ['README.md']",
        ["overrides[0].lists: belongs to the top of the configuration"],
    ),
    "unknown key in an override": (
        "[[overrides]]\nfile = ['*.md']\nfiles = ['*.md']",
        ["overrides[0].file: unknown key, did you mean 'files'?"],
    ),
    "unknown key in an exemption": (
        "[[ignore]]\nrule = 'mojibake'\nreason = 'x'\npath = 'a.md'",
        ["ignore[0].path: unknown key (known: rule, identity, file, reason)"],
    ),
    "preset of another type": (
        "preset = 3",
        [f"preset: expected {PRESETS}, not an integer"],
    ),
    "unknown preset": (
        "preset = 'recomended'",
        [f"preset: 'recomended' is no preset ({PRESETS}), did you mean 'recommended'?"],
    ),
    "unknown rule": (
        "select = ['duplicate-lnk']",
        ["select[0]: unknown rule 'duplicate-lnk', did you mean 'duplicate-link'?"],
    ),
    "unknown rule everywhere": (
        (
            "extend-select = ['xyz']\nignore = ['xyz', { rule = 'xyz', reason = 'x' }]\n"
            "rules.xyz = 'off'"
        ),
        [
            "extend-select[0]: unknown rule 'xyz'",
            "ignore[0]: unknown rule 'xyz'",
            "ignore[1].rule: unknown rule 'xyz'",
            "rules.xyz: unknown rule 'xyz'",
        ],
    ),
    "preset as a rule": (
        "select = ['papers']",
        ["select[0]: 'papers' is a preset and no rule: write preset = \"papers\""],
    ),
    "string for an array": (
        "select = 'mojibake'",
        ["select: expected an array, not a string"],
    ),
    "wrong element": (
        "select = ['mojibake', 3, 1979-05-27]",
        [
            "select[1]: expected a string, not an integer",
            "select[2]: expected a string, not a date or a time",
        ],
    ),
    "empty select": (
        "select = []",
        ["select: is empty: name at least one, or leave the key out"],
    ),
    "empty lists": (
        "lists = []",
        ["lists: is empty: name at least one, or leave the key out"],
    ),
    "rule twice": (
        "select = ['mojibake', 'mojibake']",
        ["select[1]: 'mojibake' is there twice"],
    ),
    "line twice": (
        "exclude = ['vendor/', 'x', 'vendor/']",
        ["exclude[2]: 'vendor/' is there twice"],
    ),
    "bad severity": (
        "[rules]\nduplicate-link = 'eror'",
        [f"rules.duplicate-link: 'eror' is no severity {SEVERITIES}, did you mean 'error'?"],
    ),
    "bad severity in a table": (
        "[[overrides]]\nfiles = ['*.md']\nrules.stale-toc = { severity = 'none' }",
        [f"overrides[0].rules.stale-toc.severity: 'none' is no severity {SEVERITIES}"],
    ),
    "severity of another type": (
        "[rules]\nmojibake = true\nstale-toc.severity = 1",
        [
            "rules.mojibake: expected a severity or a table, not a boolean",
            "rules.stale-toc.severity: expected error, warning, info or off, not an integer",
        ],
    ),
    "rules of another type": ("rules = ['mojibake']", ["rules: expected a table, not an array"]),
    "unknown option": (
        "[rules]\nstale-toc = { dept = 3 }\nmojibake.depth = 3",
        [
            "rules.stale-toc.dept: unknown option of stale-toc, did you mean 'depth'?",
            "rules.mojibake.depth: unknown option of mojibake (known: severity)",
        ],
    ),
    "option out of bounds": (
        "[rules.stale-toc]\ndepth = 9\nshare = -1\nbelow = 1.5",
        [
            "rules.stale-toc.depth: expected an integer from 1 to 6, not 9",
            "rules.stale-toc.share: expected a number of at least 0, not -1",
            "rules.stale-toc.below: expected a number of at most 1, not 1.5",
        ],
    ),
    "option of another type": (
        "[rules.stale-toc]\ndepth = true\nshare = 'x'\nbullet = 3\nnested = 1\nhosts = ['x', 3]",
        [
            "rules.stale-toc.depth: expected an integer, not a boolean",
            "rules.stale-toc.share: expected a number, not a string",
            "rules.stale-toc.bullet: expected a string, not an integer",
            "rules.stale-toc.nested: expected a boolean, not an integer",
            "rules.stale-toc.hosts[1]: expected a string, not an integer",
        ],
    ),
    "option that is none of its choices": (
        "rules.stale-toc.bullet = 'stars'",
        ["rules.stale-toc.bullet: 'stars' is not dash or star, did you mean 'star'?"],
    ),
    "override without files": (
        "[[overrides]]\npreset = 'papers'",
        ["overrides[0].files: is missing: say which files the table is for"],
    ),
    "override with empty files": (
        "[[overrides]]\nfiles = []",
        ["overrides[0].files: is empty: name at least one, or leave the key out"],
    ),
    "overrides of another type": (
        "overrides = [3]",
        ["overrides[0]: expected a table, not an integer"],
    ),
    "exemption without a reason": (
        "[[ignore]]\nrule = 'mojibake'",
        ["ignore[0].reason: is missing: say why this is to be silent"],
    ),
    "exemption with an empty reason": (
        "[[ignore]]\nrule = 'mojibake'\nreason = ' '",
        ["ignore[0].reason: is empty: say why this is to be silent"],
    ),
    "exemption from nothing": (
        "[[ignore]]\nreason = 'x'",
        ["ignore[0]: names neither rule nor identity: give at least one of them"],
    ),
    "exemption of another type": (
        "ignore = [3]",
        ["ignore[0]: expected the name of a rule or a table, not an integer"],
    ),
    "absolute path": (
        "lists = ['/README.md']\nexclude = ['C:/x']",
        [
            (
                "lists[0]: '/README.md' is absolute: write it from the folder of this file, "
                "as './a.md'"
            ),
            "exclude[0]: 'C:/x' is absolute: write it from the folder of this file, as './a.md'",
        ],
    ),
    "path that leads out": (
        "lists = ['../a.md']\nexclude = ['!a/..']",
        [
            "lists[0]: '../a.md' leads out of the folder of this file",
            "exclude[0]: '!a/..' leads out of the folder of this file",
        ],
    ),
    "backslash": (
        "lists = ['lists\\a.md']",
        ["lists[0]: 'lists\\a.md': folders are divided by '/', never by a backslash"],
    ),
    "pattern that takes back": (
        "[[overrides]]\nfiles = ['!README.md']",
        ["overrides[0].files[0]: '!README.md': only a line of exclude may begin with '!'"],
    ),
    "empty pattern": ("lists = ['']", ["lists[0]: is empty"]),
    "reserved key": (
        "endpoints = {}\ntimeout = 3",
        [
            "endpoints: may only be set in a file that is named by --config",
            "timeout: may only be set in a file that is named by --config, as network.timeout",
        ],
    ),
    "links of another type": (
        "links = ['example.org']",
        ["links: expected a table, not an array"],
    ),
    "unknown key of links": (
        "[links]\nexcludes = []\ntimeout = 3\n[[links.hosts]]\nhost = 'a.org'\ngab = 1",
        [
            "links.hosts[0].gab: unknown key, did you mean 'gap'?",
            "links.excludes: unknown key, did you mean 'exclude'?",
            "links.timeout: unknown key (known: exclude, hosts)",
        ],
    ),
    "table without a host": (
        "[[links.hosts]]\ngap = 1",
        ["links.hosts[0].host: is missing: say which host the table is for"],
    ),
    "numbers out of bounds for hosts": (
        (
            "[[links.hosts]]\nhost = 'a.org'\nconcurrency = 0\ngap = -1\naccept = [200, 1000]\n"
            "[[links.hosts]]\nhost = 'b.org'\nconcurrency = true\ngap = 'x'\naccept = 404"
        ),
        [
            "links.hosts[0].concurrency: has to be at least 1",
            "links.hosts[0].gap: has to be at least 0",
            "links.hosts[0].accept[0]: has to be at least 400",
            "links.hosts[0].accept[1]: has to be at most 999",
            "links.hosts[1].concurrency: expected an integer, not a boolean",
            "links.hosts[1].gap: expected a number, not a string",
            "links.hosts[1].accept: expected an array, not an integer",
        ],
    ),
}

BEYOND: dict[str, tuple[str, list[str]]] = {
    "operator's key": (
        "max-file-size = '5MB'",
        ["max-file-size: may only be set in a file that is named by --config"],
    ),
    "operator's table": (
        "[network]\ntimeout = 3",
        ["network: may only be set in a file that is named by --config"],
    ),
    "raised limits": (
        "[[links.hosts]]\nhost = 'a.org'\nconcurrency = 11\ngap = 0.04",
        [
            (
                "links.hosts[0].concurrency: more than 10 may only be set in a file that is named "
                "by --config"
            ),
            (
                "links.hosts[0].gap: less than 0.05 may only be set in a file that is named by "
                "--config"
            ),
        ],
    ),
    "hosts that are none": (
        (
            "[[links.hosts]]\nhost = 'https://a.org'\n[[links.hosts]]\nhost = ''\n"
            "[[links.hosts]]\nhost = 'a.*.org'\n[[links.hosts]]\nhost = 'b\u00fccher.example'"
        ),
        [
            (
                "links.hosts[0].host: 'https://a.org' is no host name such as 'example.org' or "
                "'*.example.org'"
            ),
            "links.hosts[1].host: is empty",
            (
                "links.hosts[2].host: 'a.*.org' is no host name such as 'example.org' or "
                "'*.example.org'"
            ),
            (
                "links.hosts[3].host: 'b\u00fccher.example': host names are written in ASCII, "
                "those of other letters as xn--\u2026"
            ),
        ],
    ),
    "patterns for no address": (
        "links.exclude = ['', 'a b', 'ftp://a.org', '/path', 'a.org/#x', '" + "a" * 1001 + "']",
        [
            "links.exclude[0]: is empty",
            "links.exclude[1]: 'a b': an address holds no space",
            "links.exclude[2]: 'ftp://a.org': only http and https are asked",
            ("links.exclude[3]: '/path' names no host: write it as 'example.org/path' or '*/path'"),
            (
                "links.exclude[4]: 'a.org/#x': fragments are not compared, leave out what begins "
                "with '#'"
            ),
            f"links.exclude[5]: '{'a' * 39}\u2026' is longer than 1,000 characters",
        ],
    ),
    "patterns without files": (
        (
            "lists = ['papers/*.md']\n[[overrides]]\nfiles = ['lists/*', 'lists/ja/**']\n"
            "[[ignore]]\nrule = 'mojibake'\nfile = 'lists/c.md'\nreason = 'x'"
        ),
        [
            "lists[0]: 'papers/*.md' matches no file",
            "overrides[0].files[1]: 'lists/ja/**' matches no file",
            "ignore[0].file: 'lists/c.md' matches no file",
        ],
    ),
    "selected and off": (
        "select = ['mojibake']\nrules.mojibake = 'off'",
        ["rules.mojibake: switched off here, and selected by select"],
    ),
    "selected and off in a table": (
        "extend-select = ['stale-toc']\nrules.stale-toc = { severity = 'off', depth = 1 }",
        ["rules.stale-toc: switched off here, and selected by extend-select"],
    ),
    "selected and ignored": (
        "[[overrides]]\nfiles = ['*.md']\nselect = ['mojibake']\nignore = ['mojibake']",
        ["overrides[0].ignore[0]: 'mojibake' is switched off here, and selected by select"],
    ),
    "ignored and judged": (
        "ignore = ['mojibake']\nrules.mojibake = 'error'",
        ["ignore[0]: 'mojibake' is switched off here, and given a severity by rules"],
    ),
    "ignored twice": (
        "ignore = ['mojibake', 'mojibake']",
        ["ignore[1]: 'mojibake' is there twice"],
    ),
    "identity of nothing": (
        (
            "[[ignore]]\nidentity = 'arxiv:17'\nreason = 'x'\n"
            "[[ignore]]\nidentity = 'a.org/b'\nreason = 'x'"
        ),
        [
            (
                "ignore[0].identity: 'arxiv:17' names no paper or page: write an address, or an "
                "identity such as 'arxiv:1706.03762'"
            ),
            (
                "ignore[1].identity: 'a.org/b' names no paper or page: write an address, or an "
                "identity such as 'arxiv:1706.03762'"
            ),
        ],
    ),
    "number that is none": (
        "rules.stale-toc.share = nan",
        ["rules.stale-toc.share: expected a number of at least 0, not nan"],
    ),
    "all at once, in the order of the file": (
        (
            "[[overrides]]\nfiles = ['nowhere/']\npreset = 'x'\n"
            "[[overrides]]\nselect = []\n[rules]\nxyz = 'of'\nmojibake.depth = 1\n"
        ),
        [
            f"overrides[0].preset: 'x' is no preset ({PRESETS})",
            "overrides[0].files[0]: 'nowhere/' matches no file",
            "overrides[1].select: is empty: name at least one, or leave the key out",
            "overrides[1].files: is missing: say which files the table is for",
            "rules.xyz: unknown rule 'xyz'",
            f"rules.xyz: 'of' is no severity {SEVERITIES}, did you mean 'off'?",
            "rules.mojibake.depth: unknown option of mojibake (known: severity)",
        ],
    ),
}

SYNTAX: dict[str, tuple[str | bytes, list[str]]] = {
    "invalid": (
        "preset = 'papers'\nselect =\n",
        ["line 2, column 9: not valid TOML: Invalid value"],
    ),
    "key twice": (
        "preset = 'papers'\npreset = 'strict'\n",
        ["line 2, column 18: not valid TOML: Cannot overwrite a value"],
    ),
    "not UTF-8": (b"preset = '\xff'", ["not UTF-8 (line 1, invalid byte at offset 10)"]),
    "deep": ("x = " + "[" * 5_000, ["not usable TOML: too many brackets in one another"]),
    "long key": (
        "a." * 100_000 + "a = 1",
        ["not usable TOML: a key of more than 16 parts"],
    ),
    "long quoted key": (
        "x = { " + '"=".' * 100_000 + "a = 1 }",
        ["not usable TOML: a key of more than 16 parts"],
    ),
    "too large": ("#" * 1_000_001, ["more than the limit of 1,000,000 bytes"]),
    "longest pattern": (
        f"exclude = ['{'*a' * 501}']",
        [f"exclude[0]: '{'*a' * 19}*…' is longer than 1,000 characters"],
    ),
    "very many patterns": (
        "exclude = " + str([str(number) for number in range(2_001)]),
        ["2,001 patterns and tables of ignore, more than the limit of 2,000"],
    ),
    "very many patterns for links": (
        "links.exclude = " + str([f"a{number}.org" for number in range(2_001)]),
        ["2,001 patterns and hosts in links, more than the limit of 2,000"],
    ),
    "patterns that are tried on every link": (
        "links.exclude = " + str([f"*/{number}" for number in range(101)]),
        ["101 patterns in links have '*' in their host, more than 100"],
    ),
    "very many mistakes": (
        "\n".join(f"k{number} = 1" for number in range(60)),
        [
            *(f"k{number}: unknown key (known: {TOP})" for number in range(50)),
            "and 10 more mistakes",
        ],
    ),
}
"""Files that are hardly read, and those that hold too much of something."""
