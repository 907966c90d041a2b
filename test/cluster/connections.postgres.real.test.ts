import pg from 'pg';
import { expect, it } from 'vitest';
import { rig } from '../chaos/rig.ts';
import { at, line, nth, replicaOf, started, turnEnds } from './cluster.ts';

const SPEED = 60;
const PUNCTUAL_MS = 1_500;

it('when the database takes no more connections and readers hang, pages and levels go out in time', async () => {
  await using world = await rig({ replicas: 2, speed: SPEED });
  await using hogs = new AsyncDisposableStack();
  const replica = replicaOf(world, 0);
  const incident = await started(replica);
  const due = await turnEnds(world, incident, SPEED);
  const watcher = hogs.adopt(new pg.Client({ connectionString: world.url }), (client) => client.end());
  await watcher.connect();
  for (;;) {
    const hog = new pg.Client({ connectionString: world.url });
    hog.on('error', () => undefined);
    if (
      !(await hog.connect().then(
        () => true,
        () => false,
      ))
    )
      break;
    hogs.defer(() => hog.end());
  }
  // Many long lists at once, as many readers of a console ask for.
  const lists = Array.from({ length: 60 }, () =>
    fetch(`http://127.0.0.1:${replica.port}/api/v1/incidents`, {
      headers: { authorization: `Bearer ${replica.token}` },
    }).then((answer) => answer.status),
  );
  const said = performance.now();
  expect(await replica.say(line(`note ${incident} said in the crowd`))).toBeDefined();
  expect(performance.now() - said).toBeLessThan(PUNCTUAL_MS);
  expect(new Set(await Promise.all(lists))).toEqual(new Set([200]));
  await at(due + PUNCTUAL_MS);
  await hogs.disposeAsync();
  const paged = await nth(world, incident, { type: 'levelPaged', n: 2 });
  expect(paged.wroteAt - due).toBeLessThan(PUNCTUAL_MS);
});
