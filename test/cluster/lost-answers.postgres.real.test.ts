import { expect, it } from 'vitest';
import { rig } from '../chaos/rig.ts';
import { eventsOf, line, started, until } from './cluster.ts';

it.each(['is cut', 'is cut and comes back only after two seconds'])(
  'a word that was kept when its connection %s before the answer is acknowledged, and stands there once',
  async (how) => {
    await using world = await rig({ replicas: 1, speed: 1 });
    const [place] = world.places;
    if (place === undefined) throw new Error('there is no replica');
    const incident = await started(place.replica);
    const noted = async () => (await eventsOf(world, incident)).filter(({ event }) => event.type === 'noted');

    place.toPostgres.loseAnswersTo('was kept');
    const answer = place.replica.say(line(`note ${incident} was kept`));
    await until(async () => ((await noted()).length > 0 ? true : undefined), 'the note in the database');
    place.toPostgres.cut();
    if (how !== 'is cut') await until(async () => undefined, 'an end', 2_000).catch(() => undefined);
    place.toPostgres.restore();

    expect(JSON.parse((await answer) ?? '{}')).toMatchObject({ ok: true, code: 'done' });
    expect(await noted()).toHaveLength(1);
  },
);
