"""What every page must hold, read off the page in a browser. Each check gives the faults it found, [] when none."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TARGET = 44  # CSS pixels, on phones

# A link inside a sentence is as high as its line, and what lies under a larger label is pressed through it.
SMALL_TARGETS = """(least) => {
  const shown = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && element.checkVisibility();
  };
  const inSentence = (element) => element.tagName === "A" && getComputedStyle(element).display === "inline"
    && element.closest("p, li, dd, td") && element.parentElement.textContent.trim() !== element.textContent.trim();
  const faults = [];
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=option], [role=button]")) {
    if (!shown(element) || inSentence(element) || element.closest(".skip, .visually-hidden")) continue;
    const label = element.matches("input") && element.closest("label");
    const box = (label || element).getBoundingClientRect();
    if (box.width < least - 0.5 || box.height < least - 0.5) {
      faults.push(`${element.tagName.toLowerCase()} "${(element.textContent || element.name || "").trim().slice(0, 40)}" ${Math.round(box.width)}x${Math.round(box.height)}`);
    }
  }
  return faults;
}"""

OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  const faults = [];
  if (document.documentElement.scrollWidth > wide) faults.push(`page ${document.documentElement.scrollWidth} > ${wide}`);
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility() || element.closest(".table-box, .filter-tabs > li, .khata-actions > *, .visually-hidden, .skip, svg, .chip > input, .photo-pick > input")) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > wide + 1 || box.left < -1)) {
      faults.push(`${element.tagName.toLowerCase()}.${element.className} ${Math.round(box.left)}..${Math.round(box.right)} of ${wide}`);
    }
  }
  return faults.slice(0, 10);
}"""


LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
"""Rules of axe that colours and the direction of writing can break; all others read the markup alone."""


def faults_in_every_dress(page: Page, *, least: int | None = TARGET) -> list[str]:
    """All that is wrong with a page: as it stands, and what being dark and right to left adds to that.

    The markup is the same in both, so it is read once. `least` None: no thumb presses here.
    """
    found = _faults(page, rules=None, least=least)
    former = page.evaluate("document.documentElement.dir")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.evaluate("document.documentElement.dir = 'rtl'")
    found += [f"dark, right to left: {fault}" for fault in _faults(page, rules=LOOKS, least=least)]
    page.evaluate("(former) => { document.documentElement.dir = former; }", former)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found


def _faults(page: Page, *, rules: tuple[str, ...] | None, least: int | None) -> list[str]:
    found = axe_violations(page, rules=rules) + horizontal_overflow(page)
    return found + (small_targets(page, least=least) if least else [])


def axe_violations(page: Page, *, rules: tuple[str, ...] | None = None) -> list[str]:
    """Each rule of axe the page breaks, with the first element that breaks it; of some `rules` only."""
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]} ({len(rule['nodes'])}×)" for rule in found]


def small_targets(page: Page, *, least: int = TARGET) -> list[str]:
    """Things to press that are narrower or lower than `least` CSS pixels."""
    return page.evaluate(SMALL_TARGETS, least)


def horizontal_overflow(page: Page) -> list[str]:
    """What sticks out at a side of the window, apart from what lies in a box that scrolls by itself."""
    return page.evaluate(OVERFLOW)
