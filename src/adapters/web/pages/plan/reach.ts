import { firstAsked, reachLine } from '../../../../core/reach/picture.ts';
import type { Reachability, WayTo } from '../../../../core/reach/proofs.ts';
import { doubtAbout, isFresh, isKnown, proofOf, proofWords } from '../../../../core/reach/proofs.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { hidden } from '../card-html.ts';
import type { PlanView } from './plan-page.ts';

type ReachView = PlanView & { readonly reach: Reachability };

/** What is known of one way, behind its number: green for a fresh proof, red for one that failed twice; nothing before any test. */
export function provedHtml({ reach, reading: { at } }: ReachView, way: WayTo): Html {
  if (!isKnown(reach)) return html``;
  const proof = proofOf(reach, way);
  const words = proofWords(proof, at);
  if (doubtAbout(reach, way) !== undefined) return html`, <strong class="warn">[!] ${words}</strong>`;
  return isFresh(proof, at)
    ? html`, <span class="tag good">${words}</span>`
    : html`, <span class="faint">${words}</span>`;
}

/** Who is proved of those who are called first, and the button that tests one's own ways. */
export function reachPanel({ book, reach, reading: { at, zone }, frame }: ReachView): Html {
  const { plan } = book;
  const policy = plan.escalation['default'];
  // Swaps by word do not matter here: whoever stands in is a person of the list too.
  const people = policy === undefined ? [] : firstAsked(plan, policy, { at, live: { overrides: [], reach } });
  const line = reachLine({ plan, people, reach, at, zone });
  return html`<section class="panel" id="reach">
    <h2>Can they be reached?</h2>
    ${line === undefined ? false : html`<p dir="auto">${line}</p>`}
    <form method="post" action="/say">
      ${hidden({ formToken: frame.formToken })}
      <input type="hidden" name="words" value="testpage" />
      <button>Send me a test by every way</button>
    </form>
    <p class="faint">A test begins with "TEST: nothing is wrong." Whoever answers it proves that way.</p>
  </section>`;
}
