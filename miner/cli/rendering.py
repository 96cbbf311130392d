"""What ``render`` does: a stored digest drawn again, without reading or mining anything."""

from __future__ import annotations

from pathlib import Path

from miner.cli.finishing import finished
from miner.cli.jobs import tell_written
from miner.cli.outputs import output_for, report_name
from miner.cli.voice import Voice
from miner.digest.records import Digest
from miner.errors import BrokenInput, PlaceNotFound
from miner.settings import Settings


def run_render(
    place: str, settings: Settings, voice: Voice, *, as_json: bool = False, formats_chosen: bool = True
) -> int:
    """Write the reports of a digest that was written as JSON; beside it, unless another place is given.

    Returns
    -------
    0

    Raises
    ------
    PlaceNotFound, BrokenInput
        If there is no digest at the place.
    MinerError
        What writing raises; nothing is written then.
    """
    from miner.digest.edits import overlay_place
    from miner.report import write_forms

    report = settings.report
    digest = finished(stored_digest(place), settings, overlay_place(Path(place)), voice)
    wanted = report.output or str(Path(place).parent)
    output = output_for(report_name(place), wanted, report.formats, formats_chosen)
    output.check([place])
    with voice.working() as progress:
        progress("writing the report")
        written = write_forms(digest, output.places(), report)
    tell_written(digest, written, voice, as_json=as_json)
    return 0


def stored_digest(place: str) -> Digest:
    """The digest in a file that ``--format json`` wrote.

    Raises
    ------
    PlaceNotFound
    BrokenInput
        If the file is not one, or is of another version.
    """
    import msgspec

    from miner.digest.records import DIGEST_SCHEMA, load_digest

    path = Path(place)
    if not path.is_file():
        raise PlaceNotFound(place)
    again = "Make it with 'miner digest PLACE --format json'."
    try:
        digest = load_digest(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenInput(place, f"it is not a digest that miner wrote as JSON ({error})", again) from error
    if digest.schema != DIGEST_SCHEMA:
        raise BrokenInput(place, f"its schema is {digest.schema!r}, not {DIGEST_SCHEMA!r}", again)
    return digest
