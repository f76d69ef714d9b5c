/** Pictures: each goes up as soon as it is chosen, dropped or pasted; the form carries the ids. */
import { startReordering } from "./reorder.js";
import { toast } from "../toast.js";
import { say, word } from "./words.js";

/** @param {HTMLFormElement} form */
export function startUploads(form) {
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-shots]"));
  const drop = /** @type {HTMLElement} */ (form.querySelector("[data-drop]"));
  const input = /** @type {HTMLInputElement} */ (drop.querySelector("input[type=file]"));
  const most = Number(form.dataset.maxPictures);
  /** @type {Set<Promise<void>>} */
  const underway = new Set();

  const number = () => {
    const shots = [...list.children];
    shots.forEach((shot, index) => {
      const tag = shot.querySelector("[data-shot-tag]");
      if (tag) tag.textContent = index ? String(index + 1) : word("cover");
    });
    const counter = form.querySelector("[data-picture-count]");
    if (counter) counter.textContent = `${shots.length}/${most}`;
    drop.hidden = shots.length >= most;
  };
  startReordering(list, number);

  /** @param {Iterable<File>} files */
  const add = (files) => {
    for (const file of files) {
      if (list.children.length >= most) {
        toast(word("too_many", { count: most }));
        break;
      }
      const limit = Number(form.dataset.maxBytes);
      if (file.size > limit) {
        toast(word("too_large", { name: file.name, count: Math.floor(limit / 1048576) }));
        continue;
      }
      const shot = newShot(file);
      list.append(shot);
      const sending = send(form, shot, file).finally(() => {
        underway.delete(sending);
        number();
      });
      underway.add(sending);
    }
    number();
  };

  list.addEventListener("shots", number); // somebody else has added one
  const takeChosen = () => {
    add([...(input.files ?? [])]);
    input.value = ""; // what was sent already does not go with the form once more
  };
  input.addEventListener("change", takeChosen);
  takeChosen(); // on a slow connection files may be chosen before this script is there
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer?.files ?? []);
  });
  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (files.length) {
      event.preventDefault();
      add(files);
    }
  });
  list.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-remove-shot]");
    const shot = button?.closest("[data-shot]");
    if (!shot) return;
    const next = /** @type {HTMLElement | null} */ (
      (shot.nextElementSibling ?? shot.previousElementSibling)?.querySelector("[data-grip]") ?? input
    );
    shot.remove();
    number();
    say("removed");
    next?.focus();
  });
  number();
  return {
    pending: () => underway.size > 0,
    finished: async () => {
      while (underway.size) await Promise.allSettled([...underway]);
    },
  };
}

let made = 0;

/** @param {File} file */
function newShot(file) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-shot-template]"));
  const shot = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  made += 1;
  const alt = /** @type {HTMLInputElement} */ (shot.querySelector("[name=alt]"));
  alt.id = `alt-new-${made}`;
  shot.querySelector("label")?.setAttribute("for", alt.id);
  const image = /** @type {HTMLImageElement} */ (shot.querySelector("img"));
  // HEIC and the like cannot be shown by every browser: until the server's rendition comes there is the colour.
  image.addEventListener("error", () => image.removeAttribute("src"), { once: true });
  image.src = URL.createObjectURL(file);
  shot.classList.add("sending");
  return shot;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} shot
 * @param {File} file
 * @returns {Promise<void>}
 */
function send(form, shot, file) {
  const bar = /** @type {HTMLProgressElement} */ (shot.querySelector("progress"));
  const image = /** @type {HTMLImageElement} */ (shot.querySelector("img"));
  const hidden = /** @type {HTMLInputElement} */ (shot.querySelector("[name=picture]"));
  const preview = image.src;
  const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value;
  bar.hidden = false;
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.picturesUrl ?? "");
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("loadend", () => {
      const said = request.response ?? {};
      if (request.status >= 200 && request.status < 300 && said.id) {
        hidden.value = said.id;
        image.src = said.src;
        shot.dataset.large = said.large ?? said.src;
        URL.revokeObjectURL(preview);
        shot.classList.remove("sending");
        bar.hidden = true;
      } else {
        shot.remove();
        toast(said.words ?? word("failed", { name: file.name }));
      }
      done();
    });
    const data = new FormData();
    data.append("file", file);
    request.send(data);
  });
}
