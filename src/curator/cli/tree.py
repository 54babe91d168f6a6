"""``curator tree``: shows a list as its author has it in mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from curator.cli.app import Session
from curator.cli.console import ColourChoice, output_width, use_colour
from curator.cli.inputs import InputOptions, read_inputs
from curator.cli.options import inputs
from curator.document import Document
from curator.reporters import outline
from curator.reporters.colour import Palette
from curator.source import MAX_FILE_SIZE


@click.command("tree")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print the tree for people or for programs.",
)
@click.option("--entries", is_flag=True, help="List the entries of every section as well.")
@inputs
@click.pass_obj
def command(
    session: Session,
    paths: tuple[str, ...],
    exclude: tuple[str, ...],
    stdin_filename: str | None,
    max_file_size: int | None,
    colour: ColourChoice,
    output_format: str,
    entries: bool,  # noqa: FBT001 - click passes by name
) -> int:
    """Show the sections of lists and what they hold.

    The text has the number of entries, links and papers for every section.

    PATHS are files, folders with Markdown files, patterns such as 'lists/**/*.md', and - for
    standard input; without any, the readme of the repository is read.

    The JSON has every entry, link and heading with its position. The exit status is 2 if an
    input or an option is at fault.
    """
    options = InputOptions(paths, exclude, stdin_filename, max_file_size or MAX_FILE_SIZE)
    batch = read_inputs(options, session)
    documents = [item.document for item in batch.read]
    if output_format == "json":
        session.console.write_json(_json(documents, ascii_only=not session.console.unicode))
    else:
        drawing = outline.Drawing() if session.console.unicode else outline.ASCII
        style = outline.OutlineStyle(Palette(use_colour(colour)), output_width(), drawing, entries)
        session.console.write(_outlines(documents, style))
    return 2 if batch.problems else 0


def _outlines(documents: Sequence[Document], style: outline.OutlineStyle) -> Iterator[str]:
    for index, document in enumerate(documents):
        if index:
            yield ""
        yield from outline.render(document, style)


def _json(documents: Sequence[Document], *, ascii_only: bool) -> Iterator[str]:
    from curator.reporters import tree_json, wire  # noqa: PLC0415 - most runs print text

    return wire.pieces(tree_json.tree_result(documents), ascii_only=ascii_only)
