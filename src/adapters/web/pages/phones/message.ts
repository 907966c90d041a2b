import type { Reading } from '../../../../core/incident/cards.ts';
import { readIncidentId } from '../../../../core/ids.ts';
import type { Medium } from '../../../../core/media.ts';
import { SECOND_MS, inWords, msBetween } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { Handset, Message } from '../../phone-wall/handsets.ts';
import type { Said } from '../../phone-wall/said.ts';
import { KEYS } from '../../../../core/words/short-words.ts';
import { canBeAnswered, isOpen } from '../../phone-wall/standing.ts';
import { hidden } from '../card-html.ts';
import type { Frame } from '../layout.ts';
import { counting, moment } from '../moment.ts';

/** How long a phone rings before it gives up, in ms. */
const RINGS_MS = 40 * SECOND_MS;

const NAMES: Readonly<Record<Medium, string>> = {
  chat: 'Chat message',
  sms: 'SMS',
  call: 'Call',
  desk: 'Call at the desk',
  email: 'E-mail',
  push: 'Push message',
};
const TONES = { waiting: 'warn', late: 'warn', seen: '', answered: 'good', over: '' } as const;
const SIGNS = { waiting: '[!] ', late: '[!] ', seen: '', answered: '[ok] ', over: '' } as const;

type Parts = { readonly frame: Frame; readonly reading: Reading; readonly handset: Handset };

/** One message as its medium shows it, with what has become of it and the keys while it can be answered. */
export function messageHtml(message: Message, { frame, reading, handset }: Parts): Html {
  const { id, medium, at, incident, standing, to } = message;
  return html`<li class="message ${medium} ${standing.state}" id="${id}">
    <p class="about">
      <strong>${NAMES[medium]}</strong> ${ending(medium, to)} · ${moment(at, reading)}, ${counting(at, reading)}
      ${readIncidentId(incident) === undefined ? false : html` · <a href="/incidents/${incident}">${incident}</a>`}
    </p>
    ${bodyHtml(message, reading)}
    ${
      standing.say === ''
        ? false
        : html`<p><span class="tag ${TONES[standing.state]}">${SIGNS[standing.state]}${standing.say}</span></p>`
    }
    ${canBeAnswered(standing) && handset.answers ? keysHtml({ id, incident, handset, frame }) : false}
  </li>`;
}

/** Enough to tell two phones of one person apart: whole numbers are not for everybody. */
const ending = (medium: Medium, to: string) =>
  medium === 'sms' || medium === 'call' || medium === 'desk' ? `…${to.replaceAll(/\D/g, '').slice(-2)}` : '';

function bodyHtml(message: Message, reading: Reading): Html {
  const { medium, text, subject } = message;
  const said = html`<p class="text" dir="auto">${text}</p>`;
  if (medium === 'call' || medium === 'desk')
    return html`<p class="ringing">${ringing(message, reading)}</p>
      <p class="faint">A voice says:</p>
      <blockquote>${said}</blockquote>`;
  if (medium === 'email')
    return html`<dl class="envelope">
        <dt>From</dt>
        <dd>Muster</dd>
        <dt>Subject</dt>
        <dd dir="auto">${subject}</dd>
      </dl>
      ${said}`;
  return html`<div class="bubble">${said}</div>`;
}

/** A simulated phone rings until it is answered, and not for ever; the page's script counts the seconds. */
function ringing({ at, standing }: Message, { at: now }: Reading): Html {
  const sinceMs = msBetween(at, now);
  const tookMs = standing.answeredAt === null ? RINGS_MS : msBetween(at, standing.answeredAt);
  if (standing.state === 'answered' && tookMs >= 0 && tookMs < RINGS_MS)
    return html`Rang ${inWords(tookMs)}, then was answered`;
  if (sinceMs < RINGS_MS && isOpen(standing))
    return html`<strong data-ringing="${at}" data-rings="${RINGS_MS}"
      >Rings, for ${inWords(Math.max(0, sinceMs))} now</strong
    >`;
  return html`Rang ${inWords(RINGS_MS)}, nobody picked up`;
}

type Keys = { readonly id: string; readonly incident: string; readonly handset: Handset; readonly frame: Frame };

const keysHtml = ({ id, incident, handset, frame }: Keys): Html =>
  html`<form id="${id}-keys" class="keys" method="post" action="/phones/answer" data-wall>
    ${hidden({ formToken: frame.formToken })}<input type="hidden" name="person" value="${handset.id}" /><input
      type="hidden"
      name="incident"
      value="${incident}"
    />
    ${KEYS.map(
      ({ key, label }) =>
        html`<button name="key" value="${key}" aria-keyshortcuts="${key}"><kbd>${key}</kbd> ${label}</button> `,
    )}
  </form>`;

/** What was said on the handset, and Muster's answer to it. */
export const saidHtml = ({ words, at, ok, reply, delivery }: Said, reading: Reading): Html =>
  html`<li class="said-here" id="said-${delivery.slice(-20)}">
    <p class="about"><strong>Sent from here</strong> · ${moment(at, reading)}, ${counting(at, reading)}</p>
    <div class="bubble own"><p class="text" dir="auto">${words}</p></div>
    <div class="bubble answer" data-answer>
      <p class="faint">Muster answers${ok ? '' : ', and did nothing'}:</p>
      <p class="text" dir="auto">${ok ? '' : '[!] '}${reply}</p>
    </div>
  </li>`;
