import { find } from './dom.ts';

/** Kept for as long as this window is open, and for the services it was played with. */
const KEY = 'rollcall-tour';

function readDone(): Set<string> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    const { began, done } = { began: '', done: [], ...(kept as object) };
    return new Set(began === document.body.dataset.began && Array.isArray(done) ? done.map(String) : []);
  } catch {
    return new Set();
  }
}

const buttons = () => [...document.querySelectorAll<HTMLButtonElement>('[data-step]')];

/** The step that Next plays: the one after the last tick, or one that was left out. Undefined when all have one. */
export function nextStep(): string | undefined {
  const all = buttons();
  const isOpen = (button: Element) => !button.classList.contains('done');
  const last = all.findLastIndex((button) => !isOpen(button));
  return (all.slice(last + 1).find(isOpen) ?? all.find(isOpen))?.dataset.step;
}

function show(done: ReadonlySet<string>): void {
  for (const [at, button] of buttons().entries()) {
    const isDone = done.has(button.dataset.step ?? '');
    button.classList.toggle('done', isDone);
    find('b', button).textContent = isDone ? '✓' : String(at + 1);
    find('.sr', button).textContent = isDone ? ', done' : '';
    button.removeAttribute('aria-current');
  }
  const next = buttons().find(({ dataset }) => dataset.step === nextStep());
  next?.setAttribute('aria-current', 'step');
  const words = next === undefined ? 'Play the tour again' : `Next: ${find('span', next).textContent}`;
  find('#next').textContent = done.size === 0 ? 'Start the tour' : words;
}

function keep(done: ReadonlySet<string>): void {
  sessionStorage.setItem(KEY, JSON.stringify({ began: document.body.dataset.began, done: [...done] }));
  show(done);
}

/** Ticks a step that was played to its end. */
export function tick(step: string): void {
  keep(readDone().add(step));
}

/** Takes all ticks away. */
export function clearTicks(): void {
  keep(new Set());
}

/** Shows the ticks of before a reload. */
export function startTicks(): void {
  show(readDone());
}
