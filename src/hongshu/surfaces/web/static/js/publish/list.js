/** The shopping list: lines come, go and change places; what may be chosen is what the note shows. */
import { say } from "./words.js";

/** @param {HTMLFormElement} form */
export function startList(form) {
  const box = /** @type {HTMLElement | null} */ (form.querySelector("[data-list]"));
  if (!box) return;
  const list = /** @type {HTMLElement} */ (box.querySelector("[data-lines]"));
  const add = /** @type {HTMLButtonElement} */ (box.querySelector("[data-line-add]"));
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-line-template]"));
  const picked = /** @type {HTMLElement} */ (form.querySelector("[data-picked]"));
  const most = Number(box.dataset.most);
  const lines = () => /** @type {HTMLElement[]} */ ([...list.children]);

  /** @param {HTMLElement} line */
  const isEmpty = (line) =>
    [...line.querySelectorAll("input:not([type=date]), [data-line-product]")].every(
      (input) => !(/** @type {HTMLInputElement} */ (input).value.trim()),
    );

  /** @param {HTMLElement} line */
  const showName = (line) => {
    const choice = /** @type {HTMLSelectElement} */ (line.querySelector("[data-line-product]"));
    const name = /** @type {HTMLElement} */ (line.querySelector("[data-line-name]"));
    name.hidden = choice.value !== "";
  };

  /** @param {HTMLElement} line */
  const prepare = (line) => {
    /** @type {HTMLElement} */ (line.querySelector("[data-line-acts]")).hidden = false;
    showName(line);
  };

  const sync = () => {
    add.hidden = lines().length >= most;
    const known = [...picked.querySelectorAll(".pick")].map((item) => ({
      id: /** @type {HTMLInputElement | null} */ (item.querySelector("[name=product]"))?.value ?? "",
      name: item.querySelector(".product-name")?.textContent ?? "",
    }));
    for (const choice of /** @type {NodeListOf<HTMLSelectElement>} */ (list.querySelectorAll("[data-line-product]"))) {
      for (const { id, name } of known) {
        if (id && ![...choice.options].some((option) => option.value === id)) choice.add(new Option(name, id));
      }
    }
  };

  // Where there is a script, empty lines are made when they are wanted.
  for (const line of lines()) if (isEmpty(line) && lines().length > 1) line.remove();
  lines().forEach(prepare);
  sync();
  new MutationObserver(sync).observe(picked, { childList: true });

  add.type = "button";
  add.addEventListener("click", () => {
    const line = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
    // The place and day of the line before are mostly those of the next one.
    const last = lines().at(-1);
    for (const name of ["entry_currency", "entry_shop", "entry_place", "entry_on"]) {
      const before = /** @type {HTMLInputElement | null} */ (last?.querySelector(`[name=${name}]`) ?? null);
      const now = /** @type {HTMLInputElement} */ (line.querySelector(`[name=${name}]`));
      if (before) now.value = before.value;
    }
    list.append(line);
    prepare(line);
    sync();
    /** @type {HTMLElement | null} */ (line.querySelector("select, input"))?.focus();
    say("line_added", { number: lines().length });
  });

  list.addEventListener("change", (event) => {
    const line = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-line]"));
    if (line) showName(line);
  });

  list.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
    const line = /** @type {HTMLElement | null} */ (button?.closest("[data-line]") ?? null);
    if (!button || !line) return;
    if (button.hasAttribute("data-line-remove")) {
      const next = /** @type {HTMLElement | null} */ (line.nextElementSibling ?? line.previousElementSibling);
      line.remove();
      say("line_removed");
      (/** @type {HTMLElement | null} */ (next?.querySelector("select, input")) ?? add).focus();
    } else {
      if (button.hasAttribute("data-line-up")) line.previousElementSibling?.before(line);
      else line.nextElementSibling?.after(line);
      button.focus();
      say("line_moved", { number: lines().indexOf(line) + 1, count: lines().length });
    }
    sync();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
