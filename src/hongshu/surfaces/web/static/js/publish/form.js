/** Writing a note, made quicker: uploads at once, counters, topics as chips, the product picker. */
import { startCounters } from "./counters.js";
import { startPicker } from "./products.js";
import { startCover } from "./cover.js";
import { startDrafts } from "./drafts.js";
import { startList } from "./list.js";
import { startSchedule } from "./schedule.js";
import { startSpots } from "./spots.js";
import { startTopics } from "./topics.js";
import { startUploads } from "./uploads.js";
import { say } from "./words.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-publish]"));
if (form) {
  startCounters(form);
  startTopics(form);
  startList(form);
  startPicker(form);
  const uploads = startUploads(form);
  startSpots(form);
  startCover(form);
  const send = /** @type {HTMLButtonElement} */ (form.querySelector("[data-send]"));
  let isSent = false;
  startSchedule(form);
  startDrafts(form, () => isSent);
  form.addEventListener("submit", async (event) => {
    if (isSent) {
      event.preventDefault(); // a second press while the first is on its way
      return;
    }
    if (uploads.pending()) {
      event.preventDefault();
      say("wait");
      send.setAttribute("aria-busy", "true");
      await uploads.finished();
      form.requestSubmit(send);
      return;
    }
    isSent = true;
    send.setAttribute("aria-busy", "true");
    say("sending");
  });
  // Back from the next page: the form may be sent again.
  addEventListener("pageshow", () => {
    isSent = false;
    send.removeAttribute("aria-busy");
  });
  /** @type {HTMLElement | null} */ (form.querySelector("[data-form-errors]"))?.focus();
}
