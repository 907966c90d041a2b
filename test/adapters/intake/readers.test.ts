import { describe, expect, it } from 'vitest';
import { alertmanager } from '../../../src/adapters/intake/alertmanager.ts';
import { datadog } from '../../../src/adapters/intake/datadog.ts';
import { generic } from '../../../src/adapters/intake/generic.ts';
import { grafana } from '../../../src/adapters/intake/grafana.ts';
import { mailAlert } from '../../../src/adapters/intake/mail.ts';
import { prtg } from '../../../src/adapters/intake/prtg.ts';
import { uptimeKuma } from '../../../src/adapters/intake/uptime-kuma.ts';
import { zabbix } from '../../../src/adapters/intake/zabbix.ts';
import { alertsIn, reading, rulesOf } from './read.ts';

describe('Alertmanager', () => {
  const body = {
    version: '4',
    groupKey: '{}:{alertname="InstanceDown"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'muster',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'InstanceDown', instance: 'node01:9100', severity: 'critical' },
        annotations: { summary: 'node01 is down', description: 'No answer for 2 minutes.' },
        startsAt: '2026-11-20T21:39:00.123456789Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
        fingerprint: 'c6eadffa33fcdf37',
      },
      { status: 'resolved', labels: { alertname: 'DiskFull', instance: 'node02' }, annotations: {}, fingerprint: 'b1' },
    ],
  };

  it('is read alert by alert, under their fingerprints', async () => {
    expect(await alertsIn(alertmanager, body)).toEqual([
      {
        source: 'x',
        key: 'c6eadffa33fcdf37',
        state: 'firing',
        title: 'node01 is down',
        text: 'No answer for 2 minutes.',
        labels: { alertname: 'InstanceDown', instance: 'node01:9100', severity: 'critical' },
        link: 'http://prometheus:9090/graph?g0.expr=up',
        severity: 'critical',
        at: '2026-11-20T21:39:00.123Z',
      },
      {
        source: 'x',
        key: 'b1',
        state: 'resolved',
        title: 'DiskFull node02',
        text: '',
        labels: { alertname: 'DiskFull', instance: 'node02' },
      },
    ]);
  });

  it('without a fingerprint is known by its labels, whatever their order', async () => {
    const keys = await Promise.all(
      [
        { alertname: 'a', b: 'c' },
        { b: 'c', alertname: 'a' },
      ].map((labels) => alertsIn(alertmanager, { alerts: [{ status: 'firing', labels }] })),
    );
    expect(new Set(keys.flat().map(({ key }) => key))).toEqual(new Set(['alertname=a b=c']));
  });
});

it('Grafana is read with the link to its panel', async () => {
  const alert = {
    status: 'firing',
    labels: { alertname: 'High memory usage', team: 'blue' },
    annotations: { summary: 'This alert was triggered for zone us-1', description: 'The system has high memory usage' },
    startsAt: '2021-10-12T09:51:03.157076+02:00',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'https://play.grafana.org/alerting/1afz29v7z/edit',
    fingerprint: 'c6eadffa33fcdf37',
    dashboardURL: '',
    panelURL: 'https://play.grafana.org/d/1?viewPanel=2',
    values: { B: 44.23943737541908 },
  };
  const found = await alertsIn(grafana, { receiver: 'muster', status: 'firing', orgId: 1, alerts: [alert] });
  expect(found).toMatchObject([
    { title: 'This alert was triggered for zone us-1', link: 'https://play.grafana.org/d/1?viewPanel=2' },
  ]);
});

describe('Uptime Kuma', () => {
  const body = (status: number) => ({
    heartbeat: { monitorID: 29, status, time: '2024-09-24 23:51:35.527', msg: 'getaddrinfo ENOTFOUND test.com' },
    monitor: { id: 29, name: 'Shop', url: 'https://shop.example/', hostname: null, type: 'http' },
    msg: '[Shop] [🔴 Down] getaddrinfo ENOTFOUND test.com',
  });
  it.each([
    [0, 'firing', 'Shop is down'],
    [1, 'resolved', 'Shop is up'],
  ])('status %i is %s', async (status, state, title) => {
    expect(await alertsIn(uptimeKuma, body(status))).toMatchObject([
      { key: '29', state, title, labels: { monitor: 'Shop' } },
    ]);
  });
  it('says nothing while it is pending, in maintenance, or when its test button is pressed', async () => {
    expect(await alertsIn(uptimeKuma, body(2))).toEqual([]);
    expect(await alertsIn(uptimeKuma, body(3))).toEqual([]);
    expect(await alertsIn(uptimeKuma, { heartbeat: null, monitor: null, msg: 'Muster Testing' })).toEqual([]);
  });
  it('says by its message alone that a certificate runs out', async () => {
    const msg = '[Shop][https://shop.example] Server certificate will expire in 7 days';
    expect(await alertsIn(uptimeKuma, { heartbeat: null, monitor: null, msg })).toMatchObject([
      { state: 'firing', title: msg },
    ]);
  });
});

it.each([
  ['1', 'firing'],
  ['0', 'resolved'],
])('Zabbix: event_value %s is %s, and both have the event in common', async (value, state) => {
  const body = {
    event_id: '4711',
    event_value: value,
    event_name: 'High CPU utilization',
    severity: 'Average',
    host: 'db01',
    message: 'Current utilization: 97 %',
    trigger_id: '13926',
    url: 'https://zabbix.example/tr_events.php?triggerid=13926&eventid=4711',
  };
  expect(await alertsIn(zabbix, body)).toMatchObject([
    { key: '4711', state, title: 'db01: High CPU utilization', severity: 'average', labels: { host: 'db01' } },
  ]);
});

