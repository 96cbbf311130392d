"""Makes the pictures of README: the shipped example digests as a browser shows them. Needs chromium and what the tests need."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "reports/examples"

# Name of the picture -> digest, width and height of the window, colour scheme, and what is at the top of it ("": its beginning).
PICTURES: dict[str, tuple[str, int, int, str, str]] = {
    "digest-light.png": ("cx_innovation_chat.digest.html", 1100, 1500, "light", ""),
    "digest-dark.png": ("cx_innovation_chat.digest.html", 1100, 1100, "dark", "#differ"),
    "digest-phone.png": ("basics_first_blog.digest.html", 390, 1100, "light", ""),
}


def main() -> int:
    """Draw every picture; 0, or 1 where there is no browser."""
    browser = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not browser:
        sys.stderr.write("No chromium here: the pictures stay as they are.\n")
        return 1
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, (digest, width, height, scheme, top) in PICTURES.items():
            page = shown.new_page(
                viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
            )
            page.goto((EXAMPLES / digest).as_uri())
            if top:
                page.locator(top).evaluate("section => section.scrollIntoView()")
                page.wait_for_timeout(2500)  # the page scrolls smoothly
            page.screenshot(path=str(ROOT / "docs" / name))
            page.close()
        shown.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
