/**
 * Blameless wording (domain 5.2): private hints to the writer of a text, never a refusal, never kept. What stands in quotes
 * or code is somebody else's and is left alone.
 */
export type Nudge = {
  readonly kind: BlameKind;
  /** The words found, as written. */
  readonly found: string;
  readonly hint: string;
  /** Where they begin in the text, in UTF-16 units. */
  readonly at: number;
};
export type BlameAsk = {
  /** Names of people in the plan, as they are written in texts. */
  readonly people?: readonly string[];
  /** Names of roles, teams and vendors: with people, those who can fail to do something. */
  readonly groups?: readonly string[];
  /** The text is an action item: what should or could be is its business. */
  readonly action?: boolean;
};
export type BlameKind = (typeof RULES)[number]['kind'] | 'name';

/** Places for the subject in a pattern: somebody (not a thing), or somebody named. */
const SOMEBODY = '{who}';
const NAMED = '{named}';
const PERSON_NOUNS =
  'he|she|we|i|you|someone|somebody|nobody|no one|person|people|staff|team|crew|engineer|technician|admin|administrator|operator|user|' +
  'colleague|employee|agent|manager|developer|contractor|trainee|intern|clerk|supervisor|director|boss';
/** What may stand between the subject and the verb. */
const BETWEEN = String.raw`(?:\s+(?:had|has|have|also|again|then|simply|just|\w{2,20}ly))?\s+`;

/** Whole words, any case. */
const RULES = [
  {
    kind: 'verdict',
    hint: 'What did they see, and what made this the sensible thing to do?',
    patterns: [
      String.raw`careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|sloppily|sloppiness|lazy|laziness|incompeten(?:t|tly|ce)|stupid(?:ly|ity)?|idiots?|idiotic|clumsy|clumsily`,
      String.raw`did(?:n't| not) bother|could(?:n't| not) be bothered|screwed (?:it )?up|messed (?:it )?up|dropped the ball`,
    ],
  },
  {
    kind: 'human-error',
    hint: 'Name the conditions: tool, time, wording, missing check.',
    patterns: [
      String.raw`(?:human|user|operator|pilot) errors?|someone's mistake|somebody's mistake|due to a mistake (?:by|of)`,
    ],
  },
  {
    kind: 'alternative-past',
    hint: 'Say what happened; put the idea into Actions.',
    notInActions: true,
    patterns: [
      String.raw`(?:should|could|would)(?:\s+not|n't)?(?:\s+have|'ve)|ought to have|if only`,
      String.raw`(?<=^|[.!?;,]\s{1,3})had (?:we|he|she|they|you|i|it|the|someone|somebody|anyone|${NAMED})\s[^.!?;]{1,80}?\bwould`,
    ],
  },
  {
    kind: 'failure-to',
    hint: 'What was the usual way, and what was in the way of it?',
    patterns: [
      String.raw`(?:${SOMEBODY})${BETWEEN}(?:failed to|ignored the|did(?:n't| not) check)`,
      String.raw`(?:neglected|forgot|forgotten) to`,
      String.raw`did(?:n't| not) follow (?:(?:the|our|any|proper|correct|standard|written) ){0,2}(?:procedures?|process|steps|instructions|checklist|playbook|runbook|policy|rules)`,
    ],
  },
  {
    kind: 'finger',
    hint: 'Describe the action and its setting.',
    patterns: [
      String.raw`(?:the )?fault of|(?:is|was|are|were) to blame|to blame for|responsible for the (?:outage|incident|failure|downtime|mess)|who did this|whose fault`,
      String.raw`caused by (?:the )?(?:${NAMED}|engineer|technician|admin|operator|user|trainee|intern)`,
    ],
  },
  {
    kind: 'hindsight',
    hint: 'Was it plain at that time? To whom?',
    patterns: [
      // A label can be clearly written.
      String.raw`obviously|clearly(?!\s+(?:labell?ed|marked|written|visible|stated|audible|separated))|of course|simply|just had to|as any(?:one|body)?(?:\s+\w+)? knows`,
    ],
  },
  {
    kind: 'single-cause',
    hint: 'List the other things that had to be true.',
    patterns: [String.raw`the root cause|the only reason|the sole cause`],
  },
  {
    kind: 'absolute',
    hint: 'How often, really?',
    // An always-on link and an option called "never" are things.
    patterns: [
      String.raw`always(?![\s-]on\b)|(?<!\balmost )never(?![\s-]expire)|everyone knows|everybody knows|nobody ever|no one ever`,
    ],
  },
  {
    kind: 'empty-action',
    hint: 'What would make the right thing easy or the wrong thing impossible?',
    patterns: [
      String.raw`(?:be|being) more careful|more care next time|pay(?:ing)? (?:more|closer) attention|remind (?:the |all |our )?(?:team|staff|everyone|users|people)|retrain(?:ing)?|double[- ]check next time|try harder`,
    ],
  },
] as const satisfies readonly { kind: string; hint: string; patterns: readonly string[]; notInActions?: true }[];

