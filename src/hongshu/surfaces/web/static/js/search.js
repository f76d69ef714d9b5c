/**
 * Suggestions under a search field, and the words of a query marked in what was found. A field says where its
 * suggestions are in ``data-suggests``. Arrows choose, Enter takes, Escape closes.
 */
const WAIT_MS = 120;
const ID = "suggestions";

/** @type {{field: HTMLInputElement, list: HTMLElement} | null} */
let opened = null;
let timer = 0;
let asked = 0;

export function startSearch() {
  document.addEventListener("input", onInput);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("focusout", (event) => {
    if (event.target === opened?.field) close();
  });
  mark();
}

/** @param {Event} event */
function onInput(event) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (!field.dataset?.suggests || /** @type {InputEvent} */ (event).isComposing) return;
  clearTimeout(timer);
  asked += 1;
  if (!field.value.trim()) close();
  else timer = setTimeout(() => void find(field, asked), WAIT_MS);
}

/**
 * @param {HTMLInputElement} field
 * @param {number} turn
 */
async function find(field, turn) {
  const answer = await fetch(`${field.dataset.suggests}?q=${encodeURIComponent(field.value)}`).catch(() => null);
  if (!answer?.ok) return;
  /** @type {{suggestions: string[]}} */
  const told = await answer.json();
  // Who typed on meanwhile is answered by a later turn.
  if (turn !== asked || document.activeElement !== field) return;
  if (told.suggestions.length) open(field, told.suggestions);
  else close();
}

/**
 * @param {HTMLInputElement} field
 * @param {string[]} texts
 */
function open(field, texts) {
  close();
  const list = document.createElement("ul");
  list.id = ID;
  list.className = "suggestions";
  list.role = "listbox";
  list.setAttribute("aria-label", field.labels?.[0]?.textContent ?? "");
  texts.forEach((text, place) => {
    const option = document.createElement("li");
    option.role = "option";
    option.id = `${ID}-${place}`;
    option.textContent = text;
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(text);
    });
    list.append(option);
  });
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", ID);
  opened = { field, list };
}

function close() {
  if (!opened) return;
  opened.list.remove();
  opened.field.removeAttribute("role");
  for (const name of ["expanded", "controls", "activedescendant"]) opened.field.removeAttribute(`aria-${name}`);
  opened = null;
}

/** @param {string} text */
function take(text) {
  if (!opened) return;
  const { field } = opened;
  field.value = text;
  close();
  field.form?.requestSubmit();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.target !== opened?.field || event.isComposing) return;
  const options = [...opened.list.children];
  const chosen = options.findIndex((option) => option.ariaSelected === "true");
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && chosen >= 0) take(options[chosen].textContent ?? "");
  else if (event.key === "ArrowDown") choose(options, chosen + 1);
  else if (event.key === "ArrowUp") choose(options, chosen - 1);
  else return;
  event.preventDefault();
}

/**
 * @param {Element[]} options
 * @param {number} place
 */
function choose(options, place) {
  const wanted = (place + options.length) % options.length;
  options.forEach((option, at) => {
    option.ariaSelected = at === wanted ? "true" : "false";
  });
  opened?.field.setAttribute("aria-activedescendant", options[wanted].id);
}

/** Marks are ranges beside the document, so cards that come later keep their own elements. */
function mark() {
  const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-marks]"));
  if (!page || !("highlights" in CSS)) return;
  const words = /** @type {string[]} */ (JSON.parse(page.dataset.marks ?? "[]")).filter((word) => word.length > 1);
  if (!words.length) return;
  const ranges = [];
  for (const title of page.querySelectorAll(".slice h2, .slice h3")) {
    const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.nodeValue ?? "").toLowerCase();
      for (const word of words) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.push(range);
        }
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}
