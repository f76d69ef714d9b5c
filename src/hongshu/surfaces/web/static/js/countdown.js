/**
 * Counting down to a moment by the server's clock: what the page said when it was made is compared with this
 * device's clock, so that a wrong one does no harm. Without a script the moment itself stands there.
 */
import { word } from "./words.js";

export function startCountdown() {
  const told = document.querySelector("[data-server-clock]");
  const ahead = told ? Date.parse(told.getAttribute("data-server-clock") ?? "") - Date.now() : 0;
  const tick = () => {
    for (const node of document.querySelectorAll("[data-countdown]")) {
      const left = Date.parse(node.getAttribute("data-countdown") ?? "") - (Date.now() + ahead);
      if (Number.isFinite(left)) node.textContent = spoken(Math.max(0, Math.ceil(left / 1000)));
    }
  };
  tick();
  setInterval(tick, 1000);
}

/** @param {number} seconds */
function spoken(seconds) {
  const days = Math.floor(seconds / 86_400);
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return days ? `${word("days").replace("{count}", String(days))} ${clock}` : clock;
}
