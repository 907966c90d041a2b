import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cluster } from './cluster-settings.ts';
import { clusterOf, clusterSettings } from './cluster-settings.ts';
import type { Reaching } from './reaching-settings.ts';
import { REAL, reachingOf, reachingSettings } from './reaching-settings.ts';

const text = (meaning: string, fallback: string) => z.string().min(1).default(fallback).describe(meaning);
const optional = (meaning: string) => z.string().min(1).optional().describe(meaning);

const HOST = /^(?=.{1,253}$)(?!-)[\p{L}\d_-]+(?:\.[\p{L}\d_-]+)*\.?$/u;

/** `intranet.example`, `10.0.0.5`, `10.1.0.0/16`, `fd00::/8`: a place in a network, without a port or a path. */
function isPlace(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const family = isIP(address);
  if (bits === undefined) return family !== 0 || (HOST.test(entry) && !/^[\d.]+$/.test(entry));
  return more.length === 0 && family !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

const listOf = (is: (entry: string) => boolean, error: string) =>
  z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    )
    .refine((entries) => entries.every(is), { error });

/** Every setting of Muster: the environment gives secrets and addresses, the plan gives people and rules. */
export const settings = z.object({
  MUSTER_PLAN: optional('The continuity plan: a YAML file, or a folder of them. Without it the sample plan is used'),
  MUSTER_PLAYBOOKS: optional(
    'Folder of playbooks, one YAML file each. Without it those that come with Muster are used',
  ),
  MUSTER_COMMANDS: optional('Extra folder of words: one module each, its name is the word'),
  MUSTER_DATA: text('Folder for the database, the postmortems and the simulated phones', './data'),
  MUSTER_HOST: text('Address to listen on', '127.0.0.1'),
  MUSTER_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3000)
    .describe('Port to listen on; 0 takes a free one'),
  MUSTER_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address under which people reach Muster from outside'),
  MUSTER_PROXIES: listOf(
    (entry) => isPlace(entry) && isIP(entry.split('/')[0] ?? '') !== 0,
    'is a list like 10.0.0.5,172.18.0.0/16: addresses or networks, without a port',
  ).describe('Proxies on other machines whose X-Forwarded-For is believed, with commas; without it none'),
  MUSTER_SECRET: z
    .string()
    .min(16, 'has at least 16 characters')
    .optional()
    .describe('Signs sign-in links and tokens. Without it one is made and kept in the data folder'),
  ...clusterSettings,
  MUSTER_HEARTBEAT_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Called every minute while Muster does its work, by a watcher that speaks up when it is not'),
  MUSTER_HOOKS_ALLOW: listOf(
    isPlace,
    'is a list like intranet.example,10.1.0.0/16: hosts, addresses or networks, without a port',
  ).describe('Internal hosts and networks that hooks of the plan may call, with commas; without it none'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The firm's identity provider (OpenID Connect), to sign in with; never needed"),
  OIDC_CLIENT_ID: optional('The name under which the identity provider knows Muster'),
  OIDC_CLIENT_SECRET: optional('The secret that the identity provider gave to Muster'),
  OIDC_CLAIM: text('The claim with the e-mail address by which the plan knows a person', 'email'),
  ...reachingSettings,
  MUSTER_SIMULATE: z
    .enum(['yes', 'no'], { error: 'is yes or no' })
    .default('no')
    .describe(
      'Whether media that nothing real carries go to simulated phones, to try out; a page there counts as sent',
    ),
  MUSTER_TIME_SCALE: z.coerce
    .number()
    .min(1)
    .max(10_000)
    .default(1)
    .describe('How many times faster time runs; only with simulated phones'),
  MUSTER_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level that is logged'),
});

/** The firm's identity provider; the secret is never logged. */
export type Oidc = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly claim: string;
};

