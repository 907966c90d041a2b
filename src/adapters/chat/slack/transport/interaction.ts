import { z } from 'zod';
import type { Now } from './envelope.ts';
import { maybe, opaque, teamId, userId, webAddress } from './slack-words.ts';

/** What every interaction carries (platforms A.5). */
export const interaction = {
  team: maybe(z.object({ id: teamId, enterprise_id: maybe(z.string()) })),
  enterprise: maybe(z.object({ id: z.string() })),
  user: z.object({ id: userId, team_id: maybe(z.string()) }),
  trigger_id: maybe(opaque),
  response_url: maybe(webAddress),
};
const schema = z.object(interaction);
type Interaction = z.infer<typeof schema>;

/** The team whose app it is: that of the payload, or the person's own where the app is installed for a whole organisation. */
export function teamOf({ team, user }: Interaction): string | undefined {
  return team?.id ?? teamId.safeParse(user.team_id).data;
}

/**
 * Whether the payload names another organisation as the person's: a team that is not this one, nor its organisation. In an
 * Enterprise Grid, somebody of a sister team counts as a stranger too, for the payload does not say that they are sisters.
 */
export function strangerIn({ team, enterprise, user }: Interaction): { readonly stranger?: true } {
  const home = user.team_id;
  const ours = [team?.id, team?.enterprise_id, enterprise?.id];
  return home === undefined || team === undefined || ours.includes(home) ? {} : { stranger: true };
}

export const nowOf = ({ trigger_id: triggerId, response_url: responseUrl }: Interaction): Now => ({
  ...(responseUrl ? { responseUrl } : {}),
  ...(triggerId ? { triggerId } : {}),
});
