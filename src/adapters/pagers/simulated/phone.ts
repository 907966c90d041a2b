import { MEDIA, type Medium } from '../../../core/media.ts';
import { readInstant, type Instant } from '../../../core/time.ts';

/** One message on a simulated phone, as `GET /api/v1/phones` shows it. */
export type Phone = {
  readonly person: string;
  readonly medium: Medium;
  readonly to: string;
  readonly text: string;
  readonly at: Instant;
  readonly incident: string;
  readonly key: string;
  readonly subject: string;
};

/** Reads one line of the file; undefined for one that is torn or not ours. */
export function readPhone(line: string): Phone | undefined {
  const found = parse(line);
  if (typeof found !== 'object' || found === null) return undefined;
  const field = (name: string) => {
    const value: unknown = Object.getOwnPropertyDescriptor(found, name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const [person, to, text, incident, key] = ['person', 'to', 'text', 'incident', 'key'].map(field);
  const medium = MEDIA.find((each) => each === field('medium'));
  const at = readInstant(field('at') ?? '');
  if (person === undefined || to === undefined || text === undefined || incident === undefined) return undefined;
  if (key === undefined || medium === undefined || at === undefined) return undefined;
  // Lines of an earlier version have none: the first line of the text says the same.
  const subject = field('subject') ?? text.split('\n', 1)[0] ?? '';
  return { person, medium, to, text, subject, at, incident, key };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
