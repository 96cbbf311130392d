"""Opens reports in an installed Chromium by Playwright, and remembers everything the page complained about.

The browser is the system's: Playwright's own is never downloaded.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Reports of the page's own policy reach no console when nobody listens.
POLICY = """
window.policyReports = [];
addEventListener("securitypolicyviolation", (event) => policyReports.push(event.violatedDirective + " " + event.blockedURI));
"""


def find() -> str | None:
    """The browser's path, or None when there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """A browser, gone at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield browser
        finally:
            browser.close()


class Reader:
    """Somebody with a browser: opens one page at a time, in the circumstances asked for.

    ``complaints``: messages of the console, exceptions, dialogs. ``requests``: every address asked for.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._context: BrowserContext | None = None
        self.complaints: list[str] = []
        self.requests: list[str] = []

    def open(
        self, path: Path, *, width: int = 1280, scheme: str = "light", script: bool = True, fragment: str = ""
    ) -> Page:
        """The page of a file, loaded anew."""
        self.close()
        self._context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            is_mobile=width < 600,
            has_touch=width < 600,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._context.add_init_script(POLICY)
        page = self._context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(path.as_uri() + fragment)
        return page

    def close(self) -> None:
        """Leave the page; the lists start anew."""
        if self._context is not None:
            self._context.close()
        self._context = None
        self.complaints, self.requests = [], []
