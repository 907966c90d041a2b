import type { AlertsRead } from '../../../core/alerts/alert.ts';
import type { Fields } from '../../../core/alerts/reading.ts';
import { field, fieldsOf, line, momentOf, oneAlert, refuseAlert } from '../../../core/alerts/reading.ts';
import type { Instant } from '../../../core/time.ts';
import { HOUR_MS, MINUTE_MS, msBetween } from '../../../core/time.ts';
import type { AlertsTaken, ReadAlerts } from '../../../ports/intake.ts';
import type { FetchText } from './sns-signature.ts';
import { isAmazon, signatureCheck } from './sns-signature.ts';

/** SNS tries for an hour before it gives up; what is older is a replay. A clock may be a little ahead. */
const OLDEST_MS = HOUR_MS;
const AHEAD_MS = 15 * MINUTE_MS;
const MOST_ANSWER_BYTES = 64 * 1024;

type Parts = { readonly fetchText: FetchText; readonly now: () => Instant };

/**
 * CloudWatch alarms, delivered by Amazon SNS over https (docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html).
 * Only topics that the plan names may speak, their signature is checked, and Muster confirms their subscription by itself. Rejects
 * when Amazon cannot be reached: SNS tries again.
 */
export function cloudwatch({ fetchText, now }: Parts): ReadAlerts {
  const untrue = signatureCheck(fetchText);

  return async function read({ source, body, rules }): Promise<AlertsTaken> {
    const message = fieldsOf(body);
    if (message === undefined) return refuseAlert('This is no message of Amazon SNS.');
    const topic = line(field(message, 'TopicArn'));
    if (!(rules?.topics ?? []).includes(topic))
      return refuseAlert('The plan does not name this topic: write its ARN under `topics:` of this source.');
    const sent = momentOf(field(message, 'Timestamp'));
    if (sent === undefined || msBetween(sent, now()) > OLDEST_MS || msBetween(now(), sent) > AHEAD_MS)
      return refuseAlert('This message is older than an hour, or says no time.');
    const why = await untrue(message, now());
    if (why !== undefined) return refuseAlert(`This message is not to be believed. ${why}`);
    const delivery = `sns ${line(field(message, 'MessageId'))}`;
    switch (field(message, 'Type')) {
      case 'SubscriptionConfirmation':
        return confirm(field(message, 'SubscribeURL'));
      // Sent after somebody ended the subscription. It would begin again by its link, and whoever ended it meant to.
      case 'UnsubscribeConfirmation':
        return { ok: true, alerts: [] };
      case 'Notification':
        return { ...alarmOf(source, message), delivery };
      default:
        return refuseAlert('This kind of message is not known.');
    }
  };

  async function confirm(address: unknown): Promise<AlertsRead> {
    if (!isAmazon(address)) return refuseAlert('The address to confirm at is not one of Amazon SNS.');
    await fetchText(address, MOST_ANSWER_BYTES);
    return { ok: true, alerts: [] };
  }
}

/** An alarm's message is JSON in a text; anything else that was published is a text with a subject. */
function alarmOf(source: string, message: Fields): AlertsRead {
  const text = field(message, 'Message');
  const alarm = fieldsOf(parsed(text));
  const name = line(field(alarm, 'AlarmName'));
  if (name === '') {
    const subject = line(field(message, 'Subject')) || line(text);
    return oneAlert({ source, key: subject, state: 'firing', title: subject, text }, 'This message says nothing.');
  }
  const value = field(alarm, 'NewStateValue');
  // Too little data is neither: how it stood before is how it stands.
  if (value !== 'ALARM' && value !== 'OK') return { ok: true, alerts: [] };
  const trigger = fieldsOf(field(alarm, 'Trigger'));
  return oneAlert(
    {
      source,
      key: field(alarm, 'AlarmArn') ?? name,
      state: value === 'OK' ? 'resolved' : 'firing',
      title: line(field(alarm, 'AlarmDescription')) || name,
      text: field(alarm, 'NewStateReason'),
      labels: {
        alarm: name,
        region: field(alarm, 'Region'),
        metric: field(trigger, 'MetricName'),
        namespace: field(trigger, 'Namespace'),
        ...dimensionsOf(field(trigger, 'Dimensions')),
      },
    },
    '',
  );
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** What the alarm is about: `[{ name: InstanceId, value: i-0123 }]`. */
function dimensionsOf(list: unknown): Readonly<Record<string, unknown>> {
  if (!Array.isArray(list)) return {};
  const pairs = list.slice(0, 10).map((each: unknown) => {
    const one = fieldsOf(each);
    return [line(field(one, 'name'), 60), field(one, 'value')] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== '' && name !== '__proto__'));
}