/** Past deeds: a person's name before one of these, or before any `…ed`, tells who did it instead of which role. */
const DEEDS = String.raw`(?!(?:called|named|based)\b)\w{2,20}ed|did|made|took|sent|went|broke|cut|put|ran|gave|left|lost|shut|set|saw|told|wrote|forgot|chose|pulled|overwrote|thought`;
const MOST_CHARACTERS = 20_000;

/** Hints on a text, in the order of their places. */
export function nudges(text: string, ask: BlameAsk = {}): readonly Nudge[] {
  const own = ownWords(text.slice(0, MOST_CHARACTERS));
  const found: Nudge[] = [];
  const look = (kind: BlameKind, hint: string, pattern: string) => {
    for (const match of own.matchAll(
      new RegExp(String.raw`(?<![\p{L}\p{N}_-])(?:${pattern})(?![\p{L}\p{N}_])`, 'giu'),
    )) {
      found.push({ kind, found: text.slice(match.index, match.index + match[0].length), hint, at: match.index });
    }
  };
  for (const rule of RULES) {
    if (ask.action === true && 'notInActions' in rule) continue;
    for (const pattern of rule.patterns) look(rule.kind, rule.hint, filled(pattern, ask));
  }
  const people = names(ask.people);
  if (people !== '') look('name', 'Use the role.', String.raw`(?:${people})${BETWEEN}(?:${DEEDS})`);
  return withoutOverlap(found);
}

/** The text with everything that is quoted or code blanked out, each place kept. */
function ownWords(text: string): string {
  const blank = (piece: string) => piece.replace(/[^\n]/g, ' ');
  return text
    .replace(/```[^`]*(?:```|$)|`[^`\n]*`/g, blank)
    .replace(/^[ \t]*>[^\n]*$/gm, blank)
    .replace(/"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»/g, blank)
    .replace(/(?<![\p{L}\p{N}])['‘][^'’\n]{1,200}['’](?![\p{L}\p{N}])/gu, blank)
    .replaceAll('’', "'");
}

function filled(pattern: string, ask: BlameAsk): string {
  const named = [names(ask.people), names(ask.groups)].filter((part) => part !== '').join('|');
  // A pattern with nobody to name must match nothing there.
  const nobody = '(?!)';
  return pattern
    .replaceAll(SOMEBODY, () => (named === '' ? PERSON_NOUNS : `${PERSON_NOUNS}|${named}`))
    .replaceAll(NAMED, () => (named === '' ? nobody : named));
}

const names = (all: readonly string[] = []) =>
  all
    .map((name) => name.trim().replaceAll('’', "'"))
    .filter((name) => name.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`))
    .join('|');

/** Where two nudges lie upon one another, the first and longer one is enough. */
function withoutOverlap(all: readonly Nudge[]): readonly Nudge[] {
  const kept: Nudge[] = [];
  let end = 0;
  for (const nudge of all.toSorted((a, b) => a.at - b.at || b.found.length - a.found.length)) {
    if (nudge.at < end) continue;
    kept.push(nudge);
    end = nudge.at + nudge.found.length;
  }
  return kept;
}
