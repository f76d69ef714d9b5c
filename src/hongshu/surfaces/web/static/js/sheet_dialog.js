/** The dialog that shows a sheet over a page: a title, a way to close it, and a place for the sheet. */
import { word } from "./words.js";

/**
 * @param {string} title
 * @param {string} className
 * @returns {HTMLDialogElement} on the page, not yet open; the sheet goes into its `[data-sheet-holder]`
 */
export function sheetDialog(title, className = "") {
  const made = document.createElement("dialog");
  made.className = `collect-dialog ${className}`.trim();
  made.setAttribute("aria-label", title);
  const head = document.createElement("header");
  const heading = document.createElement("h2");
  heading.textContent = title;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "icon-button";
  close.setAttribute("aria-label", word("close"));
  close.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-close"/></svg>';
  close.addEventListener("click", () => made.close());
  head.append(heading, close);
  const holder = document.createElement("div");
  holder.dataset.sheetHolder = "";
  made.append(head, holder);
  made.addEventListener("click", (event) => {
    if (event.target === made) made.close();
  });
  // The overlay beneath also listens to Esc: this dialog alone closes.
  made.addEventListener("keydown", (event) => event.stopPropagation());
  document.body.append(made);
  return made;
}
