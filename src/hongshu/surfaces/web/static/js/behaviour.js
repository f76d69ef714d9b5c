/**
 * What was seen, opened and looked at, for the behaviour log (DESIGN.md, decision 10).
 *
 * An impression is a card of which at least half was in view for at least half a second. Each view (a served
 * list or page) has the server's token and its own counter; (token, counter) makes an event known again.
 */
const DOOR = "/api/v1/behaviour/batches";
const SEEN_SHARE = 0.5;
const SEEN_MS = 500;
const FLUSH_MS = 10_000;
const MOST_EVENTS = 40;

/** @typedef {{n: number, kind: string, p: number, at: number, d: number}} Happening */
/** @type {Map<string, {opened: number, counter: number, events: Happening[]}>} */
const views = new Map();
/** @type {WeakSet<Element>} */
const seen = new WeakSet();
/** @type {Map<Element, {since: number, timer: number}>} */
const inView = new Map();
/** @type {Map<Element, {token: string, kind: string, since: number}>} */
const lookedAt = new Map();

export function startBehaviour() {
  watchCards(document);
  document.addEventListener("cards", (event) => {
    const part = /** @type {CustomEvent<ParentNode | null>} */ (event).detail;
    if (part) watchCards(part);
  });
  document.addEventListener("click", onClick, { capture: true });
  document.addEventListener("note-opened", (event) => arrive(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("note-closed", (event) => leave(/** @type {CustomEvent} */ (event).detail));
  for (const page of document.querySelectorAll("[data-note-page], [data-product-page]")) arrive(page);
  addEventListener("pagehide", () => {
    for (const page of [...lookedAt.keys()]) leave(page);
    flush();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  setInterval(flush, FLUSH_MS);
}

/**
 * @param {string} token
 * @param {string} kind
 * @param {number} position
 * @param {number} [visibleMs]
 */
export function record(token, kind, position, visibleMs = 0) {
  if (!token) return;
  const view = viewOf(token);
  view.counter += 1;
  view.events.push({
    n: view.counter,
    kind,
    p: position,
    at: Math.round(performance.now() - view.opened),
    d: Math.round(visibleMs),
  });
  if (view.events.length >= MOST_EVENTS) flush();
}

/**
 * The view of a token. Its clock begins when the page first meets it: the server adds our milliseconds to the
 * time at which it served the view.
 * @param {string} token
 */
function viewOf(token) {
  let view = views.get(token);
  if (!view) views.set(token, (view = { opened: performance.now(), counter: 0, events: [] }));
  return view;
}

/** @param {Element} page the note's or the product's element, with its own token */
function arrive(page) {
  const holder = /** @type {HTMLElement} */ (page);
  const isProduct = "productPage" in holder.dataset;
  viewOf(holder.dataset.view ?? "");
  lookedAt.set(page, { token: holder.dataset.view ?? "", kind: isProduct ? "product_view" : "note_view", since: performance.now() });
}

/** @param {Element} page */
function leave(page) {
  const look = lookedAt.get(page);
  if (!look) return;
  lookedAt.delete(page);
  record(look.token, look.kind, -1, performance.now() - look.since);
}

/** @param {ParentNode} root */
function watchCards(root) {
  for (const card of root.querySelectorAll("[data-p]")) {
    viewOf(placeOf(card).token);
    watcher.observe(card);
  }
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, intersectionRatio } of entries) {
      if (intersectionRatio >= SEEN_SHARE) begin(target);
      else end(target);
    }
  },
  { threshold: [0, SEEN_SHARE] },
);

/** @param {Element} card */
function begin(card) {
  if (seen.has(card) || inView.has(card)) return;
  const since = performance.now();
  const timer = setTimeout(() => {
    seen.add(card);
    inView.delete(card);
    watcher.unobserve(card);
    const { token, position } = placeOf(card);
    record(token, "impression", position, performance.now() - since);
  }, SEEN_MS);
  inView.set(card, { since, timer });
}

/** @param {Element} card */
function end(card) {
  const waiting = inView.get(card);
  if (!waiting) return;
  clearTimeout(waiting.timer);
  inView.delete(card);
}

/** @param {Element} card */
function placeOf(card) {
  const holder = /** @type {HTMLElement | null} */ (card.closest("[data-view]"));
  return { token: holder?.dataset.view ?? "", position: Number(/** @type {HTMLElement} */ (card).dataset.p ?? -1) };
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = /** @type {Element} */ (event.target).closest(".card-link, .product-name a");
  const card = link?.closest("[data-p]");
  if (!card) return;
  const { token, position } = placeOf(card);
  record(token, "open", position);
}

function flush() {
  for (const [view, { events }] of views) {
    if (!events.length) continue;
    const body = JSON.stringify({ view, events: events.splice(0) });
    // Plain text needs no preflight; what the browser refuses to queue is lost, and that is allowed.
    navigator.sendBeacon?.(DOOR, new Blob([body], { type: "text/plain" }));
  }
}