export type Config = Reaching &
  Cluster & {
    readonly plan: string | undefined;
    readonly playbooks: string | undefined;
    readonly commands: string | undefined;
    readonly data: string;
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string | undefined;
    readonly secret: string | undefined;
    /** Its path is often a secret: never logged. */
    readonly heartbeatUrl: string | undefined;
    /** Addresses and networks. */
    readonly proxies: readonly string[];
    readonly hooksAllow: readonly string[];
    readonly oidc: Oidc | undefined;
    /** Media that nothing real carries go to phones that do not exist. */
    readonly simulate: boolean;
    readonly timeScale: number;
    /** A setting is there that reaches real people: time runs as it does. */
    readonly reachesReal: boolean;
    readonly log: 'debug' | 'info' | 'warn' | 'error' | 'silent';
    /** The environment, for `secret:NAME` of the plan; never logged. */
    readonly environment: Readonly<Record<string, string | undefined>>;
  };

/** Reads the environment; a wrong setting is one plain sentence. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly say: string } {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = settings.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const key = String(issue?.path[0] ?? '');
    const meaning = key in settings.shape ? settings.shape[key as keyof typeof settings.shape].description : '';
    return { ok: false, say: `${key} ${issue?.message ?? 'is wrong'}. It means: ${meaning ?? ''}.` };
  }
  const { data } = read;
  const real = REAL.find((key) => given[key] !== undefined && given[key] !== 'no');
  if (data.MUSTER_TIME_SCALE !== 1 && real !== undefined)
    return {
      ok: false,
      say: `MUSTER_TIME_SCALE is ${data.MUSTER_TIME_SCALE}, but ${real} is set: time may only run faster with simulated phones.`,
    };
  const oidc = oidcOf(data);
  if (!oidc.ok) return oidc;
  const shared = clusterOf(data);
  if (!shared.ok) return shared;
  const reached = reachingOf(data);
  if (!reached.ok) return reached;
  return {
    ok: true,
    config: {
      plan: data.MUSTER_PLAN,
      playbooks: data.MUSTER_PLAYBOOKS,
      commands: data.MUSTER_COMMANDS,
      data: data.MUSTER_DATA,
      host: data.MUSTER_HOST,
      port: data.MUSTER_PORT,
      publicUrl: data.MUSTER_PUBLIC_URL,
      secret: data.MUSTER_SECRET,
      heartbeatUrl: data.MUSTER_HEARTBEAT_URL,
      proxies: data.MUSTER_PROXIES,
      hooksAllow: data.MUSTER_HOOKS_ALLOW,
      oidc: oidc.oidc,
      ...shared.cluster,
      ...reached.reaching,
      simulate: data.MUSTER_SIMULATE === 'yes',
      timeScale: data.MUSTER_TIME_SCALE,
      reachesReal: real !== undefined,
      log: data.MUSTER_LOG,
      environment,
    },
  };
}

const OIDC = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

/** All settings of the identity provider, or none of them. */
function oidcOf(
  data: z.output<typeof settings>,
): { readonly ok: true; readonly oidc: Oidc | undefined } | { readonly ok: false; readonly say: string } {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_CLAIM: claim } = data;
  const given = OIDC.find((key) => data[key] !== undefined);
  if (given === undefined) return { ok: true, oidc: undefined };
  const missing = OIDC.find((key) => data[key] === undefined) ?? 'MUSTER_PUBLIC_URL';
  if (
    issuer === undefined ||
    clientId === undefined ||
    clientSecret === undefined ||
    data.MUSTER_PUBLIC_URL === undefined
  )
    return { ok: false, say: `${given} is set, but ${missing} is not: sign-in with an identity provider needs both.` };
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    return { ok: false, say: 'OIDC_ISSUER has to begin with https: what travels there opens Muster.' };
  return { ok: true, oidc: { issuer, clientId, clientSecret, claim } };
}

const HOME = join(import.meta.dirname, '..');
export const SAMPLE_PLAN = join(HOME, 'examples/lakeshore.plan.yaml');
export const OWN_PLAYBOOKS = join(HOME, 'playbooks');
export const OWN_COMMANDS = join(HOME, 'commands');
