// Asks before a text that was not saved is left behind. Without this script everything works, only nobody asks.
const form = document.querySelector('form.writing');
const box = document.getElementById('text');
let isSent = false;

form.addEventListener('submit', () => (isSent = true));
addEventListener('beforeunload', (event) => {
  const isChanged = box.value !== box.defaultValue || form.dataset.unsaved === 'yes';
  if (isChanged && !isSent) event.preventDefault();
});
// Somebody who comes back to the page by the browser's way back has not sent it.
addEventListener('pageshow', () => (isSent = false));
