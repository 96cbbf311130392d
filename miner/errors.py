"""Every error a user can meet.

::

    MinerError                     code
      UsageError                    2   options, settings, places that do not exist
        UnknownSetting
        BadSetting
        UnknownName                     a source, format, preset or embedder that is not there
        BadContrast
        BadMapping                      ``--map`` names a column that is not there
        TemplateBroken                  a template of the user's own
        NamesGone                       pseudonyms for a digest that holds no names
        BadEdit                         ``miner edit``: a word is missing, or does not tell one thing
        BadRecipient                    who or what a digest should go to
        CannotWrite
        CannotChange                    a file of the user's own that is better changed by hand
        NoSuchPeriod                    a scheduled digest is asked for a time that it cannot be made for
      InputError                    3   something was found and could not be read
        PlaceNotFound
        NothingReadable                 a folder without one readable file
        NotRecognised
          HoldsNoPosts                  users or channels listed, no message among them
        BrokenInput                     empty, binary, truncated, too large, too deep
          NoTextColumn                  a table of numbers and names only
        IsADigest                       one that miner wrote, given as a discussion
        NoPostsFound                    recognised, and nothing in it
        NotATranscript                  JSON Lines that claim to be ours and are not
        SourceBroken                    a source of another package that fails
      NetworkError                  4   a web address given where only files are read
        AddressRefused                  not http, with a password, or inside a private network
        SiteClosed                      a site that lets no program read, or not without a key
        RobotsForbid                    robots.txt of the site says no
        NotFetched                      no answer, an error, too much, too slow
      LibraryError                  3   the library cannot be opened, or not be used as it is
        LibraryBusy                     another process writes to it
        AlreadyRunning                  another process makes the same scheduled digest
        LibraryBroken                   damaged, or no library
        LibraryNewer                    made by a later version
        LibraryFull                     no room for more
      NothingToMine                 5   posts, but not one argument
      MissingPart                   6   a model file or an optional package
      DeliveryFailed                8   the digest is there, and did not reach everybody
      QuoteNotFound                 1   a quote that is not in its post: our bug, never printed
      DigestBroken                  1   a digest that contradicts itself: our bug, never printed
      NameLeft                      1   a name in a report that should hold none: our bug, never printed
      ShapeMismatch                 1   arrays that do not belong together: a caller's bug

Every message is complete by itself: what happened, where, what to do next.
``cli.py`` is the one place that turns them into output and exit codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


class MinerError(Exception):
    """Base of all errors of this package; ``exit_code`` is what the command ends with."""

    exit_code = 1


class UsageError(MinerError):
    """The call itself is off: an option, a setting, a name."""

    exit_code = 2


class InputError(MinerError):
    """Something was given that cannot be read."""

    exit_code = 3


class NetworkError(MinerError):
    """A web address was given to a command that reads files only."""

    exit_code = 4


class AddressRefused(NetworkError):
    """A web address that is never asked, whatever it would answer."""

    def __init__(self, place: str, reason: str, next_step: str = "Give the address as a browser shows it.") -> None:
        super().__init__(f"{place} is not fetched: {reason}. {next_step}")


class SiteClosed(NetworkError):
    """A site that programs may not read, or only with a key of the user's own."""

    def __init__(self, place: str, reason: str, instead: str) -> None:
        super().__init__(f"{place} is not fetched: {reason}. {instead}")


