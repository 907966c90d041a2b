import { m } from './markdown.ts';

/** What people are asked in each part that is left to them (domain 5.1): how and what, never why or who. */
export const QUESTIONS = {
  summary: [
    'What did people see, for how long, what brought it back, and what do we change? Four sentences for somebody who was not there.',
  ],
  impact: [
    'Which minimum service was reached meanwhile, and for whom?',
    'How many people and customers felt it, and how?',
    'What did it cost in money, and what is not known yet?',
    'Which complaints came in?',
  ],
  sense: [
    'What did you notice first?',
    'What did you think was going on?',
    'What did you expect to happen when you did that?',
    'What other ways were open?',
    'What did you know that was not written anywhere?',
    'What made it hard to find the number, the password, the page?',
    'Who did you turn to, and how did you know to?',
    'What usually happens here when it goes well?',
  ],
  factors: [
    'What had to be true for this to happen? Several things, none of them the one cause. Tags: change, capacity, dependency, supplier, detection, knowledge, access, communication, planning, luck.',
  ],
  helped: ['What helped?', 'What hindered?', 'Where were we lucky?'],
  actions: [
    'What would make the right thing easy, or the wrong thing impossible? Add action items in the incident, so that they are followed up.',
  ],
  'plan-changes': ['Which of these do we accept, edit or reject, and what else should the plan say?'],
  outside: [
    'Only if wanted: what do we tell those outside, in their words? It goes out once the approver of that audience in the plan has said yes.',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What a part for people is called where it stands without its heading. */
const TITLES: Readonly<Record<string, string>> = {
  status: 'Status and owner',
  summary: 'In four sentences',
  impact: 'Impact',
  sense: 'How it made sense',
  factors: 'Contributing factors',
  helped: 'What helped, what hindered, where we were lucky',
  actions: 'Actions',
  'plan-changes': 'Plan changes',
  outside: 'Message for outside',
};
export const partTitle = (name: string) =>
  (Object.hasOwn(TITLES, name) ? TITLES[name] : undefined) ?? name.replaceAll('-', ' ');

const asked: Readonly<Record<string, readonly string[]>> = QUESTIONS;
const questionsOf = (name: string) => (Object.hasOwn(asked, name) ? asked[name] : undefined) ?? [];

/** A question as it stands in the document. */
export const questionLine = (question: string) => m`*${question}*`.md;

/** The questions of a part under which nobody has written; one that was taken out counts as answered. */
export function openQuestions(name: string, text: string): readonly string[] {
  const all = questionsOf(name);
  const lines = text.split('\n').map((line) => line.trim());
  const ours = new Set(all.map(questionLine));
  return all.filter((question) => {
    const at = lines.indexOf(questionLine(question));
    if (at < 0) return false;
    const next = lines.slice(at + 1).find((line) => line !== '');
    return next === undefined || ours.has(next);
  });
}

/** What people wrote: the text without the questions that they were asked. */
export function ownWords(name: string, text: string): string {
  const ours = new Set(questionsOf(name).map(questionLine));
  return text
    .split('\n')
    .filter((line) => !ours.has(line.trim()))
    .join('\n')
    .trim();
}

/** `Status: in review` in the first part for people → `in review`. */
export const statusOf = (text: string): string | undefined => /^Status:[ \t]*(\S.*)$/m.exec(text)?.[1]?.trim();
