import type { Plan } from '../plan/schema.ts';
import { readersOf } from './receivers.ts';
import { BATCH_HOUR } from './weeks.ts';

/** Where somebody may report. Whatever a door is built of, it shows these words before its form, as they stand. */
export type NearMissDoor = 'slack' | 'teams' | 'web';

/** What a reporter is told before they write (domain 5.5): sentences, grouped under a heading each. */
export type Before = readonly { readonly title: string; readonly says: readonly string[] }[];

/** What the platform itself knows: the truth, and not what anybody would like to hear. */
export const PLATFORM_KNOWS: Readonly<Record<NearMissDoor, readonly string[]>> = {
  slack: [
    'Slack knows that you opened this form, and when. It hands your name to Muster with every form that you send. Muster drops it before anything is written: it is in no file, no log and no backup of Muster.',
    'What Slack itself keeps depends on your firm’s agreement with Slack: the firm may be able to export or search it. Muster cannot change that. It never sends you a message about your report, for that would be kept too.',
    'If you do not trust that, use the web form of Muster, from a device of your own if you like.',
  ],
  teams: [
    'Microsoft Teams knows that you opened this form, and when. It hands your name to Muster with every form that you send. Muster drops it before anything is written: it is in no file, no log and no backup of Muster.',
    'What Microsoft keeps depends on your firm’s settings: the firm may be able to search it. Muster cannot change that. It never sends you a message about your report, for that would be kept too.',
    'If you do not trust that, use the web form of Muster, from a device of your own if you like.',
  ],
  web: [
    'You need not sign in. This page sets no cookie and loads nothing from elsewhere, and Muster writes down neither your address nor your browser nor when you were here.',
    'If you are signed in to Muster’s console in this browser, the browser sends that cookie along. Muster does not read it here. A private window does not send it.',
    'Your browser’s history, your firm’s network, and a proxy in front of Muster may know that this page was opened. Muster cannot change that.',
  ],
};

/** What is not promised. */
export const LIMITS: readonly string[] = [
  'Deliberate harm and crime are not covered.',
  'If a report shows that personal data were lost, the law may oblige the firm to tell an authority. Then the receivers pass on what happened; who told them they do not know.',
  'In a small firm a story can name its author by what only one person could know. Leave such details out.',
];

/** What is kept of a report, and how long it can be lost. */
const kept = (zone: string): readonly string[] => [
  'Kept are: the week, what you choose below, and your text as you confirm it in the preview, without names, numbers and hours. Not kept are: who you are, where you wrote from, the day’s hour, and your text before the preview.',
  `Your report stays in Muster’s memory until ${BATCH_HOUR}:00 (${zone}), when the reports of the day are written together, in an order that says nothing. If Muster crashes before that, your report is lost and nobody can bring it back. Look with your code on the day after; if nothing is there, send it again.`,
  'The talk is deleted 90 days after its end. The lesson, in the receivers’ own words, stays.',
];

/** Beside the urgent choice. */
export const URGENT_WORDS =
  'This could hurt us today: send my text to the receivers at once. Your name is not sent, but they see when it came, and whoever carries the message keeps that too. Choose it only if waiting is worse.';

/** Above the receipt code. */
export const RECEIPT_WORDS: readonly string[] = [
  'This is your only way back to this report. It is shown once. Muster does not keep it and cannot find it again: write it down now, or take a picture.',
  'With it you see what became of your report, and you can answer a question. Whoever has it can do the same.',
  'Muster will never send you a message about this. Come back with your code.',
];

/** In the form for those who sign. */
export const SIGNED_WORDS =
  'You may sign. Then the receivers see your name. It is not checked, and it is deleted with the talk.';

export const CODE_UNKNOWN =
  'No report has this code. Look at its four words again. If you sent it today or yesterday and Muster stopped in between, it was lost: send it again.';

/** The same where several machines take reports: until the batch, only the one that took it knows a report. */
export const CODE_UNKNOWN_HERE = `No report with this code is written down. Look at its four words again. Muster runs on several machines here, and one that you sent since the last batch is known only to the machine that took it: look again after ${BATCH_HOUR}:00, when the reports of the day are written together. If nothing is there then, it was lost: send it again.`;

export function beforeForm(plan: Plan, door: NearMissDoor): Before {
  const readers = readersOf(plan, door !== 'web');
  const who =
    readers.length === 0
      ? 'Nobody yet: the plan names no receivers.'
      : `${readers.join(' and ')}, and nobody else. You get an answer within ${inWords(plan.near_miss.reply_within)}.`;
  const few =
    readers.length === 1
      ? ['Only one person receives reports. If this is about them, tell somebody whom you trust instead.']
      : [];
  return [
    { title: 'What you can rely on', says: [plan.near_miss.policy] },
    { title: 'Who reads it', says: [who, ...few] },
    { title: 'What is not promised', says: LIMITS },
    { title: 'What is kept', says: kept(plan.plan.timezone) },
    {
      title: door === 'web' ? 'What the web knows' : `What ${door === 'slack' ? 'Slack' : 'Teams'} knows`,
      says: PLATFORM_KNOWS[door],
    },
  ];
}

const UNITS: Readonly<Record<string, string>> = {
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  mo: 'months',
  y: 'years',
  bd: 'business days',
  s: 'seconds',
};

/** `5bd` → `5 business days`. */
const inWords = (span: string) =>
  [...span.matchAll(/(\d+)(mo|bd|[smhdwy])/g)]
    .map(
      ([, count = '', unit = '']) =>
        `${count} ${Number(count) === 1 ? (UNITS[unit] ?? unit).replace(/s$/, '') : (UNITS[unit] ?? unit)}`,
    )
    .join(' ');