it.each([
  ['Down', 'firing'],
  ['Down (Acknowledged)', 'firing'],
  ['Warning', 'firing'],
  ['Up', 'resolved'],
  ['Down ended (now: Up)', 'resolved'],
  ['Paused (paused by parent)', 'resolved'],
])('PRTG: %s is %s', async (status, state) => {
  const form = {
    sensorid: '2002',
    device: 'Probe Device',
    name: 'Ping',
    status,
    message: 'Request timed out',
    priority: '3',
  };
  expect(await alertsIn(prtg, form)).toMatchObject([{ key: '2002', state, title: `Probe Device, Ping: ${status}` }]);
});

describe('Datadog', () => {
  it.each([
    ['Triggered', 'firing'],
    ['Re-Triggered', 'firing'],
    ['No Data', 'firing'],
    ['Recovered', 'resolved'],
  ])('%s is %s', async (transition, state) => {
    const body = {
      key: '8a1',
      transition,
      title: `[${transition} on {host:db01}] CPU is high`,
      text: 'cpu over 90 %',
      priority: 'P1',
      tags: 'env:prod,service:shop,urgent',
      host: 'db01',
    };
    expect(await alertsIn(datadog, body)).toMatchObject([
      {
        key: '8a1',
        state,
        title: 'CPU is high',
        severity: 'p1',
        labels: { env: 'prod', service: 'shop', urgent: 'yes', host: 'db01' },
      },
    ]);
  });
  it('without our payload is understood by its title', async () => {
    expect(await alertsIn(datadog, { id: '1', title: '[Recovered] CPU is high', body: 'x' })).toMatchObject([
      { key: 'CPU is high', state: 'resolved' },
    ]);
  });
});

describe('any other monitor', () => {
  it('is read by plain names', async () => {
    const body = { key: 'ups-1', title: 'On battery', state: 'alarm', labels: { site: 'hq' } };
    expect(await alertsIn(generic, body)).toMatchObject([
      { key: 'ups-1', state: 'firing', title: 'On battery', labels: { site: 'hq' } },
    ]);
  });
  it('is read by the paths and the words of the plan', async () => {
    const rules = rulesOf({
      kind: 'generic',
      fields: { list: 'data.events', key: 'ups.serial', title: 'names.0', state: 'ups.status' },
      resolved: ['ON-LINE'],
    });
    const body = { data: { events: [{ ups: { serial: 7, status: 'On-line' }, names: ['UPS in the cellar'] }] } };
    expect(await alertsIn(generic, body, rules)).toMatchObject([
      { key: '7', state: 'resolved', title: 'UPS in the cellar' },
    ]);
  });
  it('that is not understood is answered with what to do', async () => {
    expect(await reading(generic, { name: 'x' })).toEqual({
      ok: false,
      say: 'There is no `title` in this body. `fields:` of this source in the plan says where it is.',
    });
  });
});

describe('a mail', () => {
  const mail = (subject: string) => mailAlert({ from: 'nagios@hq.example', subject, text: 'x', messageId: '<1@hq>' });
  it.each([
    ['Host db01 is DOWN', 'Host db01 is UP'],
    ['[FIRING] Disk full on files', '[RESOLVED] Disk full on files'],
    ['** PROBLEM Service Alert: web/HTTP is CRITICAL **', '** RECOVERY Service Alert: web/HTTP is OK **'],
  ])('"%s" and "%s" are one trouble, begun and ended', (down, up) => {
    const [begun, ended] = [mail(down), mail(up)].map((read) => (read.ok ? read.alerts[0] : undefined));
    expect([begun?.state, ended?.state]).toEqual(['firing', 'resolved']);
    expect(begun?.key).toBe(ended?.key);
  });
  const stateOf = (subject: string) => {
    const read = mail(subject);
    return read.ok ? read.alerts[0]?.state : undefined;
  };
  it.each([
    'Error backing up db01',
    'Backup job ended with errors',
    'Backup ended after 3 of 7 disks',
    'Connection closed unexpectedly',
    'Connection to db01 closed unexpectedly',
    'CRITICAL: process mysqld ended',
    'Start up of web01 failed',
    'Start up of web01 takes long',
    'PROBLEM: disk full on ok host',
    'Problem: door closed',
    '[FIRING:1, RESOLVED:1] disk full',
    'web01 is not ok',
    "web01 isn't up",
    'web01 is up but answers with errors',
    'ALARM: "queue" in EU (Ireland)',
    'Recovery of db01 failed',
    'OK-Tank pump stopped',
    'Upgrade of web01 hangs',
  ])('that says "%s" is a trouble', (subject) => expect(stateOf(subject)).toBe('firing'));
  it.each([
    '[RESOLVED] High error rate on web',
    '[RESOLVED:2] disk full',
    'Re: [OK] Disk on files',
    'OK: "ErrorsHigh" in EU (Ireland)',
    'Resolved in 5m 3s: Unexpected load on db01',
    '** RECOVERY Host Alert: db01 is UP **',
    'Recovered: web01',
    'Monitor is UP: shop',
    '[Shop] [✅ Up] 200',
    'Disk on files (ok)',
    'db01 is up again',
    'web01 is back online.',
    'Queue back to normal',
    'Incident closed',
  ])('that says "%s" is the end of one', (subject) => expect(stateOf(subject)).toBe('resolved'));
  it('is read to its end however long its subject is', () => {
    for (const subject of ['ok '.repeat(50_000), '['.repeat(100_000), ' '.repeat(100_000), 'is '.repeat(50_000)])
      expect(mail(`x${subject}x`).ok).toBe(true);
  });
  it('without a subject says nothing', () => expect(mail('').ok).toBe(false));
  it('keeps nobody’s address', () => expect(JSON.stringify(mail('db01 is down'))).not.toContain('hq.example'));
});
