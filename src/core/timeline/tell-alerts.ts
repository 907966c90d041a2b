import { sourceName } from '../alerts/alert.ts';
import type { EventOf } from '../incident/events.ts';
import { says } from './entry.ts';
import type { Said } from './entry.ts';
import { oneLine } from './names.ts';
import type { Scene } from './scene.ts';
import { tail } from './scene.ts';

/** What a monitor said, with its name in front. */
export function tellAlert(event: EventOf<'alertNoted'>, scene: Scene): readonly Said[] {
  const { source, state, title, count, all, key } = event;
  const name = oneLine(sourceName(source));
  if (all) return says('observed', `${name} says that it is resolved; nothing is closed by itself`);
  if (key === '') return says('observed', `${name}: ${count} more ${count === 1 ? 'alert' : 'alerts'} ${state}`);
  return says('observed', `${name}: ${state}${tail(scene, title)}`);
}
