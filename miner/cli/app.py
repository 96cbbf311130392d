"""The commands and their options; what they do is in the files beside this one, imported when a command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from miner.cli.comparing import compare
from miner.cli.delivering import deliver, outbox
from miner.cli.editing import edit
from miner.cli.fetching import fetch
from miner.cli.library import forget, library
from miner.cli.running import run, run_due
from miner.cli.scheduling import schedule
from miner.cli.searching import search
from miner.cli.templating import templates as templates_of_reports
from miner.cli.writing import prompts as prompts_of_writers

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads a discussion, finds its arguments, themes and contrasts, and writes a digest with quotes.",
    epilog="Start with: miner demo",
)

READING, MINING, WRITING, TALKING = "Reading", "Mining", "Writing", "While it runs"

Places = Annotated[
    list[str],
    typer.Argument(
        metavar="PLACE",
        help="Files, folders, archives (zip, gz, zst), web addresses; - is standard input.",
        show_default=False,
    ),
]
As = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="SOURCE", help="What kind of file it is (see: miner sources).", rich_help_panel=READING
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="ROLE=COLUMN,...",
        help="Columns of a table, such as text=Comment,author=Name.",
        rich_help_panel=READING,
    ),
]
Private = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-private",
        metavar="HOST",
        help="A host of your own network that may be asked; may be repeated.",
        rich_help_panel=READING,
    ),
]
Hosts = Annotated[
    list[str] | None,
    typer.Option("--host", metavar="NAME", help="Who asks the questions; may be repeated.", rich_help_panel=READING),
]
Declared = Annotated[
    list[str] | None,
    typer.Option(
        "--contrast",
        metavar='"LEFT | RIGHT"',
        help="Two opposed emphases to look for; may be repeated.",
        rich_help_panel=MINING,
    ),
]
Presets = Annotated[
    list[str] | None,
    typer.Option(
        "--contrasts",
        metavar="NAME",
        help="Shipped contrasts (see: miner models); may be repeated.",
        rich_help_panel=MINING,
    ),
]
EmbedderName = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="minilm, or a sentence-transformers name or folder (extra hub).",
        rich_help_panel=MINING,
    ),
]
Reducer = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="none, or umap for large discussions.", rich_help_panel=MINING),
]
Place = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PLACE",
        help="A folder, or a file whose end names the format (.html, .eml ...); reports if not given.",
        rich_help_panel=WRITING,
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="NAME,...",
        help="One or several (see: miner formats), may be repeated; html,markdown if not given.",
        rich_help_panel=WRITING,
    ),
]
Title = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Instead of the discussion's own.", rich_help_panel=WRITING)
]
WrittenOn = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="Of the report; the last post's if not given.", rich_help_panel=WRITING
    ),
]
Templates = Annotated[
    str | None,
    typer.Option(metavar="FOLDER", help="Your own templates, taken before the shipped ones.", rich_help_panel=WRITING),
]
People = Annotated[
    str | None,
    typer.Option(
        metavar="HOW", help="How people are shown: names, initials, pseudonyms or none.", rich_help_panel=WRITING
    ),
]
LibraryFile = Annotated[
    str | None,
    typer.Option(
        "--library",
        metavar="FILE",
        help="Where vectors and posts of earlier runs are; none keeps nothing (see: miner library).",
        rich_help_panel=WRITING,
    ),
]
Keep = Annotated[
    bool, typer.Option("--keep", help="Keep posts and digest in the library, to search them.", rich_help_panel=WRITING)
]
LanguageName = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="CODE",
        help="Of headings and sentences: en, de, fr, es, ja, ar, or auto; quotes stay as they were said.",
        rich_help_panel=WRITING,
    ),
]
WriterName = Annotated[
    str | None,
    typer.Option(
        "--writer",
        metavar="MODEL",
        help="Let a language model write titles and summaries, checked against the quotes: a folder, hub:NAME (extra "
        "hub), or http://HOST/v1#MODEL.",
        rich_help_panel=WRITING,
    ),
]
MaxCost = Annotated[
    float | None,
    typer.Option("--max-cost", metavar="AMOUNT", help="What a writer may cost, at most.", rich_help_panel=WRITING),
]
Prompts = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER", help="Your own prompts for a writer, taken before the shipped ones.", rich_help_panel=WRITING
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="A summary for programs on standard output.", rich_help_panel=TALKING)
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.", rich_help_panel=TALKING)]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Also say times and notes.", rich_help_panel=TALKING)]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error happened.", rich_help_panel=TALKING)]


@app.callback(invoke_without_command=True)
def _miner(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        from miner import __version__

        typer.echo(f"miner {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@app.command()
def digest(
    places: Places,
    as_source: As = None,
    columns: Map = None,
    hosts: Hosts = None,
    allow_private: Private = None,
    declared: Declared = None,
    presets: Presets = None,
    embedder: EmbedderName = None,
    reducer: Reducer = None,
    output: Place = None,
    formats: Formats = None,
    title: Title = None,
    written_on: WrittenOn = None,
    templates: Templates = None,
    people: People = None,
    language: LanguageName = None,
    writer: WriterName = None,
    max_cost: MaxCost = None,
    prompts: Prompts = None,
    library_file: LibraryFile = None,
    keep: Keep = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Mine a discussion and write its digest. The main job."""
    from miner.cli.jobs import run_digest
    from miner.cli.options import mapping_of, names_in, settings_of
    from miner.cli.voice import Voice

    del debug  # main looks for it
    settings = settings_of(
        {
            "sources": {"as_source": as_source, "columns": mapping_of(columns or ()), "hosts": hosts},
            "fetch": {"allow_private": allow_private},
            "contrasts": {"declared": declared, "presets": names_in(presets or ())},
            "embeddings": {"embedder": embedder},
            "clusters": {"reducer": reducer},
            "digest": {"title": title, "written_on": written_on},
            "report": {
                "output": output,
                "formats": names_in(formats or ()),
                "templates": templates,
                "people": people,
                "language": language,
            },
            "writer": {"model": writer, "max_cost": max_cost, "prompts": prompts},
            "library": {"file": library_file, "keep": keep},
        }
    )
    return run_digest(places, settings, Voice(quiet, verbose), as_json=as_json, formats_chosen=bool(formats))


