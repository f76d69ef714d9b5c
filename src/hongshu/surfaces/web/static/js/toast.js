/** Short messages at the foot of the window, read aloud by the live region they stand in. */
const SHOWN_MS = 4200;

/** @param {string} text */
export function toast(text) {
  const region = openRegion();
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = text;
  region.append(line);
  leaveLater(line);
}

export function startToasts() {
  for (const line of document.querySelectorAll("[data-messages] .toast")) {
    leaveLater(/** @type {HTMLElement} */ (line));
  }
}

/** An open dialog makes everything outside of it inert: messages are then said inside of it. */
function openRegion() {
  const dialog = document.querySelector("dialog[open]");
  const region = /** @type {HTMLElement} */ (
    dialog?.querySelector("[data-messages]") ?? document.querySelector("body > [data-messages]")
  );
  if (!dialog || dialog.contains(region)) return region;
  const inside = document.createElement("div");
  inside.className = "messages";
  inside.dataset.messages = "";
  inside.setAttribute("role", "status");
  inside.setAttribute("aria-live", "polite");
  dialog.append(inside);
  return inside;
}

/** @param {HTMLElement} line */
function leaveLater(line) {
  setTimeout(() => {
    line.classList.add("leaving");
    setTimeout(() => line.remove(), 300);
  }, SHOWN_MS);
}
