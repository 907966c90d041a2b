/**
 * PostgreSQL keeps neither U+0000 nor half a surrogate pair in a text. They stand there as U+001A and four digits, and so does
 * U+001A itself, so that every text comes back as it was. Others are left as they are and sort as they did.
 */
const MARK = '\u001a';
const ODD = new RegExp(
  `[\\0${MARK}]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]`,
  'g',
);
const KEPT = new RegExp(`${MARK}([\\da-f]{4})`, 'g');

export const toKept = (text: string): string =>
  text.replaceAll(ODD, (odd) => `${MARK}${odd.charCodeAt(0).toString(16).padStart(4, '0')}`);
export const fromKept = (text: string): string =>
  text.includes(MARK) ? text.replaceAll(KEPT, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
