/**
 * Endless lists: the "next" link is followed by script shortly before its end comes into view. After going away
 * and back, the list is put back as it was, with the place that was read.
 */
import { parsed } from "./fragments.js";
import { startPlaceholders } from "./placeholders.js";
import { toast } from "./toast.js";
import { place, startWaterfalls } from "./waterfall.js";
import { word } from "./words.js";

const AHEAD = "1400px 0px";
const KEPT = "list:";
const MOST_BYTES = 1_500_000;

export function startEndless() {
  const lists = [...document.querySelectorAll("[data-waterfall], [data-endless]")];
  putBack(lists);
  for (const list of lists) watch(/** @type {HTMLElement} */ (list));
  addEventListener("pagehide", () => keep(lists));
}

/** @param {HTMLElement} list */
function watch(list) {
  const target = /** @type {HTMLElement | null} */ (list.querySelector(":scope > .slots, :scope > .products"));
  if (!target) return;
  list.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest(".more a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void follow(list, target, true);
  });
  if (list.dataset.endless === "press") return;
  const watcher = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void follow(list, target, false);
    },
    { rootMargin: AHEAD },
  );
  const nav = list.querySelector(".more");
  if (nav) watcher.observe(nav);
  list.addEventListener("grown", () => {
    const next = list.querySelector(".more");
    watcher.disconnect();
    if (next?.querySelector("a")) watcher.observe(next);
  });
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} target
 * @param {boolean} wasPressed
 */
async function follow(list, target, wasPressed) {
  const nav = list.querySelector(".more");
  const link = /** @type {HTMLAnchorElement | null} */ (nav?.querySelector("a[rel=next]") ?? null);
  if (!nav || !link || nav.classList.contains("loading")) return;
  nav.classList.add("loading");
  try {
    const url = new URL(link.href);
    url.searchParams.set("fragment", "1");
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const part = parsed(await answer.text());
    const slice = part.querySelector(".slice");
    const first = /** @type {HTMLElement | null} */ (slice?.querySelector("a") ?? null);
    if (slice) {
      startPlaceholders(slice);
      target.append(slice);
      if (target.matches(".slots")) place(target);
    }
    nav.replaceWith(part.querySelector(".more") ?? "");
    document.dispatchEvent(new CustomEvent("cards", { detail: slice }));
    // After a press the keyboard goes on where the new part begins.
    if (wasPressed) first?.focus({ preventScroll: true });
  } catch {
    nav.classList.remove("loading");
    if (wasPressed) toast(word("more_failed"));
    return;
  }
  list.dispatchEvent(new Event("grown"));
}

/** @param {Element[]} lists */
function keep(lists) {
  const address = location.pathname + location.search;
  const parts = lists.map((list) => list.innerHTML);
  if (!parts.length || parts.join("").length > MOST_BYTES) return;
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(KEPT) && key !== KEPT + address && Object.keys(sessionStorage).length > 8) {
        sessionStorage.removeItem(key);
      }
    }
    sessionStorage.setItem(KEPT + address, JSON.stringify({ parts, y: scrollY }));
  } catch {
    // A full or forbidden storage only costs the place in the list.
  }
}

/** @param {Element[]} lists */
function putBack(lists) {
  const [entry] = performance.getEntriesByType("navigation");
  const saved = sessionStorage.getItem(KEPT + location.pathname + location.search);
  if (!saved || /** @type {PerformanceNavigationTiming} */ (entry)?.type !== "back_forward") return;
  const { parts, y } = /** @type {{parts: string[], y: number}} */ (JSON.parse(saved));
  if (parts.length !== lists.length) return;
  lists.forEach((list, index) => {
    list.innerHTML = parts[index];
    for (const card of list.querySelectorAll("[data-placed]")) card.removeAttribute("data-placed");
    for (const slots of list.querySelectorAll(".slots")) slots.removeAttribute("data-ready");
    for (const image of list.querySelectorAll("img.coming")) image.classList.remove("coming");
    list.querySelector(".more")?.classList.remove("loading");
  });
  startWaterfalls(document);
  scrollTo(0, y);
}
