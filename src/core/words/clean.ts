import { refuse, type Refusal } from '../aggregate.ts';

export type Refused = { readonly ok: false; readonly refusal: Refusal };

/** Somebody named in a line. `text` is how the line shows it: `@ann`. */
export type Mention = {
  /** `slack` carries the account's id, `teams` and `plain` only a name. */
  readonly from: 'slack' | 'teams' | 'plain';
  readonly id?: string;
  readonly name?: string;
  readonly text: string;
};
export type MentionAt = { readonly start: number; readonly end: number; readonly mention: Mention };
export type CleanLine = { readonly ok: true; readonly text: string; readonly mentions: readonly MentionAt[] };

/** Longest line that is read, in UTF-16 units: a long update fits, a pasted log does not. */
export const MOST_CHARACTERS = 4_000;

/**
 * Control, zero-width and direction characters: invisible, so they could make a line look like another one. The marks of
 * `marked-time` go with them: an hour that somebody wrote is words.
 */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\uE000-\uE003]/gu;
const ODD_SPACE = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;
const LINE_END = /\r\n?|[\u2028\u2029]/g;

/** Slack's `<@U1|ann> <#C1|x> <!here> <https://…|x>` and Teams' `<at>Ann</at>`. Each part ends at the next bracket: linear. */
const MARKUP =
  /<@([A-Z0-9]{2,30})(?:\|([^<>|]{0,80}))?>|<at(?:\s[^<>]{0,100})?>([^<>]{0,100})<\/at>|<([#!][^<>|]{1,200})(?:\|([^<>]{0,200}))?>|<((?:https?:\/\/|mailto:|tel:)[^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>/gi;
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * A line as people see it: invisible characters gone, markup turned into its visible text, mentions remembered by place.
 * `entities`: the line comes with `&lt; &gt; &amp;`, as Slack sends it; they are read after the markup, so that a typed
 * bracket never becomes a mention.
 */
export function clean(line: string, entities = false): CleanLine | Refused {
  if (line.length > MOST_CHARACTERS) return tooLong(line.length);
  const visible = line
    .toWellFormed()
    .replace(LINE_END, '\n')
    .replace(INVISIBLE, '')
    .replace(ODD_SPACE, ' ')
    .normalize('NFC');
  const plain = (text: string) => (entities ? text.replace(/&(?:lt|gt|amp);/g, (e) => ENTITIES[e] ?? e) : text);

  const mentions: MentionAt[] = [];
  let text = '';
  let read = 0;
  for (const found of visible.matchAll(MARKUP)) {
    text += plain(visible.slice(read, found.index));
    read = found.index + found[0].length;
    const mention = mentionOf(found, plain);
    if (mention) mentions.push({ start: text.length, end: text.length + mention.text.length, mention });
    text += mention ? mention.text : plain(shownText(found));
  }
  return { ok: true, text: text + plain(visible.slice(read)), mentions };
}

function mentionOf(found: RegExpMatchArray, plain: (text: string) => string): Mention | undefined {
  const [, id, label, teamsName] = found;
  if (id !== undefined) {
    const name = label === undefined ? '' : plain(label).trim();
    return { from: 'slack', id, ...(name === '' ? {} : { name }), text: `@${name === '' ? id : name}` };
  }
  if (teamsName === undefined || teamsName.trim() === '') return undefined;
  const name = plain(teamsName).trim();
  return { from: 'teams', name, text: `@${name}` };
}

function shownText(found: RegExpMatchArray): string {
  const [, , , , special, specialLabel, address, addressLabel] = found;
  const label = specialLabel ?? addressLabel;
  if (label !== undefined && label !== '') return special?.startsWith('#') ? `#${label}` : label;
  if (address !== undefined) return address.replace(/^(?:mailto|tel):/i, '');
  if (special === undefined) return '';
  return special.startsWith('#') ? special : `@${special.slice(1)}`;
}

const tooLong = (length: number) =>
  refuse(
    'too-long',
    `That is ${length.toLocaleString('en-GB')} characters; I read up to ${MOST_CHARACTERS.toLocaleString('en-GB')} at a time. ` +
      'Write one sentence and add the rest as notes.',
  );
