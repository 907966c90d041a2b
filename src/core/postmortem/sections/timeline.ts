import { dateTime } from '../../time.ts';
import { timeline as tellAll, withoutDetails } from '../../timeline/timeline.ts';
import { m, table } from '../markdown.ts';
import { facts as part } from '../section.ts';
import type { Write } from '../section.ts';

/** What happened, in company time and UTC, each with the number of the event that says so. */
export const timeline: Write = ({ book, events, private: isPrivate }, { timeline: options, zone }) => {
  const { told, left } = withoutDetails(tellAll({ book, events }, options));
  const rows = told.map(({ at, by, kind, text, source }) => [
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
        ...(left === 0 ? [] : [m`${plumbing(left)}`]),
      ),
    ],
  };
};

const plumbing = (left: number) =>
  `Left out: ${left === 1 ? 'one entry' : `${left} entries`} about Muster's own work, such as a message that a provider took over. The incident's page in the console shows ${left === 1 ? 'it' : 'them'} under "Everything".`;
