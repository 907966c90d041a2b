import type { Answer } from '../../../core/answers.ts';
import { wordOf } from './answer-word.ts';

/** How a mail is answered: on a page of Muster (and by mail, if `mail`), by mail only, or not at all. */
export type Door =
  | { readonly by: 'page'; readonly url: string; readonly mail: boolean }
  | { readonly by: 'mail'; readonly urlFor: (answer: Answer) => string }
  | { readonly by: 'nothing' };

type Page = {
  readonly subject: string;
  readonly text: string;
  readonly drill: boolean;
  readonly answers: readonly Answer[];
  readonly door: Door | undefined;
  /** The short mark, to be found again in what an answer quotes. */
  readonly mark: string | undefined;
};

/** Buttons as tables, colours beside each other: the oldest mail programs draw nothing else. No picture, no font, no script. */
const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
body,.sheet{background:#16181b!important;color:#f2f2f2!important}
.small{color:#b8bcc2!important}
}`;

/** The same mail with buttons. All of it is text of others, so all of it is escaped. */
export function htmlOf({ subject, text, drill, answers, door, mark }: Page): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [first = '', ...rest] = lines;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escape(subject)}</title><style>${STYLE}</style></head>`,
    '<body style="margin:0;padding:0;background:#ffffff;color:#1b1b1b">',
    '<div class="sheet" style="max-width:36em;margin:0 auto;padding:16px;font:16px/1.5 Arial,sans-serif">',
    drill ? banner('Exercise: nothing is really wrong.') : '',
    `<p style="font-size:20px;font-weight:bold;margin:0 0 12px">${escape(first)}</p>`,
    ...rest.map((line) => `<p style="margin:0 0 12px">${escape(line)}</p>`),
    ...buttons(answers, door),
    mark === undefined ? '' : `<p class="small" style="font-size:12px;color:#5a5f66">(Ref: ${escape(mark)})</p>`,
    '</div></body></html>',
  ].join('\n');
}

const banner = (say: string) =>
  `<p style="margin:0 0 12px;padding:8px 12px;background:#ffd54d;color:#1b1b1b;font-weight:bold">${say}</p>`;

const COLOURS = ['#0b6b3a', '#8a1c1c', '#1f4e8c'];

function buttons(answers: readonly Answer[], door: Door | undefined): readonly string[] {
  if (door === undefined) return [];
  const hrefOf = (answer: Answer) =>
    door.by === 'page' ? `${door.url}#${answer.digit}` : door.by === 'mail' ? door.urlFor(answer) : '';
  const drawn = (door.by === 'nothing' ? [] : answers).map((answer, nth) => {
    const colour = COLOURS[nth % COLOURS.length] ?? '#1f4e8c';
    return (
      `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px"><tr>` +
      `<td align="center" bgcolor="${colour}" style="border-radius:6px"><a href="${escape(hrefOf(answer))}" ` +
      `style="display:block;padding:16px;color:#ffffff;font:bold 18px Arial,sans-serif;text-decoration:none">` +
      `${escape(answer.label)}</a></td></tr></table>`
    );
  });
  return [
    ...drawn,
    `<p class="small" style="font-size:14px;color:#5a5f66;margin:0 0 12px">${escape(noteFor(answers, door))}</p>`,
  ];
}

export const NOBODY_READS =
  'A reply to this mail reaches nobody: answer by another way, such as a text message or the console.';

function noteFor(answers: readonly Answer[], door: Door): string {
  const words = answers.map(wordOf).join(', ');
  const reply = `Or reply with one word alone in the first line: ${words}.`;
  switch (door.by) {
    case 'page':
      return `A button opens a page; you answer with one press there. ${door.mail ? reply : NOBODY_READS}`;
    case 'mail':
      return `A button writes a mail for you; send it as it is. ${reply}`;
    case 'nothing':
      return NOBODY_READS;
    default:
      return door satisfies never;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
