/**
 * Search among names.
 *
 * @typedef {{title: string, kind: string, bounds: number[]}} Place
 */

/** Small letters; å, ä, ö and the Sámi letters stay themselves, accents that nobody types go. */
export function folded(text) {
  return text
    .toLocaleLowerCase('sv')
    .normalize('NFC')
    .replace(/[^åäöáčđŋšŧž]/g, (letter) => letter.normalize('NFD').replace(/\p{M}/gu, ''));
}

/** Sámi letters as a Swedish keyboard has them. */
const PLAIN = { á: 'a', č: 'c', đ: 'd', ŋ: 'n', š: 's', ŧ: 't', ž: 'z' };
const plain = (text) => text.replace(/[áčđŋšŧž]/g, (letter) => PLAIN[letter]);

/**
 * The places whose names hold what was typed: first those that begin with it, then those with a word that does.
 * @param {Place[]} all
 * @param {string} typed
 * @param {number} [most]
 * @returns {Place[]}
 */
export function findPlaces(all, typed, most = 12) {
  const wanted = plain(folded(typed.trim()));
  if (!wanted) return [];
  return all
    .map((place) => ({ place, rank: rank(plain(folded(place.title)), wanted) }))
    .filter(({ rank: found }) => found < 3)
    .sort((a, b) => a.rank - b.rank || a.place.title.length - b.place.title.length || a.place.title.localeCompare(b.place.title, 'sv'))
    .slice(0, most)
    .map(({ place }) => place);
}

function rank(title, wanted) {
  if (title.startsWith(wanted)) return 0;
  const at = title.indexOf(wanted);
  if (at < 0) return 3;
  return /[\s(/-]/.test(title[at - 1]) ? 1 : 2;
}
