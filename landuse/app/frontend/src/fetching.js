/** JSON from our own server; what went wrong is said with the address. */

/**
 * @param {string} url
 * @returns {Promise<any>}
 */
export async function get(url) {
  const answer = await fetch(url, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

/**
 * `url` with the page's origin before it, since workers know no page; other addresses are left as they are.
 * @param {string} url
 * @param {string} origin
 */
export function absolute(url, origin) {
  if (url.startsWith('pmtiles:///')) return `pmtiles://${origin}${url.slice('pmtiles://'.length)}`;
  return url.startsWith('/') && !url.startsWith('//') ? origin + url : url;
}
