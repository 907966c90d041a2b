const LONGEST = 500;
const HERE = 'http://muster.invalid';
/** Addresses that are no page to come back to. */
const NO_PAGE = /^\/(?:sign-in|sign-out|say|events|api|hooks)(?:\/|$)/;

/**
 * Where somebody wanted to go before signing in: a path of this very site, or nothing. `//other.example`, `/\other.example`
 * and whatever else a browser might take for another site is nothing.
 */
export function wayBack(asked: unknown): string | undefined {
  if (typeof asked !== 'string' || asked.length > LONGEST || !/^\/(?![/\\])[\x21-\x7E]*$/.test(asked)) return undefined;
  if (!URL.canParse(asked, HERE)) return undefined;
  const url = new URL(asked, HERE);
  if (url.searchParams.has('reply')) url.searchParams.delete('reply');
  const path = url.pathname + url.search;
  if (url.origin !== HERE || path.startsWith('//') || path.includes('\\')) return undefined;
  return path === '/' || NO_PAGE.test(url.pathname) ? undefined : path;
}
