"""Chromium without a window, driven over WebDriver (W3C): what a person at a status page sees and does."""

import base64
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import requests

from tests.e2e.programs import free_port

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_OPTIONS = (
    "--headless",
    "--no-sandbox",  # it will not start as root otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class Browser:
    """One window of a browser that knows nothing yet; use as a context manager."""

    def __init__(self, *options: str, width: int = 1366, height: int = 697) -> None:
        """Prepare a window of this size; ``options`` go to the browser besides the usual ones."""
        self._options = [*_OPTIONS, f"--window-size={width},{height}", *options]
        self._url = f"http://127.0.0.1:{free_port()}"
        self._session = ""

    def __enter__(self) -> Self:
        """Start it."""
        driver, chromium = shutil.which("chromedriver"), shutil.which("chromium")
        assert driver, "Type: sudo apt-get install --yes chromium chromium-driver"
        assert chromium, "Type: sudo apt-get install --yes chromium chromium-driver"
        self._folder = TemporaryDirectory(prefix="tgpl-browser-")
        port = self._url.rpartition(":")[2]
        self._driver = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL)
        while True:
            try:
                requests.get(f"{self._url}/status", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.05)
        wanted = {
            "goog:chromeOptions": {
                "binary": chromium,
                "args": [*self._options, f"--user-data-dir={self._folder.name}"],
            },
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"implicit": 10_000},  # milliseconds for something to appear, as after a click
        }
        answer = self._ask("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/{answer['sessionId']}"
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        try:
            self._ask("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait(timeout=30)
            self._folder.cleanup()

    @property
    def title(self) -> str:
        """Of the page."""
        return str(self._ask("GET", "/title"))

    def open(self, url: str) -> None:
        """Go to an address."""
        self._ask("POST", "/url", {"url": url})

    def resize(self, width: int, height: int) -> None:
        """Change the size of the window."""
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def type(self, selector: str, text: str) -> None:
        """Type into what the CSS selector finds."""
        self._ask("POST", f"/element/{self._find(selector)}/value", {"text": text})

    def click(self, selector: str) -> None:
        """Click on it."""
        self._ask("POST", f"/element/{self._find(selector)}/click", {})

    def text(self, selector: str = "body") -> str:
        """What of it can be read."""
        return str(self._ask("GET", f"/element/{self._find(selector)}/text"))

    def spoken(self, selector: str) -> str:
        """What a screen reader calls it."""
        return str(self._ask("GET", f"/element/{self._find(selector)}/computedlabel"))

    def run(self, script: str) -> Any:
        """The value of a piece of JavaScript."""
        return self._ask("POST", "/execute/sync", {"script": f"return {script}", "args": []})

    def complaints(self) -> list[str]:
        """What the browser found wrong: refused styles and scripts, things that were not there."""
        return [entry["message"] for entry in self._ask("POST", "/se/log", {"type": "browser"})]

    def screenshot(self, file: Path) -> None:
        """Write what is to be seen into a PNG file."""
        file.write_bytes(base64.b64decode(self._ask("GET", "/screenshot")))

    def _find(self, selector: str) -> str:
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        return str(found[_ELEMENT])

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = requests.request(method, f"{self._url}/session{self._session}{path}", json=body, timeout=60).json()
        value = answer["value"]
        assert not (isinstance(value, dict) and "error" in value), value
        return value
