// How far away an instant is, in the words of the server ("in 22 min"), so that a page counts on by itself.
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A length in ms as a person would say it: `40 s`, `22 min`, `2 h 10 min`, `3 d 4 h`. */
export function inWords(ms) {
  const abs = Math.abs(ms);
  if (abs < 90 * SECOND) return `${Math.round(abs / SECOND)} s`;
  const minutes = Math.round(abs / MINUTE);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** `in 22 min`, `5 min ago`, `now`; both in ms since 1970. */
export function fromNow(at, now) {
  const ms = at - now;
  if (Math.abs(ms) < SECOND) return 'now';
  return ms > 0 ? `in ${inWords(ms)}` : `${inWords(ms)} ago`;
}
