import { it } from 'vitest';
import { read, phones, min } from './support.ts';
it('nobody', async () => {
  const told = await phones();
    await told.say('ack', 'priya');
    await told.say('ack', 'marcus');
  await told.say('sev sev1 clinics are calling the press', 'priya');
  console.log(told.clock.now(), (await told.store.agenda('INC-1')), await told.store.nextDue());
  console.log(told.notices.slice(-5));
});
