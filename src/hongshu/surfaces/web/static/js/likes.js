/** The heart answers at once; the server's count follows, and a refusal takes it back. */
import { forgetFragments } from "./fragments.js";
import { toast } from "./toast.js";
import { compact, word } from "./words.js";

/** @type {Set<string>} */
const underway = new Set();

export function startLikes() {
  document.addEventListener("click", (event) => {
    const heart = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-like]"));
    if (heart) void press(heart);
  });
}

/** @param {HTMLElement} heart */
async function press(heart) {
  const { signedIn, signIn, csrf } = document.body.dataset;
  if (!signedIn) {
    location.assign(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  const id = /** @type {string} */ (heart.dataset.like);
  if (underway.has(id)) return;
  underway.add(id);
  const wasLiked = heart.getAttribute("aria-pressed") === "true";
  const before = Number(heart.dataset.count);
  show(id, !wasLiked, Math.max(0, before + (wasLiked ? -1 : 1)), heart);
  try {
    const answer = await fetch(`/note/${id}/like`, {
      method: "POST",
      headers: { "X-CSRFToken": csrf ?? "", Accept: "application/json" },
      body: new URLSearchParams({ liked: wasLiked ? "" : "1" }),
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.words ?? "");
    show(id, said.liked, said.count, null);
    forgetFragments();
  } catch (error) {
    show(id, wasLiked, before, null);
    toast(/** @type {Error} */ (error).message || word("like_failed"));
  } finally {
    underway.delete(id);
  }
}

/**
 * Every heart of the note on the page: the card's and the overlay's.
 * @param {string} id
 * @param {boolean} isLiked
 * @param {number} count
 * @param {HTMLElement | null} pressed
 */
function show(id, isLiked, count, pressed) {
  for (const node of document.querySelectorAll(`[data-like="${CSS.escape(id)}"]`)) {
    const heart = /** @type {HTMLElement} */ (node);
    heart.setAttribute("aria-pressed", String(isLiked));
    heart.dataset.count = String(count);
    const label = heart.querySelector("[data-like-count]");
    if (label) label.textContent = count ? compact(count) : word("like");
    heart.classList.toggle("beating", heart === pressed && isLiked);
  }
}
