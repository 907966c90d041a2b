import { benchBrowsers } from './browsers.ts';
import { benchFold, benchMemory, benchOutage, benchStartUp, benchWords } from './incidents.ts';
import { benchPagesAtOnce, benchProviderDown } from './paging.ts';
import { benchSlackLostReply, benchSlackOutage, benchSlackStart, benchSlackTrouble } from './slack.ts';
import { benchStore } from './store.ts';
import { benchHerd, benchSparse } from './timers.ts';
import type { Figures } from './found.ts';

type Bench = {
  readonly name: string;
  /** What its figures include. */
  readonly says: string;
  readonly run: () => Promise<Figures> | Figures;
};

/** Muster alone: one process on one SQLite file. */
export const alone = (quick: boolean): readonly Bench[] => [
  {
    name: 'at rest',
    says: 'Memory of this process before anything ran: every module loaded, nothing open.',
    run: benchMemory,
  },
  {
    name: 'words, 1 open',
    says: 'Words in → reply, on disk; → first page handed to its medium. One other incident open.',
    run: () => benchWords(1, quick ? 30 : 300),
  },
  {
    name: 'words, 1,000 open',
    says: 'The same with 1,000 other incidents open.',
    run: () => benchWords(quick ? 100 : 1_000, quick ? 30 : 300),
  },
  {
    name: 'words, 10,000 open',
    says: 'The same with 10,000: one incident must not cost more because others exist.',
    run: () => benchWords(quick ? 200 : 10_000, quick ? 30 : 300),
  },
  {
    name: 'store',
    says: 'Appends with flush, 200 streams at once; a lone append; 10,000 due rows claimed and finished; reopening.',
    run: () => benchStore(),
  },
  {
    name: 'sparse deadlines',
    says: '120 deadlines at random over 60 s: lateness of the decision. Beside it what a 5 s polling loop (GoAlert’s published cycle, a model) makes of the same hours.',
    run: () => (quick ? benchSparse(20, 3_000) : benchSparse()),
  },
  {
    name: 'due at once',
    says: '10,000 deadlines at the same instant: durable decisions a second.',
    run: () => benchHerd(quick ? 1_000 : 10_000),
  },
  {
    name: 'after an outage',
    says: '2,000 real incidents two hours overdue: events decided and flushed until nothing is due.',
    run: () => benchOutage(quick ? 50 : 2_000),
  },
  {
    name: 'pages at once',
    says: '10,000 pages due at the same instant, five providers that take 50 ms for each: from then until each was first handed over. The worst are served first: sev1’s p99 lies under sev4’s p50.',
    run: () => benchPagesAtOnce(quick ? 500 : 10_000),
  },
  {
    name: 'provider down',
    says: 'The first way of a person answers 503, is refused the connection, or says nothing: from that answer (silence: from being asked) until the next way is under way.',
    run: () => (quick ? benchProviderDown(20, 0) : benchProviderDown()),
  },
  {
    name: 'start-up',
    says: '10,000 open incidents, 500 of them overdue: from opening the file to the first overdue page; then the rebuild of the agenda.',
    run: () => (quick ? benchStartUp(500, 50) : benchStartUp()),
  },
  {
    name: 'fold',
    says: 'One incident of 10,000 events, folded from the first by the auditor.',
    run: () => benchFold(quick ? 1_000 : 10_000),
  },
  {
    name: 'browsers',
    says: '500 browsers on one incident: from words sent until each holds the whole new page; the highest memory of the process. Beside it a page that asks every 5 s (a model).',
    run: () => (quick ? benchBrowsers(30, 3) : benchBrowsers(500, 20)),
  },
  {
    name: 'Slack: start',
    says: 'Slack answers each call in 300 ms: signed slash command → acknowledged, → first page at Slack; how many calls stand before the first page, and how many make the channel work (Dispatch 14 and 16, incidentbot 6 and 8, counted from their code).',
    run: () => benchSlackStart(quick ? 3 : 20),
  },
  {
    name: 'Slack: trouble',
    says: 'A page while other methods are refused (429) for 10 s, and while other calls hang. Beside it a stock WebClient behind a 429 on another method.',
    run: () => benchSlackTrouble(quick ? 2 : 10),
  },
  {
    name: 'Slack: outage',
    says: 'Slack answers 503 while 8 incidents go on and words keep coming: the memory it takes, and how long after its return every channel has its digest.',
    run: () => benchSlackOutage(quick ? 5 : 60),
  },
  {
    name: 'Slack: lost reply',
    says: 'Slack takes the page, its answer is lost: messages that the person sees. Beside it a stock WebClient whose answer is lost twice.',
    run: () => benchSlackLostReply(),
  },
];
