/** Sharing: the system's own sheet where there is one, else the link is copied. What left is counted. */
import { forgetFragments } from "./fragments.js";
import { toast } from "./toast.js";
import { compact, word } from "./words.js";

export function startShare() {
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-share]"));
    if (button) void share(button);
  });
}

/** @param {HTMLElement} button */
async function share(button) {
  const url = new URL(button.dataset.share ?? "", location.origin).href;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try {
      await navigator.share({ url, title: button.dataset.shareTitle });
    } catch {
      // The person closed the sheet.
      return;
    }
  } else {
    try {
      await navigator.clipboard.writeText(url);
      toast(word("copied"));
    } catch {
      toast(word("not_copied"));
      return;
    }
  }
  await count(button.dataset.shareNote);
}

/**
 * Says that the member shared the note. Nobody waits for it, and nothing is lost to them when it fails.
 * @param {string | undefined} id
 */
async function count(id) {
  const { signedIn, csrf } = document.body.dataset;
  if (!id || !signedIn) return;
  try {
    const answer = await fetch(`/note/${id}/share`, {
      method: "POST",
      headers: { "X-CSRFToken": csrf ?? "", Accept: "application/json" },
      keepalive: true,
    });
    if (!answer.ok) return;
    const said = await answer.json();
    for (const button of document.querySelectorAll(`[data-share-note="${CSS.escape(id)}"]`)) {
      const label = button.querySelector("[data-share-count]");
      if (label && said.count) label.textContent = compact(said.count);
    }
    forgetFragments();
  } catch {
    // The link has left all the same.
  }
}
