/** Numbers as they are written in the language in use. */

/** Northern Sámi is unknown to many browsers: it writes numbers as Swedish does. */
const LOCALES = { sv: 'sv-SE', en: 'en-GB', se: 'sv-SE' };

/** @param {string} lang */
export function numbers(lang) {
  const locale = LOCALES[lang] ?? 'sv-SE';
  const format = (value, digits) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
  return {
    whole: (value) => format(Math.round(value), 0),
    /** @param {number} m */
    length: (m) => (m < 1000 ? `${format(m, m < 10 ? 1 : 0)} m` : `${format(m / 1000, m < 100_000 ? 2 : 1)} km`),
    /** @param {number} m2 */
    area: (m2) => {
      if (m2 < 10_000) return `${format(m2, 0)} m²`;
      return m2 < 1e7 ? `${format(m2 / 1e4, 1)} ha` : `${format(m2 / 1e6, 2)} km²`;
    },
    percent: (share) => `${format(share * 100, 0)} %`,
    date: (day) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(day),
  };
}
