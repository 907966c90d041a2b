import { addressOf } from '../address.ts';
import { domainOf } from '../adapters/pagers/email/addresses.ts';
import { MAIL_IN_PATH } from '../adapters/pagers/email/in/http-door.ts';
import { loadPlan } from '../adapters/plan/load.ts';
import type { Config } from '../config.ts';
import { SAMPLE_PLAN } from '../config.ts';
import type { AlertKind } from '../core/alerts/alert.ts';
import { ALERT_KINDS } from '../core/alerts/alert.ts';
import { heartbeatsOf, kindOf } from '../core/alerts/rules.ts';
import { printFindings } from '../core/plan/print.ts';
import type { Plan } from '../core/plan/schema.ts';
import { beatName, hookPath, hookToken } from '../hook-tokens.ts';
import { secretOf } from '../secret.ts';
import type { Word } from './word.ts';
import { FINE, no } from './word.ts';

export const hooks: Word = {
  summary: 'The addresses to which monitors and heartbeats report, with an example of each',
  usage: 'hooks',
  takes: [0, 0],
  run(given) {
    const { config, io } = given;
    const load = loadPlan(config.plan ?? SAMPLE_PLAN);
    if (!load.ok) return no(given, printFindings(load.problems).join('\n'));
    for (const line of linesOf(config, load.plan)) io.out(line);
    io.err('Whoever has such an address can report: keep it like a password. docs/alerts.md says what to paste where.');
    if (config.publicUrl === undefined)
      io.err('MUSTER_PUBLIC_URL is not set: these addresses work on this machine only.');
    return FINE;
  },
};

function linesOf(config: Config, plan: Plan): readonly string[] {
  const secret = secretOf(config);
  const top = (config.publicUrl ?? addressOf(config)).replace(/\/$/, '');
  const own = Object.keys(plan.alerts);
  const names = [...own, ...ALERT_KINDS.filter((kind) => !own.includes(kind))];
  const sources = names.flatMap((name) => {
    const kind = kindOf(plan, name);
    if (kind === undefined) return [];
    const address = top + hookPath(secret, name);
    const said = own.includes(name)
      ? kind === name
        ? 'in the plan'
        : `in the plan, ${kind}`
      : 'not in the plan: defaults';
    if (kind === 'mail') return [`${name} (${said})`, ...mailLines(hookToken(secret, name), config, top), ''];
    return [`${name} (${said})`, `  ${address}`, ...exampleOf(kind, address), ''];
  });
  const beats = Object.keys(heartbeatsOf(plan)).flatMap((name) => {
    const address = top + hookPath(secret, beatName(name));
    return [
      `heartbeat ${name}`,
      `  ${address}`,
      `  curl -fsS '${address}'`,
      `  curl -fsS '${address}?status=fail'`,
      '',
    ];
  });
  return [...sources, ...beats].slice(0, -1);
}

/** Where a monitor writes to, and where a mail service or a pipe brings such a mail; or what has to be set first. */
function mailLines(token: string, { mail }: Config, top: string): readonly string[] {
  if (mail === undefined)
    return ['  (no mail comes in yet: set SMTP_URL, MUSTER_MAIL_FROM and MUSTER_MAIL_ANSWERS, docs/mail.md)'];
  const door = `${top}${MAIL_IN_PATH}/${token}`;
  const brought = [`  ${door}`, `  curl --data-binary @alert.eml '${door}'`];
  if (mail.answers === undefined)
    return [
      '  (no address to write to yet: set MUSTER_MAIL_ANSWERS, docs/mail.md; a mail can be posted here)',
      ...brought,
    ];
  return [`  alerts+${token}@${domainOf(mail.answers)}`, ...brought];
}

/** The least that each of them sends, to try it by hand. */
const BODIES: Readonly<Partial<Record<AlertKind, unknown>>> = {
  alertmanager: { alerts: [{ status: 'firing', labels: { alertname: 'Trying Muster out' }, fingerprint: 'try-1' }] },
  grafana: { alerts: [{ status: 'firing', labels: { alertname: 'Trying Muster out' }, fingerprint: 'try-1' }] },
  'uptime-kuma': {
    heartbeat: { monitorID: 1, status: 0, msg: 'timeout' },
    monitor: { id: 1, name: 'Trying Muster out' },
  },
  zabbix: { event_id: '1', event_value: '1', event_name: 'Trying Muster out', host: 'none', severity: 'Average' },
  datadog: { key: 'try-1', transition: 'Triggered', title: 'Trying Muster out' },
  generic: { key: 'try-1', state: 'firing', title: 'Trying Muster out' },
};

function exampleOf(kind: AlertKind, address: string): readonly string[] {
  if (kind === 'cloudwatch')
    return ['  (Amazon SNS signs what it sends: subscribe this address to a topic that the plan names)'];
  if (kind === 'prtg') return [`  curl -d 'sensorid=1&device=none&name=Trying+Muster+out&status=Down' '${address}'`];
  return [`  curl -H 'content-type: application/json' -d '${JSON.stringify(BODIES[kind])}' '${address}'`];
}
