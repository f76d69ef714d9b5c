/** Members to follow, fetched after the page for who is new: the waterfall never waits for them. */
import { parsed } from "./fragments.js";

export async function startSuggested() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-suggested]"));
  if (!place?.dataset.suggested) return;
  try {
    const answer = await fetch(`${place.dataset.suggested}?fragment=1`, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const part = parsed(await answer.text());
    if (part.querySelector(".suggested-card")) place.replaceChildren(part);
    else place.remove();
  } catch {
    // The link to the page of suggestions stays.
  }
}
