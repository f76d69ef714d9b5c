/** The product picker: a combobox that finds while one types. */
import { parsed } from "../fragments.js";
import { toast } from "../toast.js";
import { say, word } from "./words.js";

const WAIT_MS = 220;

/** @param {HTMLFormElement} form */
export function startPicker(form) {
  const picker = /** @type {HTMLElement} */ (form.querySelector("[data-picker]"));
  const input = /** @type {HTMLInputElement} */ (picker.querySelector("input[type=search]"));
  const results = /** @type {HTMLElement} */ (picker.querySelector("[data-picker-results]"));
  const picked = /** @type {HTMLElement} */ (form.querySelector("[data-picked]"));
  let timer = 0;
  let asked = 0;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", results.id);
  input.setAttribute("aria-autocomplete", "list");
  input.removeAttribute("name"); // by script the choice is sent, not the search
  results.setAttribute("role", "listbox");

  const close = () => {
    results.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const options = () => /** @type {HTMLElement[]} */ ([...results.querySelectorAll("[data-pick]")]);

  const find = async () => {
    const text = input.value.trim();
    if (!text) return close();
    asked += 1;
    const mine = asked;
    const url = new URL(form.dataset.productsUrl ?? "", location.href);
    url.searchParams.set("q", text);
    const answer = await fetch(url).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const part = parsed(await answer.text());
    for (const box of part.querySelectorAll("input")) box.remove(); // the option itself is what is chosen
    results.replaceChildren(part);
    const chosen = new Set([...picked.querySelectorAll("input")].map((box) => box.value));
    for (const option of options()) if (chosen.has(option.dataset.pick ?? "")) option.remove();
    for (const option of options()) {
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
    }
    input.setAttribute("aria-expanded", String(options().length > 0));
    say("found", { count: options().length });
  };

  /** @param {HTMLElement} option */
  const choose = (option) => {
    if (picked.children.length >= Number(form.dataset.maxProducts)) return;
    const name = option.querySelector(".product-name")?.textContent ?? "";
    const item = document.createElement("li");
    item.className = "pick";
    item.append(...option.childNodes);
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = "product";
    hidden.value = option.dataset.pick ?? "";
    item.append(removeButton(item, name), hidden);
    picked.append(item);
    input.value = "";
    close();
    input.focus();
    say("chosen", { name });
  };

  /**
   * @param {HTMLElement} item
   * @param {string} name
   */
  const removeButton = (item, name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon-button";
    button.setAttribute("aria-label", word("remove_product", { name }));
    button.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-close"/></svg>';
    button.addEventListener("click", () => {
      item.remove();
      input.focus();
    });
    return button;
  };

  // What came chosen from the server gets the same cross.
  for (const item of /** @type {HTMLElement[]} */ ([...picked.children])) {
    const box = /** @type {HTMLInputElement | null} */ (item.querySelector("input[type=checkbox]"));
    if (!box) continue;
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = "product";
    hidden.value = box.value;
    box.closest("label")?.remove();
    item.append(removeButton(item, item.querySelector(".product-name")?.textContent ?? ""), hidden);
  }
  close();

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void find().catch(() => toast(word("failed", { name: "" }))), WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      event.preventDefault();
      const next = (here + (event.key === "ArrowDown" ? 1 : -1) + all.length + (here < 0 && event.key === "ArrowUp" ? 1 : 0)) % all.length;
      all.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
      input.setAttribute("aria-activedescendant", all[next].id);
      all[next].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault(); // the search field never sends the form
      if (here >= 0) choose(all[here]);
      else if (all.length === 1) choose(all[0]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  results.addEventListener("click", (event) => {
    const option = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-pick]"));
    if (!option) return;
    event.preventDefault();
    choose(option);
  });
  document.addEventListener("click", (event) => {
    if (!picker.contains(/** @type {Node} */ (event.target))) close();
  });
}
