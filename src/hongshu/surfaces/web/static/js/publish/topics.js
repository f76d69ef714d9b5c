/** Topics as chips. The plain field stays the truth: its value is what is sent. */
import { word } from "./words.js";

const BETWEEN = /[\s,，、#＃;；]+/;

/** @param {HTMLFormElement} form */
export function startTopics(form) {
  const field = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-topics]"));
  if (!field) return;
  const box = document.createElement("div");
  box.className = "input topic-box";
  const typed = /** @type {HTMLInputElement} */ (field.cloneNode());
  typed.removeAttribute("name");
  typed.removeAttribute("data-topics");
  typed.className = "";
  typed.value = "";
  field.replaceWith(box);
  field.type = "hidden";
  field.removeAttribute("id");
  box.append(typed, field);
  /** @type {string[]} */
  let topics = field.value.split(BETWEEN).filter(Boolean);

  const show = () => {
    field.value = topics.join(" ");
    for (const chip of box.querySelectorAll(".topic-chip")) chip.remove();
    for (const topic of topics) typed.before(chipOf(topic));
  };
  /** @param {string} topic */
  const chipOf = (topic) => {
    const chip = document.createElement("span");
    chip.className = "topic-chip";
    chip.append(`#${topic}`);
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", word("remove_topic", { name: topic }));
    button.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-close"/></svg>';
    button.addEventListener("click", () => {
      topics = topics.filter((other) => other !== topic);
      show();
      typed.focus();
    });
    chip.append(button);
    return chip;
  };
  // A topic that was completed in the text is one of the note's.
  form.addEventListener("topic", (event) => {
    topics = [...new Set([...topics, /** @type {CustomEvent<string>} */ (event).detail])];
    show();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const take = () => {
    topics = [...new Set([...topics, ...typed.value.split(BETWEEN).filter(Boolean)])];
    typed.value = "";
    show();
  };

  typed.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter that ends a Chinese input is not ours
    if (event.key === "Enter" && typed.value.trim()) {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && !typed.value && topics.length) {
      topics.pop();
      show();
    }
  });
  typed.addEventListener("input", (event) => {
    if (/** @type {InputEvent} */ (event).isComposing) return;
    if (BETWEEN.test(typed.value) && typed.value.trim()) take();
  });
  typed.addEventListener("blur", take);
  form.addEventListener("submit", take);
  show();
}
