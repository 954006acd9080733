"""The HTML report in a real browser: no console error, no request, no script; any width, print."""

import json
import os
import shutil
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from secaudit.reports import render

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-quic", "--remote-debugging-pipe"),
)
PATIENCE = 60.0
"""Seconds for one answer of a browser on a busy machine."""


@dataclass
class Site:
    """A loopback server that serves pages and remembers every path that was asked for."""

    address: str
    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def site():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            served.asked.append(self.path)
            body = served.pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  # the name that http.server calls

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()


class Browser:
    """A tab of headless Chromium, spoken to over the DevTools protocol through a pair of pipes."""

    def __init__(self, profile):
        read, self.write = os.pipe()
        self.read, write = os.pipe()
        # The protocol wants descriptors 3 and 4; the shell moves ours there.
        script = f'exec "$@" 3</dev/fd/{read} 4>/dev/fd/{write}'
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", script, "sh", str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(read, write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read)
        os.close(write)
        self.deadline = threading.Timer(4 * PATIENCE, self.process.kill)
        self.deadline.start()
        self.input = os.fdopen(self.read, "rb")
        self.number, self.session, self.events = 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while (answer := self.message()).get("id") != self.number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def message(self):
        data = bytearray()
        while (byte := self.input.read(1)) != b"\0":
            assert byte, "the browser ended"
            data += byte
        return json.loads(data)

    def open(self, url):
        """Open a page, wait until it is loaded and idle, and return what happened meanwhile."""
        self.events = []
        self.call("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.message())
        # A failing image, or a refresh meant for at once, shows itself within this time.
        self.value("new Promise(r => setTimeout(r, 300))")
        return [(event["method"], event["params"]) for event in self.events]

    def value(self, expression):
        result = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        return result["result"].get("value")

    def close(self):
        self.deadline.cancel()
        with suppress(OSError, AssertionError):
            self.session = None
            self.call("Browser.close")
        self.process.wait(PATIENCE)
        self.input.close()
        os.close(self.write)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


def complaints(events):
    """Return what a console would show: messages, violations of the policy, exceptions."""
    methods = {"Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"}
    return [params for method, params in events if method in methods]


def requests(events):
    """Return every address that was asked for; `data:` ones are in the page itself."""
    asked = [p["request"]["url"] for method, p in events if method == "Network.requestWillBeSent"]
    return [url for url in asked if not url.startswith("data:")]


def payloads(address):
    """Return texts that run a script or load something wherever they are not shown as text."""
    spoil = "document.title=1"
    return [
        f'<img src="{address}/image" onerror="{spoil}">',
        f'"><script src="{address}/script"></script><script>{spoil}</script>',
        f'</style><link rel="stylesheet" href="{address}/style"><style>@import "{address}/import";',
        f"</title><meta http-equiv=refresh content='0;url={address}/refresh'>",
        f"<iframe src='{address}/frame'></iframe><object data='{address}/object'></object>",
        f"<svg><image href='{address}/svg'/><animate onbegin='{spoil}' attributeName=x dur=1s>",
        f"' style='background:url({address}/background)' autofocus onfocus='{spoil}' x='",
        f"<form action='{address}/form'><input autofocus onfocus='this.form.submit()'></form>",
        f"{address}/plain",
    ]


def test_a_hostile_report_asks_for_nothing_runs_nothing_and_complains_of_nothing(
    browser, site, all_hostile
):
    site.pages["/hostile"] = render(all_hostile(*payloads(site.address)), "html")
    site.asked.clear()
    events = browser.open(f"{site.address}/hostile")
    assert complaints(events) == []
    assert requests(events) == [f"{site.address}/hostile"]
    assert site.asked == ["/hostile"]
    assert browser.value("document.scripts.length") == 0
    assert browser.value("document.title") == "Account security report, 4 August 2026"


def test_the_same_text_without_a_renderer_would_have_been_noticed(browser, site):
    site.pages["/control"] = "<title>fine</title>" + "<hr>".join(payloads(site.address)[:2])
    site.asked.clear()
    events = browser.open(f"{site.address}/control")
    assert complaints(events) != []
    assert {"/control", "/image", "/script"} <= set(site.asked)
    assert browser.value("document.title") == "1"


def test_even_if_a_renderer_failed_the_policy_would_hold(browser, site, full):
    page = render(full, "html")
    site.pages["/injected"] = page.replace("<main>", "<main>" + "".join(payloads(site.address)[:2]))
    site.asked.clear()
    events = browser.open(f"{site.address}/injected")
    assert site.asked == ["/injected"]
    assert any("Content Security Policy" in json.dumps(params) for params in complaints(events))
    assert browser.value("document.title").startswith("Invented person")


@pytest.mark.parametrize("name", ["full", "chosen", "small", "empty"])
def test_every_report_opens_without_a_complaint(request, browser, tmp_path, name):
    file = tmp_path / "report.html"
    file.write_text(render(request.getfixturevalue(name), "html"), encoding="utf-8")
    events = browser.open(file.as_uri())
    assert complaints(events) == []
    assert requests(events) == [file.as_uri()]


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_sideways(browser, tmp_path, chosen, all_hostile, width):
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=800,
        deviceScaleFactor=1,
        mobile=False,
    )
    for number, report in enumerate([chosen, all_hostile()]):
        file = tmp_path / f"{number}.html"
        file.write_text(render(report, "html"), encoding="utf-8")
        browser.open(file.as_uri())
        assert browser.value("document.documentElement.scrollWidth") <= width
    browser.call("Emulation.clearDeviceMetricsOverride")


