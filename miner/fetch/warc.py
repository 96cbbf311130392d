"""What was fetched as a web archive (WARC 1.1), beside the folder of its files; needs the extra ``warc``."""

from __future__ import annotations

import io
from pathlib import Path

from miner.errors import CannotWrite, MissingPart
from miner.fetch.kept import headers_to_keep
from miner.fetch.records import Answer, Clock, Request

# The body is kept unpacked, so what says how it was packed on the way goes by another name.
_OF_THE_WAY = ("content-encoding", "transfer-encoding", "content-length")


class Archive:
    """Appends each request and its answer; keys of the user are in neither."""

    def __init__(self, place: Path, clock: Clock, agent: str) -> None:
        try:
            from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
            from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]
        except ImportError as error:
            raise MissingPart(
                "Web archives need the optional package warcio. Install it: pip install 'discussion-miner[warc]'"
            ) from error
        self._place, self._clock, self._agent = place, clock, agent
        self._writer, self._head = WARCWriter, StatusAndHeaders

    def __call__(self, request: Request, answer: Answer) -> None:
        """Append one pair of records, whole.

        Raises
        ------
        CannotWrite
        """
        buffer = io.BytesIO()
        writer = self._writer(buffer, gzip=True, warc_version="1.1")
        at = self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        sent = self._head(
            f"{request.method} {request.url.target} HTTP/1.1",
            [("Host", request.url.authority), ("User-Agent", self._agent), ("Accept", request.accept)],
            is_http_request=True,
        )
        came = self._head(f"{answer.status} {answer.reason}".strip(), _headers(answer), protocol="HTTP/1.1")
        response = writer.create_warc_record(
            str(answer.url),
            "response",
            payload=io.BytesIO(answer.body),
            length=len(answer.body),
            http_headers=came,
            warc_headers_dict={"WARC-Date": at},
        )
        asked = writer.create_warc_record(
            str(request.url),
            "request",
            payload=io.BytesIO(request.body),
            length=len(request.body),
            http_headers=sent,
            warc_headers_dict={"WARC-Date": at},
        )
        writer.write_request_response_pair(asked, response)
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            with self._place.open("ab") as file:
                file.write(buffer.getvalue())
        except OSError as error:
            raise CannotWrite(str(self._place), error.strerror or str(error)) from error


def _headers(answer: Answer) -> list[tuple[str, str]]:
    kept = headers_to_keep(answer.headers).items()
    return [(f"x-on-the-way-{name}" if name in _OF_THE_WAY else name, value) for name, value in kept] + [
        ("content-length", str(len(answer.body)))
    ]
