// What is entered into a form with data-kept stays in this browser until the form is saved, so that a reload, a
// closed tab or a phone that turned itself off loses nothing. Files cannot be kept: pictures that the server has
// taken already are, by their numbers.

const PREFIX = "hongshu:kept:";
const FOR_MS = 14 * 24 * 3600 * 1000;

function read(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + name) || "null");
    return kept && Date.now() - kept.at < FOR_MS ? kept : null;
  } catch {
    return null;
  }
}

function write(name, kept) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), ...kept }));
  } catch {
    // No room, or storage is switched off: the form works as without a script.
  }
}

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && !["hidden", "file", "submit", "button", "password"].includes(field.type) && field.name !== "picture",
  );
}

function save(form) {
  const fields = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "radio") {
      if (field.checked) fields[field.name] = field.value;
    } else {
      fields[field.name] = field.type === "checkbox" ? field.checked : field.value;
    }
  }
  const shots = [...form.querySelectorAll(".kept-shots input:checked")].map((box) => ({
    id: box.value,
    src: box.parentElement.querySelector("img").getAttribute("src"),
  }));
  write(form.dataset.kept, { fields, shots });
}

function restore(form, kept) {
  let changed = false;
  for (const field of fieldsOf(form)) {
    const value = kept.fields[field.name];
    if (value === undefined) continue;
    if (field.type === "radio") {
      changed ||= field.checked !== (field.value === value);
      field.checked = field.value === value;
    } else if (field.type === "checkbox") {
      changed ||= field.checked !== value;
      field.checked = value;
    } else {
      changed ||= field.value !== value;
      field.value = value;
    }
  }
  const list = form.querySelector(".kept-shots");
  const shape = form.querySelector("template.kept-shot");
  for (const shot of list && shape ? kept.shots : []) {
    const item = shape.content.cloneNode(true);
    item.querySelector("input").value = shot.id;
    item.querySelector("img").src = shot.src;
    list.append(item);
    list.closest("fieldset").hidden = false;
    changed = true;
  }
  const told = form.querySelector("[data-restored]");
  if (changed && told) told.hidden = false;
}

for (const done of document.querySelectorAll("[data-kept-clear]")) {
  try {
    localStorage.removeItem(PREFIX + done.dataset.keptClear);
  } catch {
    // Storage is switched off: nothing was kept.
  }
  history.replaceState(null, "", location.pathname);
}

for (const form of document.querySelectorAll("form[data-kept]")) {
  if (form.hasAttribute("data-sent")) {
    // The server has shown again what was sent; a reload asks for the page anew and does not send it again.
    save(form);
    history.replaceState(null, "", location.href);
  } else {
    const kept = read(form.dataset.kept);
    if (kept) restore(form, kept);
  }
  form.addEventListener("input", () => save(form));
  form.addEventListener("change", () => save(form));
}
