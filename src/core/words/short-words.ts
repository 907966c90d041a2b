import type { IncidentId } from '../ids.ts';
import { readIncidentId } from '../ids.ts';

/** The keys of a phone, as a call or a message offers them. */
export const KEYS = [
  { key: '1', label: "I've got it", verb: 'ack' },
  { key: '2', label: "Can't", verb: 'cant' },
  { key: '3', label: 'Need help', verb: 'needhelp' },
] as const;

/** What a text message may begin with. A phone says these few things; the rest is for the console. */
const VERBS: Readonly<Record<string, string>> = {
  ack: 'ack',
  yes: 'ack',
  cant: 'cant',
  "can't": 'cant',
  no: 'cant',
  help: 'needhelp',
  done: 'done',
  doing: 'doing',
  blocked: 'blocked',
  note: 'note',
  eta: 'eta',
  update: 'update',
  status: 'status',
  next: 'next',
};
/** A bare number behind these is a step, unless another one follows: `DONE 3`, `DONE 42 3`. */
const OF_STEPS = new Set(['done', 'doing', 'blocked']);
/** Longer than any phone sends in one go. */
const LONGEST = 600;

export const HOW_TO_WRITE =
  'Write ACK 42, CANT 42, HELP 42, DONE 42 3 or NOTE 42 and a few words; 1, 2 or 3 alone will do.';

export type ShortWords = { readonly incident: IncidentId; readonly words: string };

/** A reply by text message as a line of words; undefined when it is none. Without a number it is about `newest`. */
export function readShortWords(text: string, newest: IncidentId | undefined): ShortWords | undefined {
  const [first = '', ...rest] = text.slice(0, LONGEST).trim().replaceAll('’', "'").split(/\s+/);
  const key = KEYS.find((one) => one.key === first);
  const verb = key?.verb ?? (Object.hasOwn(VERBS, first.toLowerCase()) ? VERBS[first.toLowerCase()] : undefined);
  if (verb === undefined) return undefined;
  const [number = '', next = ''] = rest;
  const isStep = OF_STEPS.has(verb) && /^\d+$/.test(number) && !/^\d+(?:\.\d+)?$/.test(next);
  const named = isStep ? undefined : readIncidentId(number);
  const incident = named ?? newest;
  if (incident === undefined) return undefined;
  return { incident, words: [verb, incident, ...(named === undefined ? rest : rest.slice(1))].join(' ') };
}
