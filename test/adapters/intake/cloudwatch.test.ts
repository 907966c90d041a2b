import { createSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cloudwatch } from '../../../src/adapters/intake/cloudwatch/cloudwatch.ts';
import { FetchFault } from '../../../src/adapters/intake/cloudwatch/sns-signature.ts';
import type { Instant } from '../../../src/core/time.ts';
import { HOUR_MS, instant, plusMs } from '../../../src/core/time.ts';
import { OWN_CERTIFICATE, OWN_KEY } from './own-certificate.ts';
import { rulesOf } from './read.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const CERTIFICATE = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-01.pem';
const rules = rulesOf({ kind: 'cloudwatch', topics: [TOPIC] });

const NOW = instant('2026-12-01T10:00:00Z');

const alarm = (value: string) =>
  JSON.stringify({
    AlarmName: 'cpu-high',
    AlarmDescription: 'CPU of the shop is high',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cpu-high',
    NewStateValue: value,
    NewStateReason: 'Threshold Crossed: 1 datapoint was greater than 90.0',
    Region: 'EU (Ireland)',
    Trigger: {
      MetricName: 'CPUUtilization',
      Namespace: 'AWS/EC2',
      Dimensions: [{ name: 'InstanceId', value: 'i-01' }],
    },
  });

type Message = Readonly<Record<string, string>>;
const notification = (more: Message = {}): Message => ({
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: TOPIC,
  Subject: 'ALARM: "cpu-high"',
  Message: alarm('ALARM'),
  Timestamp: NOW,
  SignatureVersion: '2',
  SigningCertURL: CERTIFICATE,
  ...more,
});
const subscription = (more: Message = {}): Message => {
  const { Subject: _, ...rest } = notification();
  const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
  return { ...rest, Type: 'SubscriptionConfirmation', Token: 't', Message: 'You have chosen', SubscribeURL, ...more };
};

/** Signed as Amazon's documentation says; written down here once more, so that a slip in one of them shows. */
function signed(message: Message): Message {
  const names =
    message['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`])).join('');
  const algorithm = message['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return { ...message, Signature: createSign(algorithm).update(text, 'utf8').sign(OWN_KEY, 'base64') };
}

/** A reader whose Amazon is ours; `fetched` are the addresses it asked. */
function reader(at: Instant = NOW, answer: (url: string) => Promise<string> = async () => OWN_CERTIFICATE) {
  const fetched: string[] = [];
  const read = cloudwatch({
    now: () => at,
    fetchText: (url) => {
      fetched.push(url);
      return answer(url);
    },
  });
  return { fetched, read: (body: unknown) => read({ source: 'aws', body, rules }) };
}

describe('an alarm of CloudWatch', () => {
  it.each(['1', '2'])('signed by version %s is believed', async (SignatureVersion) => {
    const { read } = reader();
    expect(await read(signed(notification({ SignatureVersion })))).toEqual({
      ok: true,
      delivery: 'sns m-1',
      alerts: [
        {
          source: 'aws',
          key: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cpu-high',
          state: 'firing',
          title: 'CPU of the shop is high',
          text: 'Threshold Crossed: 1 datapoint was greater than 90.0',
          labels: {
            alarm: 'cpu-high',
            region: 'EU (Ireland)',
            metric: 'CPUUtilization',
            namespace: 'AWS/EC2',
            InstanceId: 'i-01',
          },
        },
      ],
    });
  });

  it('that is OK is over, and one without data says nothing', async () => {
    const { read } = reader();
    expect(await read(signed(notification({ Message: alarm('OK') })))).toMatchObject({
      alerts: [{ state: 'resolved' }],
    });
    expect(await read(signed(notification({ Message: alarm('INSUFFICIENT_DATA') })))).toMatchObject({ alerts: [] });
  });

  it('asks for the certificate once', async () => {
    const { read, fetched } = reader();
    for (let n = 0; n < 3; n += 1) await read(signed(notification()));
    expect(fetched).toEqual([CERTIFICATE]);
  });

  it.each([
    ['a changed message', { ...signed(notification()), Message: alarm('OK') }, /signature is wrong/],
    ['no signature', notification(), /not signed/],
    ['an unknown version', { ...signed(notification()), SignatureVersion: '3' }, /not signed/],
    [
      'a topic that the plan does not name',
      signed(notification({ TopicArn: `${TOPIC}-other` })),
      /does not name this topic/,
    ],
    ['an old message', signed(notification({ Timestamp: plusMs(NOW, -HOUR_MS - 1_000) })), /older than an hour/],
    ['a message of tomorrow', signed(notification({ Timestamp: plusMs(NOW, HOUR_MS) })), /older than an hour/],
    ['no object', ['x'], /no message of Amazon SNS/],
    ['an unknown kind', signed({ ...notification(), Type: 'Something' }), /not known|wrong/],
  ])('%s is refused', async (_what, body, why) => {
    const answered = await reader().read(body);
    expect(answered).toMatchObject({ ok: false });
    if (!answered.ok) expect(answered.say).toMatch(why);
  });

  it.each([
    'http://sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
    'https://a@sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com/x.txt',
    'https://169.254.169.254/x.pem',
  ])('with a certificate at %s is refused, and nothing is fetched', async (SigningCertURL) => {
    const { read, fetched } = reader();
    expect(await read(signed(notification({ SigningCertURL })))).toMatchObject({ ok: false });
    expect(fetched).toEqual([]);
  });

  it('is refused when its certificate has run out, or is none', async () => {
    const late = plusMs(NOW, 101 * 366 * 24 * HOUR_MS);
    expect(await reader(late).read(signed(notification({ Timestamp: late })))).toMatchObject({ ok: false });
    expect(await reader(NOW, async () => 'no certificate').read(signed(notification()))).toMatchObject({ ok: false });
  });

  it('is to be sent again when Amazon cannot be reached', async () => {
    const away = () => Promise.reject(new FetchFault('away'));
    await expect(reader(NOW, away).read(signed(notification()))).rejects.toThrow(FetchFault);
  });
});

describe('a subscription', () => {
  it('of a topic that the plan names is confirmed at Amazon', async () => {
    const { read, fetched } = reader();
    expect(await read(signed(subscription()))).toEqual({ ok: true, alerts: [] });
    expect(fetched).toEqual([CERTIFICATE, subscription()['SubscribeURL']]);
  });
  it('is never confirmed elsewhere, nor without a signature', async () => {
    const { read, fetched } = reader();
    expect(await read(signed(subscription({ SubscribeURL: 'https://evil.example/?Token=t' })))).toMatchObject({
      ok: false,
    });
    expect(await read(subscription())).toMatchObject({ ok: false });
    expect(fetched).toEqual([CERTIFICATE]);
  });
  it('that somebody ended stays ended', async () => {
    const { read, fetched } = reader();
    expect(await read(signed(subscription({ Type: 'UnsubscribeConfirmation' })))).toEqual({ ok: true, alerts: [] });
    expect(fetched).toEqual([CERTIFICATE]);
  });
});
