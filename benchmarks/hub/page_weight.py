"""What a first visit loads: requests and compressed bytes, counted by a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.hub.measuring import figure, free_port, save
from benchmarks.hub.startup import COMMAND, answer_after

PAGES = (
    ("list", "/de/initiativen/", 150, 12),
    ("profile", "/de/initiativen/industrie-nordwestfalen/", 150, 12),
    ("map", "/de/initiativen/karte/", 300, None),
    ("home", "/de/", None, None),
    ("region", "/de/regionen/kreis/05515/", None, None),
)


def weigh(base: str, address: str) -> tuple[int, int, int]:
    """Return requests, bytes on the wire and requests to other hosts of a first visit."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        received: list[int] = []
        asked: list[str] = []
        session.on(
            "Network.loadingFinished",
            lambda event: received.append(int(event["encodedDataLength"])),
        )
        page.on("request", lambda request: asked.append(request.url))
        page.goto(base + address, wait_until="networkidle")
        browser.close()
    foreign = sum(not url.startswith((base, "data:")) for url in asked)
    return sum(not url.startswith("data:") for url in asked), sum(received), foreign


def main() -> None:
    home = Path(tempfile.mkdtemp())
    port = free_port()
    environment = {**os.environ, "DREHSCHEIBE_HOME": str(home), "PORT": str(port)}
    subprocess.run(
        [*COMMAND, "prepare", "--demo"], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    server = subprocess.Popen([*COMMAND, "web", "--port", str(port)], env=environment)
    rows: list[dict[str, Any]] = []
    try:
        answer_after(port)
        for name, address, most_kb, most_requests in PAGES:
            requests, size, foreign = weigh(f"http://127.0.0.1:{port}", address)
            rows += [
                figure(f"{name}: first visit, compressed", size / 1000, "kB", most_kb),
                figure(f"{name}: requests", requests, "", most_requests),
            ]
            assert foreign == 0, f"{name} asked another host"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
        shutil.rmtree(home, ignore_errors=True)
    save("hub_page_weight", rows)


if __name__ == "__main__":
    main()
