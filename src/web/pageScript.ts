import { createHash } from 'node:crypto';

/**
 * Copying and printing, and times in the reader's zone, for browsers that run scripts; what needs one is hidden until
 * then, and times are in UTC. Copying needs a safe
 * address (https or this machine). A name that a spreadsheet would take for a formula gets an apostrophe; a
 * password or a pass stays as it is, because nobody else wrote it. What it says is in the page, in the page's language.
 */
export const PAGE_SCRIPT = `
const said = document.querySelector('[role=status]');
const say = (text) => { said.textContent = text; };
const safe = (text) => /^[=+\\-@\\t\\r\\n]/.test(text) ? "'" + text : text;
const textOf = (cell) => safe((cell.dataset.text ?? cell.textContent).replace(/\\s+/g, ' ').trim());
const valueOf = (cell) => cell.querySelector('.secret')?.textContent ?? textOf(cell);
const list = () => [...document.querySelectorAll('tr')].map((row) => [...row.cells].map(valueOf).join('\\t')).join('\\n');
const hour = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' };
for (const time of document.querySelectorAll('time')) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang, hour);
}
const copied = { copyOne: () => document.querySelector('input.secret').value, copyList: list };
for (const button of document.querySelectorAll('.tools button')) {
  const text = copied[button.id];
  if (text !== undefined && navigator.clipboard === undefined) continue;
  button.hidden = false;
  button.addEventListener('click', () => {
    if (text === undefined) return print();
    navigator.clipboard.writeText(text()).then(
      () => say(said.dataset.copied),
      () => say(said.dataset.notCopied),
    );
  });
}
`;

/** Lets this one script through a policy that forbids all others. */
export const SCRIPT_SOURCE = `'sha256-${createHash('sha256').update(PAGE_SCRIPT).digest('base64')}'`;
