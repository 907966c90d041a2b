import type { Reply } from '../../src/ports/door.ts';
import { OWN_COMMANDS } from '../../src/config.ts';
import { cardText } from '../../src/core/card.ts';
import { discoverCommands } from '../../src/discover.ts';
import type { Story } from '../support/story.ts';
import { story } from '../support/story.ts';

/** Three people at the door of the sample plan: Priya leads, Tomas is in the plan and has no part, Kim is a stranger. */
export const LEADS = 'priya';
export const BYSTANDER = 'tomas';
export const STRANGER = 'kim';

export const words = await discoverCommands([OWN_COMMANDS]);

/** INC-1: the phones send callers in a loop; Priya has it. */
export async function phonesDown(): Promise<Story> {
  const told = await story();
  await told.say('start phones send callers in a loop', 'owen');
  await told.say('ack', LEADS);
  return told;
}

export const textOf = (reply: Reply) => cardText(reply.card);
/** The refusal's code, or `done` and `said` when it was answered. */
export const codeOf = async (told: Story, line: string, as = LEADS) => (await told.say(line, as)).code;
export const textAfter = async (told: Story, line: string, as = LEADS) => textOf(await told.say(line, as));
