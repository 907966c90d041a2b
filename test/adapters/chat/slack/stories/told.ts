import { fileURLToPath } from 'node:url';
import { personId } from '../../../../../src/core/ids.ts';
import { incident } from '../../../../../src/core/incident/incident.ts';
import { timeline } from '../../../../../src/core/timeline/timeline.ts';
import { raw } from '../../../../support/slack-faults.ts';
import { textOf } from '../../../../support/slack-read.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';

type Parts = NonNullable<Parameters<typeof slackWorld>[0]>;

export const PHONES = 'start phones send callers in a loop';
export const INCIDENTS = { SLACK_INCIDENTS_CHANNEL: '#incidents' };

/** INC-1: the phones send callers in a loop, said by Bob; Ann is paged, and Cleo after five minutes. */
export async function phones(parts: Parts = {}, words = PHONES): Promise<SlackWorld> {
  const world = await slackWorld(parts);
  await world.slash('bob', words);
  return world;
}

/** INC-1: the gate stays open; two steps, Ann's and then Eve's. Ann has it. */
export async function gate(parts: Parts = {}): Promise<SlackWorld> {
  const MUSTER_PLAYBOOKS = fileURLToPath(new URL('playbooks', import.meta.url));
  const world = await slackWorld({ ...parts, settings: { MUSTER_PLAYBOOKS, ...parts.settings } });
  await world.slash('bob', 'start the gate is open');
  await world.tap('ann', "I've got it", await lastOf(world.directs('ann')));
  return world;
}

export const lastOf = async <T>(all: Promise<readonly T[]>): Promise<T | undefined> => (await all).at(-1);
/** What was answered last, unseen by others. */
export function answered({ answers }: SlackWorld): string {
  const { text, blocks } = answers.at(-1) ?? {};
  return textOf({ text: typeof text === 'string' ? text : '', blocks });
}
/** The situation card, as it reads now. */
export const situationOf = async (world: SlackWorld, id?: string) => {
  const [card] = (await world.messages(await world.room(id))).filter(({ text }) => text.includes('Who has it'));
  return card === undefined ? '' : textOf(card);
};
export const membersOf = async ({ behind }: SlackWorld, channel: string) =>
  (await behind.web.conversations.members({ channel, limit: 1_000 })).members ?? [];
export const channelOf = async ({ behind }: SlackWorld, channel: string) =>
  (await behind.web.conversations.info({ channel })).channel;

/** The timeline as people read it. */
export async function timelineOf(world: SlackWorld, id = 'INC-1'): Promise<readonly string[]> {
  const { book } = await world.incident(id);
  return timeline({ book, events: await world.events(id) }).map(({ by, text }) => `${by}: ${text}`);
}

export const typesOf = async (world: SlackWorld, id?: string) => (await world.events(id)).map(({ type }) => type);
export const deadlinesOf = async (world: SlackWorld, id?: string) =>
  incident.deadlines(await world.incident(id)).map(({ at }) => at);

/** From here on Slack answers nothing that is of use. */
export const down = ({ slack }: SlackWorld) => slack.script('*', raw(503, 'upstream connect error'));
/** What was sent to Slack by one method since there were so many calls. */
export const sentSince = ({ slack }: SlackWorld, before: number, method: string) =>
  slack
    .asked()
    .slice(before)
    .filter((call) => call.method === method);

/** Words in the inConsole, as somebody of the plan: the way that is left when Slack is away. */
export async function inConsole(world: SlackWorld, who: string, words: string) {
  const id = personId(who);
  const reply = await world.muster.say({ words, speaker: { id, name: who, by: id } });
  await world.settle();
  return reply;
}
