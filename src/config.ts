import { join } from 'node:path';
import { z } from 'zod';

const text = (meaning: string, fallback: string) => z.string().min(1).default(fallback).describe(meaning);
const optional = (meaning: string) => z.string().min(1).optional().describe(meaning);

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
  MUSTER_SECRET: z
    .string()
    .min(16, 'has at least 16 characters')
    .optional()
    .describe('Signs sign-in links and tokens. Without it one is made and kept in the data folder'),
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

export type Config = {
  readonly plan: string | undefined;
  readonly playbooks: string | undefined;
  readonly commands: string | undefined;
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly secret: string | undefined;
  readonly timeScale: number;
  readonly log: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** The environment, for `secret:NAME` of the plan; never logged. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** Settings that would reach real people; with any of them time must run as it does. */
const REAL = ['SLACK_BOT_TOKEN', 'TEAMS_APP_ID', 'SMTP_URL', 'TWILIO_ACCOUNT_SID'];

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
  const real = REAL.find((key) => given[key] !== undefined);
  if (data.MUSTER_TIME_SCALE !== 1 && real !== undefined)
    return {
      ok: false,
      say: `MUSTER_TIME_SCALE is ${data.MUSTER_TIME_SCALE}, but ${real} is set: time may only run faster with simulated phones.`,
    };
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
      timeScale: data.MUSTER_TIME_SCALE,
      log: data.MUSTER_LOG,
      environment,
    },
  };
}

const HOME = join(import.meta.dirname, '..');
export const SAMPLE_PLAN = join(HOME, 'examples/lakeshore.plan.yaml');
export const OWN_PLAYBOOKS = join(HOME, 'playbooks');
export const OWN_COMMANDS = join(HOME, 'commands');
