import { dateTime } from '../../time.ts';
import { timeline as tellAll } from '../../timeline/timeline.ts';
import { m, table } from '../markdown.ts';
import { facts as part } from '../section.ts';
import type { Write } from '../section.ts';

/** Everything that happened, in company time and UTC, each with the number of the event that says so. */
export const timeline: Write = ({ book, events, private: isPrivate }, { timeline: options, zone }) => {
  const rows = tellAll({ book, events }, options).map(({ at, by, kind, text, source }) => [
    dateTime(at, zone),
    dateTime(at, 'UTC'),
    kind,
    by,
    text,
    `event ${source}`,
  ]);
  const restricted =
    'This incident is private: the timeline holds facts only. What people wrote is held back until the legal contact releases it; this text is for a restricted list.';
  return {
    title: 'Timeline',
    parts: [
      part(
        'timeline',
        ...(isPrivate ? [m`${restricted}`] : []),
        table([zone, 'UTC', 'Kind', 'Who', 'What', 'Source'], rows),
      ),
    ],
  };
};
