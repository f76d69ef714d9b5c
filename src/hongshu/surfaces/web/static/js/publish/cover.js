/** A cover of one's own words: shown while one types, made when it is wanted. */
import { toast } from "../toast.js";
import { say, word } from "./words.js";

const WAIT_MS = 500;

/** @param {HTMLFormElement} form */
export function startCover(form) {
  const box = /** @type {HTMLElement | null} */ (form.querySelector("[data-cover]"));
  if (!box) return;
  const line = /** @type {HTMLInputElement} */ (box.querySelector("[name=cover_line]"));
  const preview = /** @type {HTMLImageElement} */ (box.querySelector("[data-cover-preview]"));
  const make = /** @type {HTMLButtonElement} */ (box.querySelector("[data-cover-make]"));
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-shots]"));
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-shot-template]"));
  const look = () => /** @type {RadioNodeList} */ (form.elements.namedItem("cover_template")).value;
  let timer = 0;

  const show = () => {
    const words = line.value.trim();
    preview.hidden = !words;
    if (!words) return;
    const url = new URL(box.dataset.preview ?? "", location.href);
    url.searchParams.set("line", words);
    url.searchParams.set("template", look());
    if (preview.src !== url.href) preview.src = url.href;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT_MS);
  };
  line.addEventListener("input", soon);
  box.addEventListener("change", soon);
  line.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // Enter makes the picture; it does not send the note
    make.click();
  });

  make.type = "button";
  make.addEventListener("click", async () => {
    if (make.getAttribute("aria-busy")) return;
    make.setAttribute("aria-busy", "true");
    const body = new URLSearchParams({ cover_line: line.value, cover_template: look() });
    const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value;
    const answer = await fetch(box.dataset.add ?? "", {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    }).catch(() => null);
    make.removeAttribute("aria-busy");
    const said = await answer?.json().catch(() => null);
    if (!answer?.ok || !said?.id) {
      toast(said?.words ?? word("failed", { name: line.value }));
      return;
    }
    const shot = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
    const alt = /** @type {HTMLInputElement} */ (shot.querySelector("[name=alt]"));
    alt.id = `alt-cover-${said.id}`;
    alt.value = said.alt;
    shot.querySelector("label")?.setAttribute("for", alt.id);
    /** @type {HTMLInputElement} */ (shot.querySelector("[name=picture]")).value = said.id;
    /** @type {HTMLImageElement} */ (shot.querySelector("img")).src = said.src;
    shot.dataset.large = said.large;
    list.append(shot);
    list.dispatchEvent(new Event("shots"));
    line.value = "";
    show();
    say("cover_added");
  });
}
