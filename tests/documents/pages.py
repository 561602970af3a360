"""Pages in Chromium: a click, a filter, print, the keyboard; nothing asked of the network and nothing said on the console."""

import shutil

from playwright.sync_api import sync_playwright


def chromium(playwright):
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return playwright.chromium.launch(executable_path=shutil.which(name), args=["--no-sandbox"])
    return playwright.chromium.launch()


def opens(path, failures, is_hostile):
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        for width in (390, 1280):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if width == 390 else "light")
            said, asked = [], []
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("dialog", lambda dialog: (said.append("dialog: " + dialog.message), dialog.dismiss()))
            page.on("request", lambda request: asked.append(request.url))
            page.goto(path.as_uri())
            failures.check(path.name, page.evaluate("document.documentElement.scrollWidth") <= width, f"is wider than {width} pixels")
            failures.check(path.name, page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1, "has no content security policy")
            failures.check(path.name, page.locator("img, iframe, object, a[href^=http], a[href^=javascript]").count() == 0, "holds what it may not")
            dead = page.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)")
            failures.check(path.name, not dead, f"links to nowhere: {dead[:3]}")
            twice = page.evaluate("(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, at) => ids.indexOf(id) !== at); })()")
            failures.check(path.name, not twice, f"names a place twice: {twice[:3]}")
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            failures.check(path.name, (ground != "rgb(255, 255, 255)") == (width == 390), f"its ground is {ground} at night and by day")
            if path.name == "evidence-report.html":
                report(page, failures, path.name)
            page.emulate_media(media="print")
            failures.check(path.name, not page.locator("nav, form").first.is_visible(), "prints what only works on a screen")
            failures.check(path.name, len(page.pdf()) > 5000, "prints nothing")
            failures.check(path.name, not said, f"says {said[:3]}")
            failures.check(path.name, asked == [path.as_uri()] or all(u.startswith(path.as_uri()) for u in asked), f"asks for {asked[:3]}")
            if is_hostile:
                failures.check(path.name, "<script>alert(1)</script>" in page.content().replace("&lt;", "<").replace("&gt;", ">"), "shows no hostile words")
            page.close()
        browser.close()


def report(page, failures, name):
    # The keyboard reaches the map by the first key.
    page.keyboard.press("Tab")
    failures.check(name, page.evaluate("document.activeElement.className") == "skip", "Tab does not reach the way to the map first")
    # A quote leads to its place in the transcript, and back.
    link = page.locator("figure.verbatim figcaption a").first
    words = page.locator("figure.verbatim blockquote").first.inner_text().strip("“”").split(" … ")[0]
    place = link.get_attribute("href")
    link.click()
    turn = page.locator(f'[id="{place[1:]}"]')
    turn.wait_for(state="visible")
    failures.check(name, words[:40] in turn.inner_text(), f"{place} does not hold {words!r}")
    failures.check(name, page.evaluate("document.activeElement.id") == place[1:], "the place has not the focus")
    box = turn.bounding_box()
    failures.check(name, box is not None and -50 < box["y"] < 900, f"the place is not on screen: {box}")
    turn.locator("a").first.click()
    failures.check(name, page.evaluate("document.activeElement.className").startswith("verbatim"), "no way back from the transcript")
    # Each filter leaves less, and all of it comes back.
    seen = "document.querySelectorAll('figure.verbatim:not([hidden])').length - document.querySelectorAll('.theme[hidden] figure.verbatim:not([hidden])').length"
    everything = page.evaluate(seen)
    choices = page.locator("#filters select")
    for n in range(choices.count()):
        select = choices.nth(n)
        value = select.locator("option").nth(1).get_attribute("value")
        select.select_option(value)
        left = page.evaluate(seen)
        failures.check(name, left <= everything and page.locator("#filters output").inner_text() != "", f"the filter {value!r} says nothing")
        failures.check(name, left == page.evaluate("parseInt(document.querySelector('#filters output').textContent)"), "the filter counts otherwise")
        page.locator("#filters button").click()
        # Not wait_for_function, which the page's content security policy forbids.
        for _ in range(50):
            if page.evaluate(seen) == everything:
                break
            page.wait_for_timeout(20)
        failures.check(name, page.evaluate(seen) == everything, "not all comes back")
    unnamed = page.evaluate("[...document.querySelectorAll('svg')].filter(s => !s.getAttribute('aria-label') && s.getAttribute('aria-hidden') !== 'true').length")
    failures.check(name, unnamed == 0, f"{unnamed} charts have no words")
    failures.check(name, page.locator("th:not([scope])").count() == 0, "a heading of a table says not of what")
