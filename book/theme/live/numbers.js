// Numbers as people read and type them.

const THIN = '\u202f';

/** Three digits, `k` and `M`, a thin space: 200 k.
 * @param {number} value */
export function spoken(value) {
  const size = Math.abs(value);
  const [factor, suffix] = size >= 1e9 ? [1e9, `${THIN}G`] : size >= 1e6 ? [1e6, `${THIN}M`] : size >= 1e4 ? [1e3, `${THIN}k`] : [1, ''];
  const scaled = value / factor;
  const places = Math.abs(scaled) >= 100 || Number.isInteger(scaled) ? 0 : Math.abs(scaled) >= 10 ? 1 : Math.abs(scaled) >= 1 ? 2 : 4;
  const digits = places ? scaled.toFixed(places).replace(/\.?0+$/, '') : scaled.toFixed(0);
  return (/^\d{4}$/.test(digits) ? digits[0] + THIN + digits.slice(1) : digits) + suffix;
}

/** The shortest spelling that reads back as the same number: 5e6, 0.25.
 * @param {number} value */
export function typed(value) {
  const [plain, power] = [String(value), value.toExponential().replace('e+', 'e')];
  return power.length < plain.length ? power : plain;
}

/** What somebody typed, as a number: `5e6`, `200k`, `1 000`, `1,000`, `2,5 M`, `300 ms` where that is the unit; NaN for anything else.
 * @param {string} text
 * @param {string} [unit]
 * @returns {number} */
export function read(text, unit = '') {
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)([kmg]?)$/i.exec(points(text.replace(/[\s\u202f_']/g, '')));
  if (found) return Number(found[1]) * ({ '': 1, k: 1e3, m: 1e6, g: 1e9 }[found[2].toLowerCase()] ?? NaN);
  const end = text.trim();
  return unit && end.toLowerCase().endsWith(unit.toLowerCase()) ? read(end.slice(0, -unit.length)) : NaN;
}

/** Commas before groups of three digits part thousands; one alone anywhere else is a decimal point.
 * @param {string} text */
function points(text) {
  if (/^[+-]?[1-9]\d{0,2}(,\d{3})+(?![\d,])/.test(text)) return text.replaceAll(',', '');
  return text.includes('.') ? text : text.replace(',', '.');
}

/** Rounds to this many significant digits.
 * @param {number} value
 * @param {number} digits */
export function significant(value, digits) {
  return Number(value.toPrecision(digits));
}
