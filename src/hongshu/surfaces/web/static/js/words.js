/** The words that scripts say, in the page's language; the template puts them into the page. */
const source = document.getElementById("words");
/** @type {Record<string, string>} */
const words = source ? JSON.parse(source.textContent || "{}") : {};

/**
 * @param {string} key
 * @returns {string}
 */
export function word(key) {
  return words[key] ?? key;
}

/**
 * A count as the page writes it: 1.2万, 12K.
 * @param {number} count
 * @returns {string}
 */
export function compact(count) {
  const isChinese = document.documentElement.lang.startsWith("zh");
  /** @type {Array<[number, string]>} */
  const steps = isChinese ? [[1e8, "亿"], [1e4, "万"]] : [[1e9, "B"], [1e6, "M"], [1e3, "K"]];
  for (const [size, letter] of steps) {
    if (count < size) continue;
    const tenths = Math.floor((count * 10) / size);
    const whole = Math.floor(tenths / 10);
    return (tenths % 10 && whole < 100 ? `${whole}.${tenths % 10}` : `${whole}`) + letter;
  }
  return String(count);
}
