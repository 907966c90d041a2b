import { stringify } from 'yaml';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { installLink } from '../adapters/chat/slack/setup/install-link.ts';
import type { Asked } from '../adapters/chat/slack/setup/manifest.ts';
import { manifestOf } from '../adapters/chat/slack/setup/manifest.ts';
import { secretOf } from '../secret.ts';
import { slackSettings } from '../slack-settings.ts';
import type { Given, Word } from './word.ts';
import { FINE, WRONG_USE, no, textFlag } from './word.ts';

/** What there is, for `muster slack` alone. */
const THERE_IS = [
  'muster slack manifest                the Slack app to make, by Socket Mode: no public address is needed',
  'muster slack manifest --http         the same by HTTP, at MUSTER_PUBLIC_URL; for several workspaces too',
  '  --json                             as JSON; without it as YAML',
  '  --command /sos                     another word than /incident; set SLACK_COMMAND to the same',
  '  --reactions                        a pushpin and a check mark do something; set SLACK_REACTIONS=yes too',
  '  --canvas                           the postmortem as a canvas as well; set SLACK_CANVAS=yes too',
  '  --no-private                       no private channels; private incidents stay in the console',
  'muster slack install                 a link with which one workspace installs Muster, where there are several',
];

export const slack: Word = {
  summary: 'Set up Slack: what there is',
  usage: 'slack',
  takes: [0, 0],
  run({ io }) {
    for (const line of THERE_IS) io.out(line);
    io.err('docs/slack.md has the five steps.');
    return FINE;
  },
};

export const slackManifest: Word = {
  summary: 'The Slack app to make, ready to paste into "Create New App", "From a manifest"',
  usage: 'slack manifest [--http] [--json|--yaml] [--command /WORD] [--reactions] [--canvas] [--no-private]',
  options: {
    http: { type: 'boolean', says: 'for requests to a public address, instead of Socket Mode' },
    json: { type: 'boolean', says: 'as JSON' },
    yaml: { type: 'boolean', says: 'as YAML, which is usual' },
    command: { type: 'string', value: '/WORD', says: 'another word than /incident' },
    reactions: { type: 'boolean', says: 'a reaction puts a message on the timeline' },
    canvas: { type: 'boolean', says: 'the postmortem as a canvas' },
    'no-private': { type: 'boolean', says: 'without private channels' },
  },
  takes: [0, 0],
  run(given) {
    const { flags, io } = given;
    if (flags['json'] === true && flags['yaml'] === true)
      return no(given, 'Either --json or --yaml, not both.', WRONG_USE);
    const asked = askedIn(given);
    if (typeof asked === 'string') return no(given, asked, WRONG_USE);
    const manifest = manifestOf(asked);
    // Without aliases and folded lines: Slack's own page reads it.
    const yaml = () => stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
    io.out(flags['json'] === true ? JSON.stringify(manifest, null, 2) : yaml());
    io.err(
      'Next: open https://api.slack.com/apps, "Create New App", "From a manifest", choose your workspace and paste this; then step 3 of docs/slack.md.',
    );
    return FINE;
  },
};

export const slackInstall: Word = {
  summary: 'A link with which one workspace installs Muster; good for an hour',
  usage: 'slack install',
  takes: [0, 0],
  run(given) {
    const { config, io } = given;
    if (config.slack?.connection.by !== 'oauth')
      return no(
        given,
        'Only with several workspaces does each install Muster by a link: set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET (docs/slack.md).',
      );
    io.out(installLink(secretOf(config), config.slack.connection.publicUrl, systemClock().now()));
    io.err('Next: somebody who may add apps to that workspace opens it within an hour. Muster must be running.');
    return FINE;
  },
};

/** What the flags ask for; the settings stand in where a flag says nothing. A sentence when it cannot be. */
function askedIn(given: Given): Asked | string {
  const { flags, config, io } = given;
  const command = slackSettings.SLACK_COMMAND.safeParse(
    textFlag(given, 'command') ?? (io.environment['SLACK_COMMAND'] || undefined),
  );
  if (!command.success) return `The command ${command.error.issues[0]?.message ?? 'is wrong'}.`;
  const wishes = {
    command: command.data,
    reactions: flags['reactions'] === true || io.environment['SLACK_REACTIONS'] === 'yes',
    canvas: flags['canvas'] === true || io.environment['SLACK_CANVAS'] === 'yes',
    private: flags['no-private'] !== true,
  };
  if (flags['http'] !== true) return { ...wishes, mode: 'socket' };
  const { publicUrl } = config;
  if (publicUrl?.startsWith('https://') !== true)
    return 'Slack by HTTP needs the address of Muster: set MUSTER_PUBLIC_URL to one that begins with https and say it again.';
  return { ...wishes, mode: 'http', publicUrl };
}
