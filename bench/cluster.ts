import { benchHerdBeside, benchSparseBeside } from './beside.ts';
import { benchClocks, benchFlush, benchKills, benchRedisAway } from './faults.ts';
import { benchIngest } from './ingest.ts';
import { benchReplicas, benchRestart } from './replicas.ts';
import type { Found } from './found.ts';

type Bench = { readonly name: string; readonly says: string; readonly run: () => Promise<Found> };

/** Several processes, real servers, and others beside Muster. */
export const cluster = (quick: boolean): readonly Bench[] => [
  {
    name: 'beside others: sparse',
    says: '120 deadlines at random over 60 s, as incidents have them: from the hour of each until its decision.',
    run: () => (quick ? benchSparseBeside(10, 1_000) : benchSparseBeside()),
  },
  {
    name: 'beside others: herd',
    says: '10,000 deadlines at one instant: from that instant until each was decided, and decisions a second over all. A contender that has not decided all after 20 s is stopped; what is missing then stands under `not_yet`.',
    run: () => benchHerdBeside(quick ? 500 : 10_000),
  },
  {
    name: 'beside others: killed',
    says: '3,000 timers over 10 s, two processes at work; every half second one of them is killed with SIGKILL and begun anew. `twice`: decided (others: handed to the handler) more than once. `lost`: not decided at the end of the wait.',
    run: () => (quick ? benchKills(3, 300, 1_500) : benchKills()),
  },
  {
    name: 'beside others: Redis emptied',
    says: 'FLUSHALL while 1,000 timers wait, due within the next seconds.',
    run: () => (quick ? benchFlush(100, 1_000) : benchFlush()),
  },
  {
    name: 'beside others: Redis away',
    says: '200 timers over 50 s; Redis is stopped after 1 s and begun again, with everything it had, 40 s later.',
    run: () => (quick ? benchRedisAway(1_000, 40, 500) : benchRedisAway()),
  },
  {
    name: 'beside others: a wrong clock',
    says: '200 timers over 10 s, two processes at work; the calendar of one of them is two minutes fast, then two minutes slow.',
    run: () => (quick ? benchClocks(20, 800) : benchClocks()),
  },
  {
    name: 'replicas',
    says: 'Whole Musters on one PostgreSQL: people who declare an incident, add to it, take it and end it, as fast as they are answered; every page is performed by a phone that does not exist. All processes, and PostgreSQL, share this machine’s cores: what a second machine would add cannot be seen here.',
    run: () => (quick ? benchReplicas(500, 4, 2) : benchReplicas()),
  },
  {
    name: 'restart',
    says: '5,000 open incidents, 500 of them ten minutes overdue: from the start of a new process, with Node’s own, until the first overdue page was handed over.',
    run: () => (quick ? benchRestart(60, 10) : benchRestart()),
  },
  {
    name: 'ingest',
    says: 'Signed slash commands of Slack at 100 a second: until each is answered, which is after it was kept. Then PostgreSQL is frozen for 5 s: what was answered meanwhile, and after how long.',
    run: () => (quick ? benchIngest(100, 1_000) : benchIngest(1_000, 5_000)),
  },
];
