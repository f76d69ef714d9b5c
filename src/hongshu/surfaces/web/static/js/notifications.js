/** What waits: the badges follow the live counts, and a row that is opened is read. */
const SHORTEST_MS = 2000;
const LONGEST_MS = 120_000;

/** @type {EventSource | null} */
let stream = null;
/** @type {number | undefined} */
let timer;
let wait = SHORTEST_MS;

export function startNotifications() {
  const { stream: address } = document.body.dataset;
  if (!address) return;
  open(address);
  // A page that nobody looks at holds no connection: a browser has few of them for all its tabs.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : again(0)));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && again(0));
  document.addEventListener("click", (event) => opened(/** @type {Element} */ (event.target)));
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("[data-read]")) return;
    event.preventDefault();
    const row = /** @type {HTMLElement | null} */ (form.closest("[data-notice]"));
    if (row) read(row);
  });
}

/** @param {string} address */
function open(address) {
  close();
  stream = new EventSource(address);
  stream.addEventListener("unread", (event) => {
    wait = SHORTEST_MS;
    show(JSON.parse(/** @type {MessageEvent} */ (event).data));
  });
  // Another page of the same member has taken this one's place; it comes back when somebody looks at it.
  stream.addEventListener("replaced", () => {
    close();
  });
  stream.addEventListener("error", () => {
    // A broken connection the browser mends by itself; a refusal ends the stream, mostly for an old token.
    if (stream?.readyState === EventSource.CLOSED) again(wait);
  });
}

function close() {
  clearTimeout(timer);
  stream?.close();
  stream = null;
}

/** @param {number} pause_ms */
function again(pause_ms) {
  clearTimeout(timer);
  if (pause_ms) wait = Math.min(LONGEST_MS, wait * 2);
  // A little chance in it, or all pages would come back at the same moment.
  timer = setTimeout(() => void renew(), pause_ms * (0.75 + Math.random() / 2));
}

async function renew() {
  if (document.hidden) return;
  try {
    const answer = await fetch("/api/v1/notifications/stream-token", { headers: { Accept: "application/json" } });
    if (answer.status === 401) return close();
    if (!answer.ok) throw new Error(String(answer.status));
    open((await answer.json()).url);
  } catch {
    again(wait);
  }
}

/** @param {Record<string, number>} counts */
function show(counts) {
  for (const node of document.querySelectorAll("[data-unread]")) {
    const badge = /** @type {HTMLElement} */ (node);
    const count = counts[badge.dataset.unread ?? ""] ?? 0;
    badge.hidden = !count;
    for (const number of badge.querySelectorAll("[data-unread-number]")) {
      number.textContent = count > 99 ? "99+" : String(count);
    }
  }
  const fresh = /** @type {HTMLElement | null} */ (document.querySelector("[data-fresh]"));
  if (!fresh) return;
  const count = counts[fresh.dataset.fresh ?? ""] ?? 0;
  if (count > Number(fresh.dataset.freshFrom)) fresh.hidden = false;
  else fresh.dataset.freshFrom = String(count);
}

/** @param {Element} target */
function opened(target) {
  const row = /** @type {HTMLElement | null} */ (target.closest?.("[data-notice].unread"));
  if (row && target.closest("a")) read(row);
}

/** @param {HTMLElement} row */
function read(row) {
  row.classList.remove("unread");
  const button = row.querySelector("[data-read]");
  if (button?.contains(document.activeElement)) {
    /** @type {HTMLElement | null} */ (row.querySelector(".told-line a"))?.focus();
  }
  button?.remove();
  row.querySelector("[data-unread-words]")?.remove();
  // keepalive: the page may be left with the same click.
  void fetch("/notifications/read", {
    method: "POST",
    keepalive: true,
    headers: { "X-CSRFToken": document.body.dataset.csrf ?? "", Accept: "application/json" },
    body: new URLSearchParams({ notice: row.dataset.notice ?? "" }),
  }).catch(() => row.classList.add("unread"));
}
