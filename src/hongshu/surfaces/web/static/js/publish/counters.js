/** Live counters. The title counts in units: an ASCII character half, every other UTF-16 code unit one. */

/**
 * @param {string} text
 * @returns {number}
 */
export function titleUnits(text) {
  let halves = 0;
  for (let index = 0; index < text.length; index += 1) halves += text.charCodeAt(index) < 128 ? 1 : 2;
  return Math.ceil(halves / 2);
}

/** @param {HTMLFormElement} form */
export function startCounters(form) {
  const title = /** @type {HTMLInputElement} */ (form.elements.namedItem("title"));
  const body = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("body"));
  bind(form, title, "title", Number(title.dataset.units), () => titleUnits(title.value.trim()));
  bind(form, body, "body", Number(body.dataset.characters), () => [...body.value.trim()].length);
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} input
 * @param {string} name
 * @param {number} most
 * @param {() => number} count
 */
function bind(form, input, name, most, count) {
  const output = form.querySelector(`[data-counter="${name}"]`);
  const show = () => {
    const now = count();
    if (!output) return;
    output.textContent = `${now}/${most}`;
    output.classList.toggle("over", now > most);
    // The reader is told near the end, not at every key.
    output.setAttribute("aria-live", now > most * 0.9 ? "polite" : "off");
  };
  input.addEventListener("input", show);
  show();
}
