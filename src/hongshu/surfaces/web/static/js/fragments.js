/** Parts of pages, fetched once and kept for a minute, so that a hover makes the click instant. */
const KEPT_MS = 60_000;
const MOST = 24;
/** @type {Map<string, {at: number, text: Promise<string>}>} */
const kept = new Map();

/**
 * The HTML behind an address. Rejects when the answer is not a good one.
 * @param {string} address
 * @returns {Promise<string>}
 */
export function fragment(address) {
  const known = kept.get(address);
  if (known && performance.now() - known.at < KEPT_MS) return known.text;
  const text = load(address);
  kept.set(address, { at: performance.now(), text });
  text.catch(() => kept.delete(address));
  if (kept.size > MOST) kept.delete(/** @type {string} */ (kept.keys().next().value));
  return text;
}

/** What was fetched before a change (a like) is not shown again. */
export function forgetFragments() {
  kept.clear();
}

/** @param {string} address */
async function load(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("fragment", "1");
  const answer = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return answer.text();
}

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
