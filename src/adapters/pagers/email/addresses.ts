/** RFC 5321 4.5.3.1.1: so many octets may stand before the `@`. */
export const LONGEST_LOCAL_PART = 64;
/** RFC 5321 4.5.3.1.3, less its two angle brackets. */
const LONGEST_ADDRESS = 254;

/** One address and nothing else: no space, no comma, no bracket, no control character, so that it can be nothing but an address. */
const PLAIN = /^[^\s@<>(),;:\\"\p{Cc}]+@[^\s@<>(),;:\\"[\]\p{Cc}]+$/u;

export const isPlainAddress = (text: string) =>
  text.length <= LONGEST_ADDRESS && PLAIN.test(text) && Buffer.byteLength(localOf(text)) <= LONGEST_LOCAL_PART;

export const localOf = (address: string) => address.slice(0, address.lastIndexOf('@'));
export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);

/** What stands behind the plus when an address is this one, tag or not (`''` without one); undefined when it is another's. */
export function tagIn(address: string, base: string): string | undefined {
  if (domainOf(address).toLowerCase() !== domainOf(base).toLowerCase()) return undefined;
  const [local = '', ...tag] = localOf(address).split('+');
  return local.toLowerCase() === localOf(base).toLowerCase() ? tag.join('+') : undefined;
}

/** The address with a tag, or undefined when that is longer than mail allows: `muster+inc-42.ann@example.com`. */
export function withTag(base: string, tag: string): string | undefined {
  const local = `${localOf(base)}+${tag}`;
  return Buffer.byteLength(local) <= LONGEST_LOCAL_PART ? `${local}@${domainOf(base)}` : undefined;
}

/** A line of what others wrote, for a log or a reason: addresses are cut out, for they are nobody's business there. */
export const withoutAddresses = (text: string) =>
  text
    .replaceAll(/<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?/g, '…')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** One line for a header: what could begin another header is a space. nodemailer encodes what is not ASCII. */
export const headerLine = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
