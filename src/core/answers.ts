/** One way to answer a message with a press: a key of the phone, a button, a link. `words` go through the one door. */
export type Answer = { readonly digit: string; readonly label: string; readonly verb: string; readonly words: string };

const OF_A_PAGE = [
  { digit: '1', label: 'I have it', verb: 'ack' },
  { digit: '2', label: "I can't", verb: 'cant' },
  { digit: '3', label: 'I have it and need one more', verb: 'needhelp' },
] as const;
const OF_A_TEST = [{ digit: '1', label: 'It reached me', verb: 'reached' }] as const;

/**
 * What can be answered to a message about this: three things to a page of an incident (`INC-42`, `EX-7`), one to a test of
 * whether somebody can be reached (`TEST-7`), nothing to anything else.
 */
export function answersTo(about: string): readonly Answer[] {
  const kinds = /^(?:INC|EX)-\d+$/.test(about) ? OF_A_PAGE : /^TEST-\d+$/.test(about) ? OF_A_TEST : [];
  return kinds.map((kind) => ({ ...kind, words: `${kind.verb} ${about}` }));
}
