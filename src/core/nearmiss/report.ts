import type { Refusal } from '../aggregate.ts';
import { clearSecrets } from '../plan/secrets.ts';
import type { Plan } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import { scrub } from './scrub.ts';

/** What a near-miss report asks for (domain 5.5). The first two texts are needed. */
export type Texts = { readonly what: string; readonly stopped: string; readonly help: string };

/** What it is about: an entry of the plan, or one of two answers that name none. */
export type About =
  { readonly function: string } | { readonly system: string } | { readonly none: 'not in the plan' | 'rather not say' };

export const LIKELIHOODS = ['today', 'likely', 'rarely'] as const;
/** Could it come back? Null when nothing was said. */
export type Likelihood = (typeof LIKELIHOODS)[number] | null;

type Told = {
  /** As the reporter confirmed them in the preview: there is nothing left to take out of them. */
  readonly texts: Texts;
  readonly about: About;
  readonly likelihood: Likelihood;
  /** May we publish the lesson in our own words? */
  readonly mayPublish: boolean;
  /** May we ask a question through the receipt code? */
  readonly mayAsk: boolean;
  /** "This could hurt us today": the receivers get the scrubbed text at once. */
  readonly urgent: boolean;
};

/** A report as a door hands it over. Of an anonymous one nothing else may come in: there is no place for it. */
export type Report = Told &
  (
    | { readonly kind: 'anonymous' }
    /** Signed by the reporter's own wish; `mayThank`: the digest may say so. */
    | { readonly kind: 'named'; readonly name: string; readonly mayThank: boolean }
  );

/** Longest text, in characters: of three of them a form still has room in any script. */
export const MOST_CHARACTERS = 2_000;
const LONGEST_NAME = 80;

type No = { readonly refused: Refusal };
const no = (code: string, say: string): No => ({ refused: { code, say } });

/** The report as it is kept in memory until the batch; or why it cannot be taken. No refusal repeats what was written. */
export function checkReport(report: Report, plan: Plan): { readonly report: Report } | No {
  const { texts, about } = report;
  if (plan.near_miss.receives.length === 0) return no('no-receivers', NO_RECEIVERS);
  if (texts.what.trim() === '') return no('what', 'Say in a sentence what nearly happened.');
  if (texts.stopped.trim() === '')
    return no('stopped', 'Say what stopped it, or how it was noticed. "By chance" is an answer too.');
  const bad = Object.values(texts)
    .map((text) => textProblem(text, plan))
    .find((problem) => problem !== undefined);
  if (bad !== undefined) return { refused: bad };
  if ('function' in about && entry(plan.functions, about.function) === undefined) return no('about', NOT_THERE);
  if ('system' in about && entry(plan.systems, about.system) === undefined) return no('about', NOT_THERE);
  if (report.kind === 'named' && report.name.trim() === '')
    return no('name', 'Write the name that you sign with, or send the report without one.');
  const cleanOf = (text: string) => scrub(text, plan).scrubbed;
  const clean = { what: cleanOf(texts.what), stopped: cleanOf(texts.stopped), help: cleanOf(texts.help) };
  if (report.kind === 'anonymous') return { report: { ...report, texts: clean } };
  return { report: { ...report, texts: clean, name: report.name.trim().slice(0, LONGEST_NAME) } };
}

/** What is wrong with one confirmed text, of a report or of a letter. */
export function textProblem(text: string, plan: Plan): Refusal | undefined {
  if (text.length > MOST_CHARACTERS)
    return { code: 'too-long', say: `One of the texts has more than ${MOST_CHARACTERS} characters. Say it shorter.` };
  if (clearSecrets(text).length > 0)
    return { code: 'secret', say: 'This looks as if it held a password or a PIN. Take it out; nobody needs it here.' };
  if (scrub(text, plan).found.length > 0)
    return {
      code: 'not-scrubbed',
      say: 'Look at the preview once more and confirm it: something had to be taken out.',
    };
  return undefined;
}

const NOT_THERE = 'The plan has changed, and what you chose is not in it any more. Choose again.';
export const NO_RECEIVERS =
  'The plan does not say who receives near-miss reports, so nobody would read yours. Ask the plan’s owner to name two people in `near_miss.receives`.';
