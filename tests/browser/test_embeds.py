"""A video of another site: nothing is asked there before a click, and the page says what a click does."""

from django.utils.translation import override
from playwright.sync_api import Page, Route, expect

from portal.blocks.body import BodyBlock

VIDEO = {"url": "https://vimeo.com/76979871", "title": "A day in a cluster", "caption": "Two minutes"}


def test_a_video_is_asked_for_after_a_click_only(page: Page, portal_url: str):
    block = BodyBlock().child_blocks["embed"]
    with override("en"):
        html = block.render(block.to_python(VIDEO))

    def with_video(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("</main>", f"{html}</main>", 1))

    elsewhere: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith(portal_url) else elsewhere.append(request.url),
    )
    page.route(f"{portal_url}/en/missions/", with_video)
    page.route("https://player.vimeo.com/**", lambda route: route.fulfill(body="<p>The player</p>"))
    page.goto(f"{portal_url}/en/missions/", wait_until="networkidle")
    assert elsewhere == []
    expect(page.get_by_text("Nothing is sent before.")).to_be_visible()
    page.locator("[data-embed-button]").press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", VIDEO["title"])
    expect(page.frame_locator("iframe").get_by_text("The player")).to_be_visible()
    assert [each.split("?")[0] for each in elsewhere] == ["https://player.vimeo.com/video/76979871"]
