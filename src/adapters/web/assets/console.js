// Loads the page again when something changed, unless somebody is typing: then it only says so.
const page = document.querySelector('main');
const about = page.dataset.incident;
const boxes = [...document.querySelectorAll('input:not([type=hidden]), select')];
const isTyping = () => boxes.some((box) => box.value !== box.defaultValue && box.tagName === 'INPUT');

const focused = sessionStorage.getItem('focused');
sessionStorage.removeItem('focused');
if (focused) document.getElementById(focused)?.focus();

let due;
function changed() {
  if (isTyping()) {
    document.getElementById('changed').hidden = false;
    return;
  }
  clearTimeout(due);
  due = setTimeout(() => {
    if (isTyping()) return changed();
    sessionStorage.setItem('focused', document.activeElement?.id ?? '');
    location.reload();
  }, 300);
}

new EventSource('/events').addEventListener('message', ({ data }) => {
  if (about === undefined || about === data) changed();
});
// "in 22 min" grows old.
setInterval(changed, 60_000);
