import { dayAndTime } from '../../../core/time.ts';
import type { RingingBrowser } from '../../../ports/push-subscriptions.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Frame } from '../pages/layout.ts';
import { page } from '../pages/layout.ts';

type Ringing = { readonly publicKey: string; readonly browsers: readonly RingingBrowser[] };

type PushPage = {
  readonly frame: Frame;
  readonly zone: string;
  /** Undefined where web push is not switched on. */
  readonly ringing: Ringing | undefined;
  /** Whether Muster has an https address of its own. */
  readonly hasAddress: boolean;
  /** Whether the plan pages this person by `push: app`; else who keeps the plan. */
  readonly keeper: string | undefined;
  /** What came of the last press. */
  readonly said?: string | undefined;
  readonly problem?: string | undefined;
};

/** `/me/push`: this browser, those that ring already, and how to on an iPhone. */
export const pushPage = ({ frame, zone, ringing, hasAddress, keeper, said, problem }: PushPage): string =>
  page({
    title: 'Let this phone ring',
    styles: ['push'],
    scripts: ['push'],
    frame,
    still: true,
    body: html`<h1>Let this phone ring</h1>
      <p>A page then rings here as a notification, and you answer by a press on it, without signing in.</p>
      ${said === undefined ? false : html`<p class="banner quiet" role="status">${said}</p>`}
      ${problem === undefined ? false : html`<p class="banner alarm" role="alert"><strong>[!!]</strong> ${problem}</p>`}
      ${
        keeper === undefined
          ? false
          : html`<p class="banner warn">
              <strong>[!]</strong> The plan does not page you this way yet. Ask ${keeper} to add
              <code>push: app</code> to your ways in it.
            </p>`
      }
      ${
        hasAddress
          ? false
          : html`<p class="banner warn">
              <strong>[!]</strong> Muster has no https address, and browsers let no other page ring. Whoever runs it
              sets <code>MUSTER_PUBLIC_URL</code>.
            </p>`
      }
      ${ringing === undefined ? notSwitchedOn() : here(ringing, frame)}
      ${ringing === undefined ? false : listed(ringing.browsers, { frame, zone })} ${onAnIphone()}`,
  });

const notSwitchedOn = (): Html =>
  html`<p class="card">This is not switched on. Whoever runs Muster sets <code>WEB_PUSH=yes</code>.</p>`;

const here = ({ publicKey }: Ringing, { formToken }: Frame): Html =>
  html`<section class="card" aria-labelledby="here">
    <h2 id="here">This browser</h2>
    <p id="ring-state" role="status"></p>
    <noscript><p>This needs a script of Muster: switch scripts on in this browser.</p></noscript>
    <form id="let-ring" class="ask" method="post" action="/me/push/add" data-key="${publicKey}" hidden>
      <input type="hidden" name="form" value="${formToken}" />
      <input type="hidden" name="subscription" value="" />
      <label>What you call it <input name="name" value="" maxlength="60" autocomplete="off" /></label>
      <button class="primary">Let this phone ring</button>
    </form>
  </section>`;

const listed = (browsers: readonly RingingBrowser[], { frame, zone }: Pick<PushPage, 'frame' | 'zone'>): Html =>
  html`<section class="card" aria-labelledby="ringing">
    <h2 id="ringing">What rings for you</h2>
    ${
      browsers.length === 0
        ? html`<p>No browser rings for you.</p>`
        : html`<ul class="ringing">
            ${browsers.map((browser) => row(browser, { frame, zone }))}
          </ul>`
    }
  </section>`;

const row = ({ id, name, since }: RingingBrowser, { frame, zone }: Pick<PushPage, 'frame' | 'zone'>): Html =>
  html`<li data-browser="${id}">
    <p>
      <strong><bdi>${name}</bdi></strong> <span class="tag good this" hidden>this browser</span>
    </p>
    <p class="faint">since <time datetime="${since}">${dayAndTime(since, zone)}</time></p>
    <div class="buttons">
      ${press('/me/push/test', id, { frame, label: 'Send a test', name })}
      ${press('/me/push/remove', id, { frame, label: 'Take it off', name })}
    </div>
  </li>`;

const press = (
  action: string,
  id: string,
  { frame, label, name }: { readonly frame: Frame; readonly label: string; readonly name: string },
): Html =>
  html`<form method="post" action="${action}">
    <input type="hidden" name="form" value="${frame.formToken}" /><input type="hidden" name="id" value="${id}" />
    <button aria-label="${label}: ${name}">${label}</button>
  </form>`;

/** Safari lets only an app on the home screen ring (webkit.org/blog/13878, iOS and iPadOS 16.4). */
const onAnIphone = (): Html =>
  html`<section class="card" aria-labelledby="iphone">
    <h2 id="iphone">On an iPhone or iPad</h2>
    <ol>
      <li>Open this page in Safari, press Share, then "Add to Home Screen".</li>
      <li>Open Muster from the home screen and sign in there.</li>
      <li>At the end of its first page press "Let this phone ring", then the button.</li>
    </ol>
    <p>It takes iOS 16.4 or newer. Notifications have no buttons there: a tap opens the page with every answer.</p>
  </section>`;
