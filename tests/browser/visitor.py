"""Somebody at a browser, who notices everything that goes wrong on the way."""

from pathlib import Path

from playwright.sync_api import Browser, Locator

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => {
  const rules = {"target-size": {enabled: true}};
  const found = await axe.run({rules, resultTypes: ["violations"], preload: false});
  return found.violations.map(({id, impact, nodes}) =>
    [impact, id, nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join("\\n")]);
}"""
SIDEWAYS = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  return Math.max(0, scrollWidth - clientWidth);
}"""
SMALL_TARGETS = """(least) => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((target) => target.checkVisibility())
  .map((target) => [target.getBoundingClientRect(), target])
  .filter(([box]) => box.width < least || box.height < least)
  .map(([box, target]) => `${box.width}×${box.height} ${target.outerHTML.slice(0, 100)}`)"""


class Visitor:
    """A page of its own context, and the faults seen on it.

    A fault is an error in the console, which a breach of the content security policy is too,
    an error in a script, or anything but the page itself that could not be fetched.
    """

    def __init__(self, browser: Browser, address: str, *, width: int, **options):
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 800},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfailed", self._miss)
        self.page.on("response", self._check)

    def _hear(self, message):
        # What could not be fetched is told once, by its response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(message.text)

    def _miss(self, request):
        # Who leaves a page calls off what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure} {request.url}")

    def _check(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.status} {response.url}")

    def visit(self, path: str, status: int = 200):
        """Open a page, which must answer as expected."""
        assert self.page.goto(path, wait_until="load").status == status
        return self.page

    def log_in(self, username: str, password: str):
        self.visit("/login/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.follow(self.page.get_by_role("button", name="登录"))

    def follow(self, link: Locator):
        """Click what leads to another page, and wait until that is there."""
        with self.page.expect_navigation():
            link.click()

    def sideways(self) -> int:
        """Return by how many pixels the page can be scrolled sideways."""
        return self.page.evaluate(SIDEWAYS)

    def small_targets(self, least: int) -> list[str]:
        """Return what can be clicked but is lower or narrower than this many pixels."""
        return self.page.evaluate(SMALL_TARGETS, least)

    def violations(self) -> list[list[str]]:
        """Return what axe finds: how bad, by which rule, where."""
        self.page.evaluate(AXE)
        return self.page.evaluate(RUN_AXE)
