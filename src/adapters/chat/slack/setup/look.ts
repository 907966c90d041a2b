import type { SlackApi } from '../api/api.ts';
import type { CallOptions } from '../api/called.ts';
import type { ResultOf } from '../api/methods.ts';
import type { Directory } from '../directory.ts';
import type { IncidentsChannel } from '../settings.ts';
import type { Wanted } from './on-the-path.ts';
import type { Place, Seen, SeenPeople, SeenTeam } from './seen.ts';

type Asks = Pick<SlackApi, 'call'>;
type Accounts = Pick<Directory, 'missing'>;

export type Looking = Omit<Seen, 'teams' | 'people'> & {
  readonly api: Asks;
  readonly accounts: Accounts;
  /** The workspaces that have Muster, or had it. */
  readonly installed: readonly Installed[];
  /** Who has to have an account. */
  readonly wanted: readonly Wanted[];
  readonly signal?: AbortSignal;
};
export type Installed = { readonly team: string; readonly name: string; readonly uninstalled?: boolean };

const MOST_WAIT_MS = 10_000;
/** Channels that Muster is in, to find one by its name: 5,000 at most. */
const PAGE = 1_000;
const MOST_PAGES = 5;

/** Looks at Slack as it is now. Never rejects; what could not be asked is left open and is nobody's fault. */
export async function lookAtSlack(looking: Looking): Promise<Seen> {
  const { api, accounts, installed, wanted, signal, ...given } = looking;
  const options = (team: string): CallOptions => ({
    priority: 'nicety',
    team,
    maxWaitMs: MOST_WAIT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  const teams: SeenTeam[] = [];
  for (const one of installed) {
    const asking = given.down === undefined && one.uninstalled !== true;
    const seen = asking
      ? await lookAtTeam({ api, options: options(one.team), one, given })
      : teamWith(one, { token: one.uninstalled === true ? 'uninstalled' : 'unknown' });
    teams.push(seen);
  }
  return { ...given, teams, people: peopleSeen(accounts, wanted) };
}

function peopleSeen(accounts: Accounts, wanted: readonly Wanted[]): SeenPeople {
  const missing = accounts.missing(wanted.map(({ person }) => person)) ?? [];
  const without = wanted.filter(({ person }) => missing.includes(person));
  return {
    notFound: without.filter(({ hasAddress }) => hasAddress).map(({ name }) => name),
    noAddress: without.filter(({ hasAddress }) => !hasAddress).map(({ name }) => name),
  };
}

type Asked = {
  readonly api: Asks;
  readonly options: CallOptions;
  readonly one: Installed;
  readonly given: Pick<Seen, 'incidents' | 'wants'>;
};

const teamWith = ({ name }: Installed, known: Pick<SeenTeam, 'token'>): SeenTeam => ({
  name,
  scopes: undefined,
  incidents: undefined,
  bot: 'Muster',
  ...known,
});

async function lookAtTeam(asked: Asked): Promise<SeenTeam> {
  const { api, options, one, given } = asked;
  const channel = given.incidents;
  const answer = await api.call('auth.test', {}, options);
  if (!answer.ok) return teamWith(one, { token: answer.kind === 'refused' ? { code: answer.code } : 'unknown' });
  const { team, user } = answer.value;
  return {
    name: team ?? one.name,
    token: 'works',
    scopes: scopesOf(answer.value),
    bot: user ?? 'Muster',
    incidents: channel === undefined ? undefined : await placeOf(asked, channel),
  };
}

/** Slack names the token's scopes in the header x-oauth-scopes; the client puts them here. */
function scopesOf({ response_metadata: said }: ResultOf<'auth.test'>): readonly string[] | undefined {
  const scopes = said?.scopes?.filter((scope) => scope !== '');
  return scopes === undefined || scopes.length === 0 ? undefined : scopes;
}

const placeOf = (asked: Asked, channel: IncidentsChannel): Promise<Place | undefined> =>
  channel.by === 'id' ? placeById(asked, channel.id) : placeByName(asked, channel.name);

async function placeById({ api, options }: Asked, id: string): Promise<Place | undefined> {
  const answer = await api.call('conversations.info', { channel: id }, options);
  if (!answer.ok) return answer.kind === 'refused' && answer.code === 'channel_not_found' ? 'not found' : undefined;
  const { channel } = answer.value;
  if (channel?.is_archived === true) return 'archived';
  return channel?.is_member === true ? 'member' : 'not a member';
}

/** Only the channels that Muster is in: to list all of a large workspace takes minutes, and the next thing to do is the same. */
async function placeByName({ api, options, given }: Asked, name: string): Promise<Place | undefined> {
  // To ask for private channels without their scope is refused as a whole.
  const types = given.wants.includes('private') ? 'public_channel,private_channel' : 'public_channel';
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await api.call(
      'users.conversations',
      {
        types,
        exclude_archived: false,
        limit: PAGE,
        ...(cursor === '' ? {} : { cursor }),
      },
      options,
    );
    if (!answer.ok) return undefined;
    const found = answer.value.channels?.find((channel) => channel.name === name);
    if (found !== undefined) return found.is_archived === true ? 'archived' : 'member';
    cursor = answer.value.response_metadata?.next_cursor ?? '';
    if (cursor === '') return 'not seen';
  }
  return undefined;
}
