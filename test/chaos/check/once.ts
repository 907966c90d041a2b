import { MUSTER } from '../../../src/core/incident/events.ts';
import type { Finding, History } from '../history.ts';

const RULE = 'no event twice';

/** What names one occurrence of a decision: two events of a stream with the same values were decided twice. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  declared: [],
  levelPaged: ['round', 'level'],
  exhausted: ['alarm'],
  paged: ['call'],
  progressAsked: ['ask'],
  nothingSent: ['n'],
  updateMissed: ['n'],
  markPassed: ['clock', 'of', 'percent'],
  reviewReminded: ['n'],
  actionAdded: ['n'],
  actionReminded: ['n', 'reminder'],
  hookIntended: ['step', 'run'],
  postmortemWritten: ['revision'],
  channelOpened: ['platform'],
};

/** Every deadline is decided once, and the auditor found nothing to mend. */
export function once({ streams }: Pick<History, 'streams'>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [stream, events] of streams) {
    const seen = new Map<string, number>();
    for (const { version, text } of events) {
      const event = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const type = String(event['type']);
      if (type === 'auditRepaired')
        findings.push({ rule: 'the agenda is what the log asks for', say: `${stream}: event ${version} is ${text}` });
      const fields = NAMED[type];
      // A person's word may page a level anew: those who stand in for somebody who cannot.
      if (fields === undefined || (type === 'levelPaged' && event['by'] !== MUSTER)) continue;
      const name = JSON.stringify([type, ...fields.map((field) => event[field])]);
      const first = seen.get(name);
      if (first !== undefined)
        findings.push({ rule: RULE, say: `${stream}: ${name} is event ${first} and again event ${version}` });
      seen.set(name, version);
    }
  }
  return findings;
}
