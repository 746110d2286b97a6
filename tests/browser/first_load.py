"""What a first visit to a page asks for and how heavy that is."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Response

from tests.browser.looks import PHONE

KB = 1024
LARGEST = {"document": 40 * KB, "stylesheet": 15 * KB, "script": 15 * KB, "font": 40 * KB}
LARGEST_TOGETHER = 100 * KB
MOST_REQUESTS = 12


@dataclass
class FirstLoad:
    """A page as somebody gets it who was never there.

    Arguments:
        requests: every address that was asked for.
        cookies: names of the cookies that are there afterwards.
        stored: entries in the browser's own storages.
        refused: what the page's policy of contents refused.
        sizes: compressed bytes without the pictures of the content, by kind of resource.
        parts: how many responses these are.
    """

    requests: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    stored: int = 0
    refused: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    parts: int = 0

    @property
    def together(self) -> int:
        """Compressed bytes without the pictures of the content."""
        return sum(self.sizes.values())


def first_load(browser: Browser, url: str) -> FirstLoad:
    """Open a page in a new browser context, on a phone."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    load = FirstLoad()
    responses: list[Response] = []
    page.on("request", lambda request: load.requests.append(request.url))
    page.on("response", lambda response: responses.append(response))
    page.on("console", lambda line: load.refused.append(line.text) if line.text.startswith("CSP ") else None)
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) =>"
        " console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI))"
    )
    page.goto(url, wait_until="networkidle")
    load.cookies = [each["name"] for each in context.cookies()]
    load.stored = page.evaluate("localStorage.length + sessionStorage.length")
    for response in responses:
        if "/media/" in response.url:
            continue
        load.parts += 1
        kind = response.request.resource_type
        load.sizes[kind] = load.sizes.get(kind, 0) + _sent(response)
    context.close()
    return load


def _sent(response: Response) -> int:
    length = response.header_value("content-length")
    if length and response.header_value("content-encoding"):
        return int(length)
    return len(response.body())
