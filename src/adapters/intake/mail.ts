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
/**
 * `[RESOLVED]`, `OK: …`, `Resolved in 5m: …`, `** RECOVERY Service Alert: …`: how Alertmanager, CloudWatch, Zabbix and Nagios begin when
 * it is over. What follows is the name of the trouble, so a word of trouble in there says nothing.
 */
const SAYS_OVER =
  /^[^\p{L}\p{N}]{0,9}(?:resolved|recover(?:y|ed)|ok|cleared)(?: in [\w ]{1,30}| (?:service |host )?alert|:\d{1,6})?\s{0,3}[:\])]/iu;
/** A word of trouble wins: an alert that stays open is seen, one that ended by mistake is not. */
const TROUBLE =
  /\b(?:problem|critical|crit|errors?|fail\w*|down|unexpected\w*|alert\w*|alarm\w*|warn(?:ing)?s?|firing|not|cannot|never)\b|n['’]t\b/i;
const STATE = '(?:resolved|recover(?:y|ed)|(?:back )?(?:up|ok|online)|back to normal|fine|cleared|closed|solved|ended)';
/** At the start, in brackets, or at the end. Elsewhere such a word is part of a name: `Backup job ended with …`, `Start up of web01`. */
const OVER = new RegExp(
  String.raw`^\W{0,9}(?:[\w.-]{1,60} is )?${STATE}(?:\s{0,3}[:,]|\s-|$)|[[(]\W{0,9}${STATE}(?::\d{1,6})?\W{0,3}[\])]|\b${STATE}(?: again| now)?\W{0,9}$`,
  'i',
);
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
    { source, key: name || title, state: isOver(title) ? 'resolved' : 'firing', title, text },
    'This mail has no subject.',
  );
}

const isOver = (title: string) => SAYS_OVER.test(title) || (!TROUBLE.test(title) && OVER.test(title));
