import { factsOf } from '../measures/facts.ts';
import type { Facts } from '../measures/facts.ts';
import type { Told } from '../timeline/entry.ts';
import { blocks, m } from './markdown.ts';
import type { Md } from './markdown.ts';
import { factsPart } from './marks.ts';
import { rewrite } from './rewrite.ts';
import type { Section, Write } from './section.ts';
import { partText } from './section.ts';
import { actions } from './sections/actions.ts';
import { communications } from './sections/communications.ts';
import { head } from './sections/head.ts';
import { factors, helped, outside, sense } from './sections/human.ts';
import { impact } from './sections/impact.ts';
import { legalClocks } from './sections/legal-clocks.ts';
import { planAndReality } from './sections/plan-and-reality.ts';
import { proposals } from './sections/proposals.ts';
import { reachability } from './sections/reachability.ts';
import { response } from './sections/response.ts';
import { summary } from './sections/summary.ts';
import { timeline } from './sections/timeline.ts';
import { speechOf } from './speech.ts';
import type { Speech } from './speech.ts';

const always =
  (section: Section): Write =>
  () =>
    section;

/** The sections of domain 5.1, in their order; the number in the heading is their place here. */
const SECTIONS: readonly Write[] = [
  head,
  summary,
  impact,
  timeline,
  response,
  communications,
  reachability,
  planAndReality,
  legalClocks,
  always(sense),
  always(factors),
  always(helped),
  actions,
  proposals,
  always(outside),
];

/**
 * The postmortem as Markdown, written from the events alone: the same events give the same text. Parts between
 * `muster:facts` marks are Muster's, those between `muster:write` marks are left to people.
 */
export function postmortem(told: Told): string {
  const facts = factsOf(told);
  const speech = speechOf(facts);
  const sections = SECTIONS.map((write, nth) => sectionText(write(facts, speech), nth + 1));
  return `${[factsPart('title', title(facts, speech).md), ...sections].join('\n\n')}\n`;
}

/** The text to keep: the postmortem as it is now, with all that people wrote into the one that was kept before. */
export const postmortemOver = (told: Told, existing: string | undefined): string =>
  existing === undefined ? postmortem(told) : rewrite(existing, postmortem(told)).text;

function title({ declared, drill }: Facts, speech: Speech): Md {
  const mark = { md: drill ? 'EXERCISE. ' : '' };
  const rehearsal =
    'EXERCISE: this was a rehearsal. Nothing was really wrong, and nothing here counts as a real incident.';
  const rules = m`*Events and conditions, not character. What was seen and known then, not what we know now. What happened, not what did not happen. The system can change; people cannot be fixed.*`;
  return blocks([
    m`# ${mark}Postmortem ${declared.id}: ${speech.title}`,
    ...(drill ? [m`**${rehearsal}**`] : []),
    rules,
  ]);
}

const sectionText = (section: Section, n: number) =>
  [m`## ${{ md: `${n}.` }} ${section.title}`.md, ...section.parts.map(partText)].join('\n\n');