@app.command()
def demo(
    output: Place = None, as_json: AsJson = False, quiet: Quiet = False, verbose: Verbose = False, debug: Debug = False
) -> int:
    """Mine the shipped example chat; needs no network."""
    from miner.cli.jobs import run_demo
    from miner.cli.voice import Voice

    del debug
    return run_demo(output or "", Voice(quiet, verbose), as_json=as_json)


@app.command()
def read(
    places: Places,
    as_source: As = None,
    columns: Map = None,
    hosts: Hosts = None,
    allow_private: Private = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Instead of standard output.", rich_help_panel=WRITING),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Normalise only: the transcript as JSON Lines on standard output."""
    from miner.cli.jobs import run_read
    from miner.cli.options import mapping_of, settings_of
    from miner.cli.voice import Voice

    del debug
    settings = settings_of(
        {
            "sources": {"as_source": as_source, "columns": mapping_of(columns or ()), "hosts": hosts},
            "fetch": {"allow_private": allow_private},
        }
    )
    return run_read(places, settings, output or "", Voice(quiet, verbose))


@app.command()
def render(
    digest_file: Annotated[
        str, typer.Argument(metavar="DIGEST.json", help="What --format json wrote.", show_default=False)
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PLACE",
            help="A folder, or a file whose end names the format; beside the digest if not given.",
            rich_help_panel=WRITING,
        ),
    ] = None,
    formats: Formats = None,
    templates: Templates = None,
    people: People = None,
    language: LanguageName = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Draw a stored digest again, in any format; nothing is mined."""
    from miner.cli.options import names_in, settings_of
    from miner.cli.rendering import run_render
    from miner.cli.voice import Voice

    del debug
    settings = settings_of(
        {
            "report": {
                "output": output,
                "formats": names_in(formats or ()),
                "templates": templates,
                "people": people,
                "language": language,
            }
        }
    )
    return run_render(digest_file, settings, Voice(quiet, verbose), as_json=as_json, formats_chosen=bool(formats))


@app.command("compare-engines")
def compare_engines(
    places: Places,
    as_source: As = None,
    columns: Map = None,
    hosts: Hosts = None,
    embedder: EmbedderName = None,
    n_resamples: Annotated[
        int,
        typer.Option(
            "--resamples",
            metavar="N",
            min=0,
            help="How often nine tenths are grouped again, for the stability.",
            rich_help_panel=MINING,
        ),
    ] = 5,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> int:
    """Group a discussion with our engine and with the usual recipes: coverage, stability, groups, seconds."""
    from miner.cli.engines import run_compare_engines
    from miner.cli.options import mapping_of, settings_of
    from miner.cli.voice import Voice

    del debug
    settings = settings_of(
        {
            "sources": {"as_source": as_source, "columns": mapping_of(columns or ()), "hosts": hosts},
            "embeddings": {"embedder": embedder},
        }
    )
    return run_compare_engines(places, settings, n_resamples, Voice(quiet, verbose), as_json=as_json)


@app.command()
def sources() -> None:
    """What can be read, one line each, with an example."""
    from miner.cli.listing import print_sources

    print_sources()


@app.command()
def formats() -> None:
    """What a report can be written as, one line each."""
    from miner.cli.listing import print_formats

    print_formats()


@app.command()
def models() -> None:
    """Embedders and contrasts: what is packaged, and whether its checksum is right."""
    from miner.cli.listing import print_models

    print_models()


@app.command()
def doctor() -> int:
    """Versions, optional parts, and where the files are; exits with 6 if something is missing."""
    from miner.cli.doctor import print_health

    return print_health()


app.command()(compare)
app.command()(edit)
app.command()(fetch)
app.command()(run)
app.command("run-due")(run_due)
app.add_typer(schedule, name="schedule")
app.add_typer(templates_of_reports, name="templates")
app.add_typer(prompts_of_writers, name="prompts")
app.command()(search)
app.command()(forget)
app.add_typer(library, name="library")
app.command()(deliver)
app.add_typer(outbox, name="outbox")
