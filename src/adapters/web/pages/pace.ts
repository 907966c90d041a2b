import type { Html } from '../html.ts';
import { html } from '../html.ts';

/** How the clock of the incidents runs, in words. */
export function paceOf(speed: number): string {
  if (speed === 0) return 'Time stands still';
  return speed === 1 ? 'Time runs as usual' : `Time runs ${speed} times as fast`;
}

/** On every page, while the clock does not run as people expect of a clock. */
export const paceNote = (speed: number): Html =>
  speed === 1
    ? html``
    : html`<p id="pace" class="banner quiet">
        <strong>${paceOf(speed)}.</strong> Only simulated phones ring. <a href="/phones">To the clock</a>
      </p>`;
