/** Sharing: the system's own sheet where there is one, else the link is copied. */
import { toast } from "./toast.js";
import { word } from "./words.js";

export function startShare() {
  document.addEventListener("click", async (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-share]"));
    if (!button) return;
    const url = new URL(button.dataset.share ?? "", location.origin).href;
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      try {
        await navigator.share({ url, title: button.dataset.shareTitle });
      } catch {
        // The person closed the sheet.
      }
      return;
    }
    try {
      await navigator.clipboard.writeText(url);
      toast(word("copied"));
    } catch {
      toast(word("not_copied"));
    }
  });
}
