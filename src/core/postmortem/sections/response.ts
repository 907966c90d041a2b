import { measuresOf } from '../../measures/measures.ts';
import { m, table } from '../markdown.ts';
import { facts as part } from '../section.ts';
import type { Write } from '../section.ts';

export const response: Write = (facts) => {
  const { drill, rows } = measuresOf(facts);
  const mark = drill ? [m`EXERCISE: these measures are of a rehearsal and are never put beside real ones.`] : [];
  return {
    title: 'Response facts',
    parts: [
      part(
        'response',
        ...mark,
        table(
          ['Measure', 'Value', 'Note'],
          rows.map(({ name, text, note }) => [name, text, note ?? '']),
        ),
      ),
    ],
  };
};