class RobotsForbid(NetworkError):
    """The site's robots.txt asks programs to stay away from an address."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"{place} is not fetched: {reason}. Save the page from a browser and give the file, or ask the site's owner."
        )


class NotFetched(NetworkError):
    """A site was asked and gave nothing that can be used."""

    def __init__(self, place: str, what: str, next_step: str) -> None:
        super().__init__(f"{place} could not be fetched: {what}. {next_step}")
        self.what = what


class LibraryError(MinerError):
    """The library cannot be opened, or not be used for what was asked."""

    exit_code = 3


class NothingToMine(MinerError):
    """The discussion was read, and nothing in it argues."""

    exit_code = 5


class MissingPart(MinerError):
    """A model file or an optional package is not installed."""

    exit_code = 6


class DeliveryFailed(MinerError):
    """A digest was made and kept, and did not reach everybody it should."""

    exit_code = 8

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__(f"Not everything was delivered. {' '.join(lines)} 'miner outbox list' shows what is there.")


def nearest(name: str, names: Iterable[str]) -> str:
    """The end of a sentence that names what was probably meant, or all there is."""
    known = sorted(names)
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(known)}."


class UnknownSetting(UsageError):
    """A key in a settings file or an environment variable that no setting has."""

    def __init__(self, key: str, where: str, names: Iterable[str]) -> None:
        super().__init__(f"Unknown setting {key!r} in {where}. {nearest(key, names)}")


class BadSetting(UsageError):
    """A setting has a value that it cannot have."""

    def __init__(self, key: str, where: str, got: object, expected: str) -> None:
        super().__init__(f"Setting {key!r} in {where} is {got!r}; expected {expected}.")


class UnknownName(UsageError):
    """A source, format, embedder or preset that does not exist."""

    def __init__(self, kind: str, name: str, names: Iterable[str]) -> None:
        super().__init__(f"There is no {kind} {name!r}. {nearest(name, names)}")


class CannotChange(UsageError):
    """A file of the user's own that a command would change, and better does not."""

    def __init__(self, place: str, reason: str, next_step: str) -> None:
        super().__init__(f"{place} was left as it is: {reason}. {next_step}")


class NoSuchPeriod(UsageError):
    """A scheduled digest cannot be made for the time that was asked for."""

    def __init__(self, name: str, period: str, reason: str) -> None:
        super().__init__(f"The digest {name!r} cannot be made for {period!r}: {reason}.")


class BadContrast(UsageError):
    """A contrast that names fewer or more than two poles, or a preset file that is off."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(
            f"Contrast {text!r} cannot be used: {reason}. Write two poles with a bar between them, "
            'for example --contrast "innovation | basics".'
        )


class BadMapping(UsageError):
    """``--map`` is malformed or names a column that the table has not."""

    def __init__(self, reason: str, columns: Iterable[str] = ()) -> None:
        shown = ", ".join(repr(name) for name in columns)
        super().__init__(
            f"--map: {reason}. {f'The columns are: {shown}. ' if shown else ''}"
            "Write --map text=COLUMN,author=COLUMN (also id, parent, time, url, likes, question)."
        )


class TemplateBroken(UsageError):
    """A template of the user's own cannot be used as it is."""

    def __init__(self, template: str, line: int, reason: str) -> None:
        super().__init__(
            f"The template {template}, line {line}, cannot be used: {reason}. "
            "Mend that line, or take the file out of the folder to use the shipped one."
        )


class CannotWrite(UsageError):
    """A report cannot be written where it should go."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"The report {place} cannot be written: {reason}. Give another place with --output.")


class PlaceNotFound(InputError):
    """The file or folder is not there."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} does not exist. Check the path; a paste can be given with '-'.")


class NothingReadable(InputError):
    """A folder holds no file that any source recognises."""

    def __init__(self, place: str, n_files: int) -> None:
        what = "is empty" if n_files == 0 else f"holds {n_files} file(s), none of a kind miner reads"
        super().__init__(f"The folder {place} {what}. See 'miner sources' for what can be read.")


class NotRecognised(InputError):
    """No source recognises the file."""

    def __init__(self, place: str, looks_like: str) -> None:
        super().__init__(
            f"{place} was not recognised: it looks like {looks_like}. "
            "Name its kind with --as (see 'miner sources'), or give the columns of a table with --map."
        )


class HoldsNoPosts(NotRecognised):
    """A list of people or rooms, as a chat server gives it: the messages are elsewhere."""

    def __init__(self, place: str, what: str, instead: str) -> None:
        InputError.__init__(self, f"{place} holds no posts: it lists {what}. {instead}")


class BrokenInput(InputError):
    """The bytes are not what they should be."""

    def __init__(self, place: str, what: str, next_step: str) -> None:
        super().__init__(f"{place} cannot be read: {what}. {next_step}")


class NoTextColumn(BrokenInput):
    """A table in which no column holds text: votes, participants, figures."""

    def __init__(self, place: str, columns: Iterable[str]) -> None:
        shown = ", ".join(repr(name) for name in list(columns)[:40]) or "none"
        super().__init__(
            place,
            f"it is a table without a column of text; its columns are {shown}",
            "Name the column with --map text=COLUMN.",
        )


