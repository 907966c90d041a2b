import { postmortemFiles } from '../../adapters/postmortems/files.ts';
import { timeline, withoutDetails } from '../../core/timeline/timeline.ts';
import type { Show } from './show.ts';
import type { Stage } from './stage.ts';

/** So much of the postmortem is shown; the whole of it is several pages. */
const MOST_LINES = 48;
const PAUSE_MIN = 3;

/** The incident told after it: the timeline without the single pages, and how the postmortem begins. */
export async function tellIncident(stage: Stage, show: Show, folder: string): Promise<void> {
  const { book, lifecycle } = await stage.incident();
  const events = await stage.events();
  await stage.pass(PAUSE_MIN);
  show.heading(`The timeline of ${lifecycle.id}, which nobody had to write`);
  const kinds = ['observed', 'decision', 'action', 'message', 'clock', 'note', 'change'] as const;
  const { told } = withoutDetails(timeline({ book, events }, { kinds }));
  for (const { at, by, kind, text } of told) show.entry(at, kind, `${by}: ${text}`);
  await stage.pass(PAUSE_MIN);
  show.heading('The postmortem begins like this; people write the rest');
  const text = (await postmortemFiles(folder).read(lifecycle.id)) ?? '';
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('<!--'))
    .filter((line, i, all) => line !== '' || all[i - 1] !== '');
  for (const line of lines.slice(0, MOST_LINES)) show.plain(line);
  show.plain('…');
  show.heading('That was it. Now yours: npm start');
}
