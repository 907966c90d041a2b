import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatHost } from '../../../ports/chat.ts';
import type { SlackConfig } from './settings.ts';
import { installations } from './transport/installations.ts';
import type { Delivery } from './transport/envelope.ts';
import { httpReceiver } from './transport/http.ts';
import type { KeepParts } from './transport/keeping-receiver.ts';
import { mayInstall } from './setup/install-link.ts';
import { featuresOf, scopesFor } from './setup/scopes.ts';
import { oauthRoutes } from './transport/oauth.ts';
import { sealer } from './transport/seal.ts';
import type { SocketHealth } from './transport/socket.ts';
import { socketReceiver } from './transport/socket.ts';
import { slackApp } from './transport/app.ts';

/** An address of the web server that is Slack's. */
export type Door = {
  readonly path: string;
  readonly handle: (req: IncomingMessage, res: ServerResponse, next: (fault?: unknown) => void) => void;
};

/** The way in, whichever the firm has: Socket Mode, HTTP, or HTTP for several workspaces. */
export interface Connection {
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly doors: readonly Door[];
  /** The bot token of a workspace. With one workspace, that of any. */
  token(team: string): Promise<string | undefined>;
  /** Workspaces that installed Muster; with a token in the settings one that is not known by its id yet. */
  installed(): Promise<readonly { readonly team: string; readonly name: string }[]>;
  /** The workspace took Muster out: its token is of no use any more. */
  remove(team: string): Promise<void>;
  /** Whether what comes from there is for us. With one workspace Slack itself has said so. */
  knows(team: string): Promise<boolean>;
  /** Of Socket Mode; undefined by HTTP. */
  socket(): SocketHealth | undefined;
}

/** Stands for the one workspace whose token is in the settings, until Slack says its id. */
export const ONLY = 'ONLY';

type Parts = {
  readonly config: SlackConfig;
  readonly host: ChatHost;
  readonly hears: Pick<KeepParts, 'keep' | 'checkForm' | 'answerForm' | 'notKept' | 'ownUser'> & {
    taken(delivery: Delivery): void;
  };
  readonly onSocket: (health: SocketHealth) => void;
  readonly onInstalled: (team: string) => void;
};

export function connect({ config, host, hears, onSocket, onInstalled }: Parts): Connection {
  const { connection, apiUrl } = config;
  const { clock, log } = host;
  const common = { ...hears, clock, log, apiUrl, consoleUrl: host.consoleUrl() };
  if (connection.by === 'socket') {
    const receiver = socketReceiver({ appToken: connection.appToken, apiUrl, clock, log, onHealth: onSocket });
    const tokens = async () => connection.botToken;
    const app = slackApp({ ...common, receiver, tokens });
    return {
      ...only(tokens),
      start: app.start,
      stop: app.stop,
      doors: [],
      socket: receiver.health,
    };
  }
  const receiver = httpReceiver({ signingSecret: connection.signingSecret, clock, log });
  const events: Door = { path: '/', handle: asDoor(receiver.router) };
  if (connection.by === 'http') {
    const tokens = async () => connection.botToken;
    const app = slackApp({ ...common, receiver, tokens });
    return { ...only(tokens), start: app.start, stop: app.stop, doors: [events], socket: () => undefined };
  }
  const kept = installations(
    {
      put: (team, sealed, { name }) => host.shelf.put(team, sealed, name),
      get: (team) => host.shelf.get(team),
      remove: (team) => host.shelf.remove(team),
      list: async () => (await host.shelf.list()).map(({ key, name }) => ({ team: key, name })),
    },
    sealer(host.secret),
  );
  const routes = oauthRoutes({
    clientId: connection.clientId,
    clientSecret: connection.clientSecret,
    publicUrl: connection.publicUrl,
    secret: host.secret,
    scopes: scopesFor(featuresOf({ reactions: config.reactions, canvas: config.canvas })).map(({ scope }) => scope),
    installations: kept,
    log,
    apiUrl,
    mayInstall: async (req) => mayInstall(host.secret, req, clock.now()),
    onInstalled: ({ id }) => onInstalled(id),
  });
  const app = slackApp({ ...common, receiver, tokens: kept.token });
  return {
    start: app.start,
    stop: app.stop,
    doors: [events, { path: '/', handle: asDoor(routes) }],
    token: kept.token,
    installed: async () => (await host.shelf.list()).map(({ key, name }) => ({ team: key, name })),
    remove: kept.remove,
    knows: async (team) => (await host.shelf.get(team)) !== undefined,
    socket: () => undefined,
  };
}

const only = (token: () => Promise<string>) => ({
  token,
  installed: async () => [{ team: ONLY, name: 'Slack' }],
  remove: async () => undefined,
  knows: async () => true,
});

/** A router of Express is a function of these three. */
const asDoor = (router: unknown) => router as Door['handle'];
