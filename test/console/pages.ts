import type { ConsoleWorld } from './world.ts';

/** A world in which every page has something to show: one incident being worked on, one nobody has, one that is over. */
export async function furnished(world: ConsoleWorld): Promise<readonly string[]> {
  const over = await world.say('owen', 'start mail does not arrive');
  await world.say('marcus', `ack ${over}`);
  await world.say('marcus', `note ${over} the certificate had run out`);
  await world.say('priya', `lead ${over}`);
  await world.say('priya', `restored ${over} renewed the certificate`);
  await world.say('priya', `close ${over} --anyway all mail arrived`);
  await world.say('marcus', `action ${over} renew certificates by calendar --owner marcus --due 2027-01-15`);
  const worked = await world.say('owen', 'start phones send callers in a loop since 20 minutes ago');
  await world.say('marcus', `ack ${worked}`);
  await world.say('marcus', `situation ${worked} customers greeting changed by 23:55`);
  await world.say('owen', 'start the card gateway is down');
  return [
    '/',
    `/incidents/${worked}`,
    `/incidents/${worked}?show=pages`,
    `/incidents/${over}`,
    `/incidents/${over}/postmortem`,
    `/incidents/${over}/postmortem/edit/summary`,
    '/phones',
    '/plan',
    '/plan/functions',
    '/plan/functions/patient-calls',
    '/plan/systems/pbx',
    '/plan/picture',
    '/plan/order',
    '/plan/paging',
    '/plan/people',
    '/plan/vendors',
    '/plan/playbooks',
    '/plan/playbooks/phone-misrouting',
    '/pack',
    '/status',
    '/sign-in',
  ];
}
