import type { EventOf } from '../incident/events.ts';
import { inWords, shortTime } from '../time.ts';
import type { Instant } from '../time.ts';
import { says } from './entry.ts';
import type { Said } from './entry.ts';
import type { Scene } from './scene.ts';
import { functionName, inRow, systemName, tail } from './scene.ts';

type Told = EventOf<
  'markPassed' | 'workaroundStarted' | 'workaroundEnded' | 'recoveryPointNoted' | 'clockDecided' | 'clockAsked'
>;

/** Recovery clocks, workarounds, what was saved, and the clocks of law and contract. */
export function tellClock(event: Told, scene: Scene): readonly Said[] {
  const { book, zone } = scene;
  const when = (at: Instant) => shortTime(at, zone, event.at);
  switch (event.type) {
    case 'markPassed':
      return says('clock', mark(event, functionName(book, event.of)));
    case 'workaroundStarted':
      return says(
        'action',
        `${functionName(book, event.function)}: the workaround is in use${tail(scene, event.note)}`,
      );
    case 'workaroundEnded':
      return says(
        'action',
        `${functionName(book, event.function)}: the workaround is no longer in use${tail(scene, event.note)}`,
      );
    case 'recoveryPointNoted':
      return says(
        'observed',
        `${systemName(book, event.system)}: the newest record kept is from ${when(event.newest)}`,
      );
    case 'clockDecided': {
      const from = event.startedAt === null ? '' : `, counted from ${when(event.startedAt)}`;
      return says('decision', `Legal clock ${event.clock}: ${event.answer}${from}${tail(scene, event.why)}`);
    }
    case 'clockAsked':
      return says('clock', `Asked which legal and contract clocks run: ${inRow(event.clocks)}`);
    default:
      return event satisfies never;
  }
}

const FULL = {
  rto: 'is past its RTO',
  mtd: 'has been out longer than can be borne (MTD)',
  workaround: 'the workaround no longer holds',
};
const PART = { rto: 'RTO', mtd: 'MTD', workaround: 'time that the workaround holds' };

function mark({ clock, percent, lateMs }: EventOf<'markPassed'>, name: string): string {
  const late = lateMs === 0 ? '' : `. Said ${inWords(lateMs)} late: Muster was not running, or its database was away`;
  if (percent < 100) return `${PART[clock]} of ${name}: ${percent} % gone${late}`;
  return `${name}${clock === 'workaround' ? ':' : ''} ${FULL[clock]}${late}`;
}
