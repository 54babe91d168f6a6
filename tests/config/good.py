"""Configurations that are accepted, for the loader and for the JSON Schema."""

GOOD = {
    "nothing": "",
    "everything": """\
preset = "papers"
select = ["duplicate-link", "stale-toc"]
extend-select = ["mojibake"]
lists = ["README.md", "lists/**/*.md", "./lists", "."]
exclude = ["vendor/", "/README.md", "!lists/a.md", "#odd.md"]
ignore = ["duplicate-paper"]

[rules]
duplicate-link = "error"
stale-toc = { severity = "info", depth = 2, share = 1, bullet = "star", hosts = ["a", "a"] }

[[overrides]]
files = ["lists/zh/**", "README.md"]
preset = "strict"
rules.stale-toc = { title = "x", nested = false, below = 0.25 }
ignore = ["mojibake", { rule = "duplicate-link", identity = "https://a.org/b", reason = "x" }]

[[overrides]]
files = ["./lists/"]
""",
    "exemptions": """\
[[ignore]]
rule = "duplicate-paper"
identity = "arxiv:1706.03762"
file = "lists/a.md"
reason = "listed twice on purpose"

[[ignore]]
identity = "https://github.com/Owner/Name"
reason = "so"
""",
    "links": """\
[links]
exclude = ["example.org", "*.example.net", "https://example.com/a/*", "*/login*", "localhost:80"]
hosts = [{ host = "a.org", concurrency = 10, gap = 0.05, accept = [403, 999] }]
""",
    "tables of hosts": """\
[[links.hosts]]
host = "Example.org"
concurrency = 1
[[links.hosts]]
host = "*.example.org"
gap = 3
accept = [404]
""",
    "off": 'rules.mojibake = "off"\n[[overrides]]\nfiles = ["a.md"]\nselect = ["mojibake"]\n',
}
