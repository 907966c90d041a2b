import { z } from 'zod';

/** Slack's ids and times as its payloads carry them; what is longer or has other letters is not from Slack. */
const idOf = (first: string) => z.string().regex(new RegExp(`^[${first}][A-Z0-9]{1,30}$`));
export const teamId = idOf('TE');
export const userId = idOf('UW');
export const channelId = idOf('CDG');
export const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/);
/** Opaque words of Slack's own: trigger ids, view ids and hashes, event ids. */
export const opaque = z.string().min(1).max(300);
/** A response_url. */
export const webAddress = z.url({ protocol: /^https?$/ }).max(2_000);

/** Where an optional field is null or has a wrong shape, the payload is read as if it were not there. */
export const maybe = <S extends z.ZodType>(schema: S) =>
  schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);

/** The longest text of a person that is kept; a Slack message holds 40,000 characters, a line of words far fewer. */
const LONGEST_TEXT = 12_000;

/** A text of a person's, cut with a mark where it is longer than anybody reads, and never through a character. */
export const said = z.string().transform((text) => {
  if (text.length <= LONGEST_TEXT) return text;
  const cut = text.slice(0, LONGEST_TEXT - 2);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut} …`;
});
