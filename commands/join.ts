import { z } from 'zod';
import { situation } from '../src/core/incident/cards.ts';
import { text } from '../src/core/card.ts';
import { nextFor } from '../src/core/incident/next.ts';
import { personCommand } from '../src/command.ts';

export default personCommand({
  group: 'core',
  summary: "Come into the incident's channel, to follow or to help",
  usage: 'join [INC-42]',
  args: z.object({}),
  run: ({ incident, person, zone }) => ({
    of: incident.lifecycle.id,
    command: { type: 'join', person },
    reply(after, _events, at) {
      const next = nextFor(after, person);
      const brought = Object.values(after.rooms.open).some(({ platform }) => platform !== 'console');
      const say = brought ? 'You are brought into the channel.' : 'This is where it is worked.';
      return situation(after, { at, zone }, [text(next === undefined ? say : `${say} For you: ${next.text}`)]);
    },
  }),
});
