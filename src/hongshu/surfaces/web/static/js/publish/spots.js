/** Price tags on the pictures: put by pressing, moved by dragging or by the arrow keys. */
import { say, word } from "./words.js";

/** @typedef {{ picture: string, product: string, x: number, y: number }} Spot */

/** @param {HTMLFormElement} form */
export function startSpots(form) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.querySelector("[data-spot-dialog]"));
  const fields = /** @type {HTMLElement | null} */ (form.querySelector("[data-spot-fields]"));
  if (!dialog || !fields) return;
  const shots = /** @type {HTMLElement} */ (form.querySelector("[data-shots]"));
  const picked = /** @type {HTMLElement} */ (form.querySelector("[data-picked]"));
  const layer = /** @type {HTMLElement} */ (dialog.querySelector("[data-spot-layer]"));
  const image = /** @type {HTMLImageElement} */ (dialog.querySelector("[data-spot-image]"));
  const choices = /** @type {HTMLElement} */ (dialog.querySelector("[data-spot-products]"));
  const none = /** @type {HTMLElement} */ (dialog.querySelector("[data-spot-none]"));
  /** @type {Spot[]} */
  let spots = [...fields.querySelectorAll("input")].map((field) => {
    const [picture, product, left, top] = field.value.split(":");
    return { picture, product, x: Number(left), y: Number(top) };
  });
  let open = "";
  let chosen = "";

  const products = () =>
    [...picked.querySelectorAll(".pick")].map((item) => ({
      id: /** @type {HTMLInputElement | null} */ (item.querySelector("[name=product]"))?.value ?? "",
      name: item.querySelector(".product-name")?.textContent ?? "",
    }));
  /** @param {string} id */
  const nameOf = (id) => products().find((product) => product.id === id)?.name ?? "";
  /** @param {Element} shot */
  const pictureOf = (shot) => /** @type {HTMLInputElement} */ (shot.querySelector("[name=picture]")).value;

  const write = () => {
    const known = new Set(products().map((product) => product.id));
    spots = spots.filter((spot) => known.has(spot.product));
    fields.replaceChildren(
      ...spots.map((spot) => {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "spot";
        field.value = `${spot.picture}:${spot.product}:${spot.x}:${spot.y}`;
        return field;
      }),
    );
    for (const shot of shots.children) {
      const button = /** @type {HTMLElement | null} */ (shot.querySelector("[data-spots]"));
      const count = spots.filter((spot) => spot.picture === pictureOf(shot)).length;
      if (!button) continue;
      button.hidden = !pictureOf(shot) || !known.size;
      const shown = /** @type {HTMLElement} */ (button.querySelector("[data-spot-count]"));
      const text = count ? String(count) : "";
      // Written only when it changes: this is called for every change below the list.
      if (shown.textContent !== text) shown.textContent = text;
    }
  };
  const changed = () => {
    write();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /** @param {string} focus */
  const show = (focus = "") => {
    none.hidden = products().length > 0;
    choices.replaceChildren(
      ...products().map(({ id, name }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button quiet small";
        button.textContent = name;
        button.setAttribute("aria-pressed", String(id === chosen));
        button.addEventListener("click", () => {
          chosen = id;
          if (!find(id)) put(id, 500, 500);
          else show(id);
        });
        return button;
      }),
    );
    layer.replaceChildren(...spots.filter((spot) => spot.picture === open).map(tagOf));
    if (focus) /** @type {HTMLElement | null} */ (layer.querySelector(`[data-product="${focus}"]`))?.focus();
  };
  /** @param {string} product */
  const find = (product) => spots.find((spot) => spot.picture === open && spot.product === product);

  /**
   * @param {string} product
   * @param {number} x
   * @param {number} y
   */
  const put = (product, x, y) => {
    const spot = find(product);
    if (spot) Object.assign(spot, { x, y });
    else spots.push({ picture: open, product, x, y });
    say("spot_put", { name: nameOf(product) });
    changed();
    show(product);
  };

  /** @param {Spot} spot */
  const tagOf = (spot) => {
    const item = document.createElement("li");
    const tag = document.createElement("button");
    tag.type = "button";
    tag.className = "spot-tag";
    tag.dataset.product = spot.product;
    const place = () => {
      item.style.setProperty("--x", `${spot.x / 10}%`);
      item.style.setProperty("--y", `${spot.y / 10}%`);
      const where = { name: nameOf(spot.product), left: Math.round(spot.x / 10), top: Math.round(spot.y / 10) };
      tag.setAttribute("aria-label", word("spot_name", where));
    };
    tag.textContent = nameOf(spot.product);
    place();
    tag.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 50 : 10;
      const moves = /** @type {Record<string, [number, number]>} */ ({
        ArrowLeft: [-step, 0],
        ArrowRight: [step, 0],
        ArrowUp: [0, -step],
        ArrowDown: [0, step],
      });
      const move = moves[event.key];
      if (move) {
        event.preventDefault();
        spot.x = within(spot.x + move[0]);
        spot.y = within(spot.y + move[1]);
        place();
        changed();
      } else if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        spots = spots.filter((other) => other !== spot);
        say("spot_gone", { name: nameOf(spot.product) });
        changed();
        show();
        /** @type {HTMLElement | null} */ (choices.querySelector("button"))?.focus();
      }
    });
    tag.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      tag.setPointerCapture(event.pointerId);
      tag.dataset.held = "1";
    });
    tag.addEventListener("pointermove", (event) => {
      if (!tag.dataset.held) return;
      [spot.x, spot.y] = pointOf(event);
      place();
    });
    tag.addEventListener("pointerup", () => {
      delete tag.dataset.held;
      chosen = spot.product;
      changed();
    });
    tag.addEventListener("click", (event) => event.stopPropagation());
    item.append(tag);
    return item;
  };

  /** @param {PointerEvent | MouseEvent} event */
  const pointOf = (event) => {
    const box = image.getBoundingClientRect();
    const left = within(Math.round(((event.clientX - box.left) / box.width) * 1000));
    return [left, within(Math.round(((event.clientY - box.top) / box.height) * 1000))];
  };

  layer.addEventListener("click", (event) => {
    if (!chosen || !nameOf(chosen)) chosen = products().find((product) => !find(product.id))?.id ?? "";
    if (!chosen) return;
    const [x, y] = pointOf(event);
    put(chosen, x, y);
    chosen = products().find((product) => !find(product.id))?.id ?? "";
  });
  shots.addEventListener("click", (event) => {
    const shot = /** @type {HTMLElement | null} */ (
      /** @type {Element} */ (event.target).closest("[data-spots]")?.closest("[data-shot]") ?? null
    );
    if (!shot) return;
    open = pictureOf(shot);
    image.src = shot.dataset.large || /** @type {HTMLImageElement} */ (shot.querySelector("img")).src;
    chosen = products().find((product) => !find(product.id))?.id ?? "";
    show();
    dialog.showModal();
  });
  const watch = new MutationObserver(write);
  watch.observe(shots, { childList: true, subtree: true, attributeFilter: ["class"] });
  watch.observe(picked, { childList: true });
  write();
}

/** @param {number} part */
function within(part) {
  return Math.min(1000, Math.max(0, part));
}
