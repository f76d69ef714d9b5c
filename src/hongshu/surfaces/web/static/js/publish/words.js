/** The publish page's own words, spoken through its live region. */
const source = document.querySelector("[data-publish-words]");
/** @type {Record<string, string>} */
const words = source ? JSON.parse(source.textContent || "{}") : {};

/**
 * @param {string} key
 * @param {Record<string, string | number>} [blanks]
 */
export function word(key, blanks = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(blanks[name] ?? ""));
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [blanks]
 */
export function say(key, blanks = {}) {
  const region = document.querySelector("[data-say]");
  if (region) region.textContent = word(key, blanks);
}
