/** GSM 03.38, the alphabet of a plain text message (3GPP TS 23.038, 6.2.1), and what counts as two of its letters (6.2.1.1). */
const PLAIN = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const DOUBLE = new Set('^{}\\[~]|€');

/** What a text needs on its way: the alphabet, and how many of its letters fit into ten parts. */
export type Alphabet = { readonly plain: boolean; readonly most: number };

/** Ten parts, kannel's usual limit: 153 letters each, or 67 when a letter is not of the plain alphabet. */
const MOST_PLAIN = 1_530;
const MOST_WIDE = 670;

/** One letter that is not plain makes the whole message wide. Letters that count double are allowed for. */
export function alphabetOf(text: string): Alphabet {
  let doubles = 0;
  for (const letter of text) {
    if (DOUBLE.has(letter)) doubles += 1;
    else if (!PLAIN.has(letter)) return { plain: false, most: MOST_WIDE };
  }
  return { plain: true, most: Math.max(MOST_WIDE, MOST_PLAIN - doubles) };
}