class IsADigest(InputError):
    """A digest was given where a discussion is read: its quotes would be counted as posts."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} is a digest made by miner, not a discussion. Give the files it was made from; "
            "to read it all the same as text, say --as text."
        )


class NoPostsFound(InputError):
    """A file was recognised, but no post could be read from it."""

    def __init__(self, place: str, source: str, left_out: Mapping[str, int] = {}, is_page: bool = True) -> None:
        found = ", ".join(f"{n:,} {reason}" for reason, n in left_out.items())
        step = (
            "If its comments load by script, save the page from a browser after they appear"
            if is_page
            else "Give the file that holds the posts themselves, not a list of users, channels or topics"
        )
        super().__init__(
            f"No posts found in {place}, read as {source}{f' (left out: {found})' if found else ''}. "
            f"{step}; if it is another kind of file, name it with --as."
        )


class NotATranscript(InputError):
    """JSON Lines with miner's schema that break its own rules."""

    def __init__(self, place: str, line: int, reason: str) -> None:
        super().__init__(
            f"{place}, line {line}, is not a line of a miner transcript: {reason}. "
            "Make the file again with 'miner read'."
        )


class SourceBroken(InputError):
    """A source that another package offers cannot be loaded, or fails on a file."""

    def __init__(self, source: str, package: str, reason: str) -> None:
        super().__init__(
            f"The source {source!r} of the package {package!r} is broken: {reason}. "
            "Tell its authors, or uninstall it; --as names another source."
        )


class ShapeMismatch(MinerError):
    """Two arrays that should belong together do not."""

    def __init__(self, what: str, got: tuple[int, ...], expected: str) -> None:
        super().__init__(f"{what} has shape {got}; expected {expected}.")


class QuoteNotFound(MinerError):
    """A quote does not stand in its post at its span: a report with it is never written."""

    def __init__(self, argument_id: str, reason: str) -> None:
        super().__init__(
            f"The quote {argument_id} could not be proven: {reason}. No report was written; "
            "please report this with the input that made it."
        )


class DigestBroken(MinerError):
    """A digest contradicts itself: a report of it is never written."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The digest contradicts itself: {reason}. No report was written; "
            "please report this with the input that made it."
        )


class NameLeft(MinerError):
    """A name is left in a digest that should hold none: a report of it is never written."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"A name is left in the digest, at {where}, though names were to be replaced. No report was written; "
            "please report this with the input that made it."
        )


class NamesGone(UsageError):
    """A digest whose names were replaced is to show people in another way."""

    def __init__(self, shown: str, wanted: str) -> None:
        super().__init__(
            f"This digest was written with people shown as {shown!r}; {wanted!r} needs the names, which are not in it. "
            "Make it again from the discussion: miner digest PLACE."
        )


class BadEdit(UsageError):
    """``miner edit`` was asked for something that it cannot do as it was put."""

    def __init__(self, do: str, reason: str, expected: str) -> None:
        super().__init__(f"The edit {do!r} cannot be made: {reason}; expected {expected}. Nothing was changed.")


class BadRecipient(UsageError):
    """A recipient that cannot be told, or that no digest can be sent to as it is written."""

    def __init__(self, recipient: str, reason: str, expected: str) -> None:
        super().__init__(
            f"The recipient {recipient!r} cannot be used: {reason}. Write {expected}; see docs/delivery.md."
        )


class LibraryBusy(LibraryError):
    """Another process writes to the library, or still reads what is to be removed for good."""

    def __init__(self, place: str, holder: str) -> None:
        super().__init__(
            f"The library {place} is in use by {holder}. Nothing was changed; try again when that has ended, "
            "or give another file with --library."
        )


class AlreadyRunning(LibraryError):
    """Another process makes the same scheduled digest."""

    def __init__(self, name: str, holder: str) -> None:
        super().__init__(
            f"The digest {name!r} is just being made by {holder}. Nothing was changed; it needs no second run."
        )


class LibraryBroken(LibraryError):
    """The file is damaged, or is none of ours."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"The library {place} cannot be trusted: {what}. Put a copy from a backup in its place, or move the file "
            "away: the next run begins a new one. 'miner library export' may still save the posts of a damaged one."
        )


class LibraryNewer(LibraryError):
    """The file was written by a later version of miner."""

    def __init__(self, place: str, version: int, known: int) -> None:
        super().__init__(
            f"The library {place} was made by a later version of miner (tables of version {version}; this one knows "
            f"{known}). Update miner: pip install --upgrade discussion-miner"
        )


class LibraryFull(LibraryError):
    """The disk, or the size the library may have, is used up."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"There is no room left for the library {place}. Nothing was half-written; free space on its disk, "
            "or make it smaller with 'miner library gc'."
        )
