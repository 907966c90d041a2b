import type { AlertsRead } from '../../core/alerts/alert.ts';
import { line, oneAlert } from '../../core/alerts/reading.ts';

/** A mail that a monitor sent. Whoever received it has made sure that it may speak. */
export type AlertMail = {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
};

/** What stands in front of a subject and says nothing: `Re:`, `[FIRING:2]`, `** PROBLEM Service Alert:`. */
const FRONT = /^(?:re|fw|fwd|aw|wg)\s*:\s*/i;
const OVER =
  /\b(?:resolved|recover(?:y|ed)|is (?:now )?(?:up|ok|fine)|back (?:up|to normal|online)|cleared|closed|solved|ended)\b|(?:^|[[(:*\s])(?:ok|up)(?:[\])*:\s]|$)/i;
/** How a trouble stands is no part of its name: both mails of one are the same then. */
const STATES =
  /\b(?:resolved|recover(?:y|ed)|problem|firing|alert(?:ing)?|critical|crit|warning|warn|error|unknown|ok|up|down|is|now|back|online|offline|unreachable|failed|failing|cleared|closed|solved|ended|to|normal|fine)\b|[^\p{L}\p{N}]+/giu;

/**
 * A mail as an alert: the subject is its title, and without the words for how it stands its name, so that "… is down" and
 * "… is up" are the same trouble. Who sent it is not kept.
 */
export function mailAlert({ subject, text }: AlertMail, source = 'mail'): AlertsRead {
  const title = line(subject).replace(FRONT, '').replace(FRONT, '');
  const name = title.toLowerCase().replaceAll(STATES, ' ').replaceAll(/\s+/g, ' ').trim();
  return oneAlert(
    { source, key: name || title, state: OVER.test(title) ? 'resolved' : 'firing', title, text },
    'This mail has no subject.',
  );
}
