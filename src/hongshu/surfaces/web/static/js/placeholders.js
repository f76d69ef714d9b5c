/** While a picture is on its way, its ThumbHash stands in its box; then the picture fades in. */
import { pixelsOf } from "./thumbhash.js";

/** @type {Map<string, string>} */
const drawn = new Map();

/** @param {ParentNode | Element} root */
export function startPlaceholders(root) {
  for (const box of root.querySelectorAll("[data-thumbhash]")) {
    const holder = /** @type {HTMLElement} */ (box);
    const image = /** @type {HTMLImageElement | null} */ (
      box.querySelector("img") ?? box.parentElement?.querySelector("img") ?? null
    );
    if (!image || image.complete || !holder.dataset.thumbhash) continue;
    holder.style.backgroundImage = `url(${imageOf(holder.dataset.thumbhash)})`;
    image.classList.add("coming");
    const arrived = () => image.classList.remove("coming");
    image.addEventListener("load", arrived, { once: true });
    image.addEventListener("error", arrived, { once: true });
  }
}

/** @param {string} hash */
function imageOf(hash) {
  const known = drawn.get(hash);
  if (known) return known;
  let address = "";
  try {
    const bytes = Uint8Array.from(atob(hash.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const { width, height, rgba } = pixelsOf(bytes);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d");
    context?.putImageData(new ImageData(/** @type {any} */ (rgba), width, height), 0, 0);
    address = canvas.toDataURL();
  } catch {
    // A broken hash leaves the plain colour.
  }
  drawn.set(hash, address);
  return address;
}
