/** Now or later: the time is the browser's own, and the button says what it does. */
import { word } from "./words.js";

/** @param {HTMLFormElement} form */
export function startSchedule(form) {
  const box = /** @type {HTMLElement | null} */ (form.querySelector("[data-when]"));
  if (!box) return;
  const later = /** @type {HTMLElement} */ (box.querySelector("[data-when-later]"));
  const at = /** @type {HTMLInputElement} */ (box.querySelector("input[type=datetime-local]"));
  const offset = /** @type {HTMLInputElement} */ (box.querySelector("[data-offset]"));
  const send = /** @type {HTMLButtonElement} */ (form.querySelector("[data-send]"));
  const publish = send.textContent;
  if (at.dataset.utc && !Number.isNaN(Date.parse(at.dataset.utc))) at.value = local(new Date(at.dataset.utc));
  at.min = local(new Date(Date.now() + 3600e3));
  at.max = local(new Date(Date.now() + 14 * 86400e3));
  const show = () => {
    const isLater = /** @type {RadioNodeList} */ (form.elements.namedItem("when")).value === "later";
    later.hidden = !isLater;
    if (isLater && !at.value) at.value = local(new Date(Date.now() + 2 * 3600e3));
    send.textContent = isLater ? word("schedule") : publish;
    const moment = at.value ? new Date(at.value) : new Date();
    offset.value = String(-moment.getTimezoneOffset());
  };
  box.addEventListener("change", show);
  show();
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (document.querySelectorAll("[data-local-time]"))) {
    const shown = new Date(time.dateTime);
    time.textContent = shown.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  }
}

/** @param {Date} moment */
function local(moment) {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60e3);
  return shifted.toISOString().slice(0, 16);
}
