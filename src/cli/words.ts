import { backup } from './backup.ts';
import { calendar } from './calendar.ts';
import { demo } from './demo.ts';
import { exportIncident } from './export.ts';
import { hooks } from './hooks.ts';
import { media } from './media.ts';
import { importPlan } from './import-plan.ts';
import { mailCheck, mailIn } from './mail.ts';
import { move } from './move.ts';
import { pack } from './pack.ts';
import { phones } from './phones.ts';
import { planCheck } from './plan-check.ts';
import { planOrder } from './plan-order.ts';
import { preflight } from './preflight.ts';
import { recoveryCodes } from './recovery-codes.ts';
import { restore } from './restore.ts';
import { run } from './run.ts';
import { say } from './say.ts';
import { signIn } from './sign-in.ts';
import { slack, slackInstall, slackManifest } from './slack.ts';
import { token } from './token.ts';
import { verify } from './verify.ts';
import { version } from './version.ts';
import type { Word } from './word.ts';

/** The words of the command line, in the order in which help lists them. */
export const WORDS: Readonly<Record<string, Word>> = {
  run,
  demo,
  say,
  'plan check': planCheck,
  'plan order': planOrder,
  import: importPlan,
  preflight,
  pack,
  'sign-in': signIn,
  'recovery-codes': recoveryCodes,
  token,
  calendar,
  hooks,
  phones,
  export: exportIncident,
  verify,
  backup,
  restore,
  move,
  slack,
  'slack manifest': slackManifest,
  'slack install': slackInstall,
  media,
  'mail check': mailCheck,
  'mail in': mailIn,
  version,
};

/** Other ways to say a word. */
export const ALIASES: Readonly<Record<string, string>> = { start: 'run', '--version': 'version', '-v': 'version' };
