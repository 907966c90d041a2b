/**
 * People's text for Slack. Cards are drawn as rich_text and plain_text, where a text is only ever shown: nothing in it can
 * become a mention, a link or bold. Only where Slack reads mrkdwn (the `text` beside the blocks, topics) is it escaped here.
 */

/** Stands where Slack would begin bold, a quote or an emoji: without width, and no place to begin one. */
const JOINER = '\u2060';
const LINE_END = /\r\n?|[\u2028\u2029]/g;
/** Control characters, and those that turn the direction of what follows: what is shown could read as something else. */
const HIDDEN = /(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** A text as it may be shown: whole characters, none that hides or turns others around. */
export const visible = (text: string): string => text.toWellFormed().replace(LINE_END, '\n').replace(HIDDEN, '');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const QUOTE_OR_LIST = /^([ \t]*)(?=&gt;|[-*•] |\d+[.)] )/gm;
/** In the middle of a word (`tech_lead`, `5*3`) none of them begins anything. */
const EMPHASIS = /(?<![\p{L}\p{N}\u2060])(?=[*_~`])/gu;
const EMOJI = /:(?=[\p{L}\p{N}_+'-]+:)/gu;

/**
 * mrkdwn that shows exactly this text: `& < >` as entities, so that no mention and no link is in it (which is certain), and a
 * joiner where emphasis, a quote, a list or an emoji would begin (which is how it looks, as far as Slack allows).
 */
export const mrkdwn = (text: string): string =>
  visible(text)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(QUOTE_OR_LIST, `$1${JOINER}`)
    .replace(EMPHASIS, JOINER)
    .replace(EMOJI, `:${JOINER}`);

/** An account's id as Slack gives it; anything else is nobody. */
export const isUserId = (id: string): boolean => /^[UW][A-Z0-9]{1,30}$/.test(id);

/** `<@U012>`; empty for what is no id. */
export const mention = (userId: string): string => (isUserId(userId) ? `<@${userId}>` : '');
