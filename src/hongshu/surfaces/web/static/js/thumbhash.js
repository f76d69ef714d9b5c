/**
 * ThumbHash to pixels, after Evan Wallace's description (https://evanw.github.io/thumbhash, 2023, MIT).
 * @param {Uint8Array} hash
 * @returns {{width: number, height: number, rgba: Uint8ClampedArray}}
 */
export function pixelsOf(hash) {
  const header24 = hash[0] | (hash[1] << 8) | (hash[2] << 16);
  const header16 = hash[3] | (hash[4] << 8);
  const hasAlpha = header24 >> 23;
  const isLandscape = header16 >> 15;
  const lx = Math.max(3, isLandscape ? (hasAlpha ? 5 : 7) : header16 & 7);
  const ly = Math.max(3, isLandscape ? header16 & 7 : hasAlpha ? 5 : 7);
  const base = {
    l: (header24 & 63) / 63,
    p: ((header24 >> 6) & 63) / 31.5 - 1,
    q: ((header24 >> 12) & 63) / 31.5 - 1,
    a: hasAlpha ? (hash[5] & 15) / 15 : 1,
  };
  let index = 0;
  const start = hasAlpha ? 6 : 5;
  /** @type {(nx: number, ny: number, scale: number) => number[]} */
  const channel = (nx, ny, scale) => {
    const found = [];
    for (let cy = 0; cy < ny; cy += 1) {
      for (let cx = cy ? 0 : 1; cx * ny < nx * (ny - cy); cx += 1) {
        found.push((((hash[start + (index >> 1)] >> ((index & 1) << 2)) & 15) / 7.5 - 1) * scale);
        index += 1;
      }
    }
    return found;
  };
  const waves = {
    l: channel(lx, ly, ((header24 >> 18) & 31) / 31),
    p: channel(3, 3, (((header16 >> 3) & 63) / 63) * 1.25),
    q: channel(3, 3, (((header16 >> 9) & 63) / 63) * 1.25),
    a: hasAlpha ? channel(5, 5, (hash[5] >> 4) / 15) : [],
  };
  const ratio = (isLandscape ? (hasAlpha ? 5 : 7) : header16 & 7) / (isLandscape ? header16 & 7 : hasAlpha ? 5 : 7);
  const width = Math.round(ratio > 1 ? 32 : 32 * ratio);
  const height = Math.round(ratio > 1 ? 32 / ratio : 32);
  return { width, height, rgba: painted(width, height, { lx, ly, hasAlpha, base, waves }) };
}

/**
 * @param {number} width
 * @param {number} height
 * @param {any} parts
 */
function painted(width, height, { lx, ly, hasAlpha, base, waves }) {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const wide = Math.max(lx, hasAlpha ? 5 : 3);
  const high = Math.max(ly, hasAlpha ? 5 : 3);
  for (let y = 0, at = 0; y < height; y += 1) {
    const fy = Array.from({ length: high }, (_, c) => Math.cos((Math.PI / height) * (y + 0.5) * c));
    for (let x = 0; x < width; x += 1, at += 4) {
      const fx = Array.from({ length: wide }, (_, c) => Math.cos((Math.PI / width) * (x + 0.5) * c));
      let { l, p, q, a } = base;
      for (let cy = 0, j = 0; cy < ly; cy += 1) {
        for (let cx = cy ? 0 : 1; cx * ly < lx * (ly - cy); cx += 1, j += 1) l += waves.l[j] * fx[cx] * fy[cy] * 2;
      }
      for (let cy = 0, j = 0; cy < 3; cy += 1) {
        for (let cx = cy ? 0 : 1; cx < 3 - cy; cx += 1, j += 1) {
          p += waves.p[j] * fx[cx] * fy[cy] * 2;
          q += waves.q[j] * fx[cx] * fy[cy] * 2;
        }
      }
      if (hasAlpha) {
        for (let cy = 0, j = 0; cy < 5; cy += 1) {
          for (let cx = cy ? 0 : 1; cx < 5 - cy; cx += 1, j += 1) a += waves.a[j] * fx[cx] * fy[cy] * 2;
        }
      }
      const b = l - (2 / 3) * p;
      const r = (3 * l - b + q) / 2;
      rgba[at] = 255 * r;
      rgba[at + 1] = 255 * (r - q);
      rgba[at + 2] = 255 * b;
      rgba[at + 3] = 255 * a;
    }
  }
  return rgba;
}
