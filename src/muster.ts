import { mkdirSync } from 'node:fs';
import type { AdjustableClock } from './adapters/clock/adjustable/adjustable-clock.ts';
import type { SimulatedPager } from './adapters/pagers/simulated/simulated-pager.ts';
import type { WebDoor } from './ports/web-door.ts';
import type { PackKeeper } from './adapters/web/pack/pack-keeper.ts';
import { compose } from './compose.ts';
import type { Config } from './config.ts';
import type { deskOf } from './desk.ts';
import type { Reply, Said } from './ports/door.ts';
import type { Engine } from './engine/engine.ts';
import type { Monitors } from './monitors.ts';
import type { NearMissLife } from './near-misses.ts';
import type { Notify } from './engine/notice.ts';
import type { Sender } from './engine/paging.ts';
import type { Plans } from './plans.ts';
import type { Preflight } from './preflight.ts';
import { secretOf } from './secret.ts';
import { otherSecret } from './secret-mark.ts';
import { openKept } from './stores.ts';
import type { Chat } from './ports/chat.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { AnswerLinks } from './ports/answers.ts';
import type { Provider } from './ports/media.ts';
import type { Postmortems } from './ports/postmortems.ts';
import type { TellPerson } from './ports/notices.ts';
import type { Pager } from './ports/pager.ts';
import type { ReplicaStand } from './ports/replica.ts';
import type { Store } from './ports/store.ts';

/** One Muster for one plan: one store, one key, composed as a unit. */
export interface Muster {
  readonly config: Config;
  readonly engine: Engine;
  readonly store: Store;
  /** Other processes work with the same store: what is remembered in memory may be old. */
  readonly shared: boolean;
  readonly clock: Clock;
  /** How long things take, and how old a link is, goes by this one. */
  readonly wall: Clock;
  /** The same clock where its speed may be changed: nobody real can be reached. */
  readonly adjustable: AdjustableClock | undefined;
  readonly phones: SimulatedPager;
  /** All that carry pages, the phones that do not exist among them. */
  readonly pagers: readonly Pager[];
  /** Sends one message by them. */
  readonly sender: Sender;
  /** The chat platforms that mirror incidents. */
  readonly chats: readonly Chat[];
  /** What carries messages besides them. */
  readonly providers: readonly Provider[];
  /** Answers by a link in a message. */
  readonly answers: AnswerLinks;
  readonly postmortems: Postmortems;
  /** Where platforms knock: addresses of the web server that are theirs. */
  readonly doors: readonly WebDoor[];
  readonly plans: Plans;
  /** The break-glass pack of the plan in force, as a file. */
  readonly pack: PackKeeper;
  /** Signs links and tokens. */
  readonly secret: string;
  readonly nearMisses: NearMissLife;
  /** Where alerts come in, and what must report. */
  readonly monitors: Monitors;
  /** What would not work now. */
  readonly preflight: Preflight;
  readonly desk: ReturnType<typeof deskOf>;
  /** Keeps what somebody should know, and sends it when it wakes nobody. */
  readonly tell: TellPerson;
  /** Writes a copy of the database to a file while everything goes on; not there where the database is no file of Muster's own. */
  readonly copyTo?: (file: string) => Promise<void>;
  /** How this process stands among those that share the store; undefined where it is alone. */
  readonly replica: ReplicaStand | undefined;
  /** The one door: a line of words in, a card out. */
  say(said: Said): Promise<Reply>;
  /** Hears everything the engine does until the returned function is called. */
  listen(hear: Notify): () => void;
  /** What is not set up yet, one sentence each, the most useful first. */
  missing(): readonly string[];
  /** Begins to work what is due. Without it Muster only answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts the parts together. Throws with a sentence when the data folder, the database or the plan cannot be used. */
export async function openMuster(config: Config, log: Log, given?: Clock): Promise<Muster> {
  mkdirSync(config.data, { recursive: true });
  const kept = await openKept(config, log, given);
  try {
    kept.adjustable?.settle();
    const { copyTo, store, shared } = kept;
    const another = await otherSecret(store, secretOf(config), shared);
    if (another !== undefined) log.error({}, another);
    const problems = another === undefined ? kept.problems : [...kept.problems, another];
    return { ...(await compose(config, log, { ...kept, problems })), ...(copyTo === undefined ? {} : { copyTo }) };
  } catch (error) {
    await kept.store.close();
    throw error;
  }
}