def test_every_word_of_the_picture_stands_inside_its_box(browser, tmp_path, chosen, all_hostile):
    for number, report in enumerate([chosen, all_hostile()]):
        file = tmp_path / f"{number}.html"
        file.write_text(render(report, "html"), encoding="utf-8")
        browser.open(file.as_uri())
        outside = browser.value("""
            [...document.querySelectorAll(".ways .spot")].flatMap((spot) => {
              const {x, width} = spot.querySelector("rect").getBBox();
              return [...spot.querySelectorAll("text")].filter((text) => {
                const own = text.getBBox();
                return own.x < x || own.x + own.width > x + width;
              }).map((text) => text.textContent);
            })
        """)
        assert outside == []


def test_on_a_phone_a_wide_picture_shows_the_accounts_first(browser, tmp_path, chosen):
    file = tmp_path / "report.html"
    file.write_text(render(chosen, "html"), encoding="utf-8")
    size = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.call("Emulation.setDeviceMetricsOverride", **size)
    browser.open(file.as_uri())
    last = browser.value(
        "Math.max(...[...document.querySelectorAll('.ways .account rect')]"
        ".map((box) => box.getBoundingClientRect().right))"
    )
    scrolled = browser.value(
        "(() => { const {scrollWidth, clientWidth} = document.querySelector('.picture');"
        " return scrollWidth > clientWidth; })()"
    )
    browser.call("Emulation.clearDeviceMetricsOverride")
    assert scrolled
    assert 180 < last <= 360


def test_dark_and_light_follow_the_reader(browser, tmp_path, full):
    file = tmp_path / "report.html"
    file.write_text(render(full, "html"), encoding="utf-8")
    grounds = []
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.call("Emulation.setEmulatedMedia", features=features)
        browser.open(file.as_uri())
        grounds.append(browser.value("getComputedStyle(document.body).backgroundColor"))
    browser.call("Emulation.setEmulatedMedia", features=[])
    assert grounds == ["rgb(247, 247, 244)", "rgb(20, 25, 27)"]


def test_it_prints(browser, tmp_path, full):
    file = tmp_path / "report.html"
    file.write_text(render(full, "html"), encoding="utf-8")
    browser.open(file.as_uri())
    browser.call("Emulation.setEmulatedMedia", media="print")
    shown = browser.value(
        "getComputedStyle(document.querySelector('a.address'),'::before').content"
    )
    browser.call("Emulation.setEmulatedMedia", media="")
    assert shown == '"https://"'
    assert len(browser.call("Page.printToPDF")["data"]) > 10_000
