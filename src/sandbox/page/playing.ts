import { find } from './dom.ts';

/** Slow enough to be followed with the eyes. */
const STEP_MS = 450;
/** The bot answers within seconds; a busy machine gets more. */
const WAIT_MS = 20_000;

export function pause(ms = STEP_MS): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What `look` finds, as soon as it finds something. @throws Error that says what was waited for */
export async function waitFor<T>(what: string, look: () => T | null | undefined): Promise<T> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== null) return found;
    if (Date.now() > until) throw new Error(`${what} did not come. Start this step again.`);
    await pause(50);
  }
}

/** The last button with these words at its start. */
export function findButton(within: string, words: string): HTMLButtonElement | undefined {
  const all = [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)];
  return all.findLast(
    ({ textContent, offsetParent }) => offsetParent !== null && textContent.startsWith(words),
  );
}

/** Presses a button as soon as it is there, where it can be seen. */
export async function press(within: string, words: string): Promise<void> {
  const button = await waitFor(`The button “${words}”`, () => findButton(within, words));
  button.scrollIntoView({ block: 'nearest' });
  await pause();
  button.click();
}

/** Types into a field as a person does, all at once. */
export function type(field: HTMLElement, value: string): void {
  const control = field as HTMLInputElement;
  control.scrollIntoView({ block: 'nearest' });
  control.value = value;
  for (const event of ['input', 'change']) control.dispatchEvent(new Event(event, { bubbles: true }));
}

/** Ticks the choice whose words start like this. */
export function choose(within: string, words: string): void {
  const isIt = ({ textContent }: Element) => textContent.trim().startsWith(words);
  const label = [...document.querySelectorAll(`${within} label`)].find(isIt);
  const inside = label?.querySelector<HTMLInputElement>('input');
  const beside = label?.parentElement?.querySelector<HTMLInputElement>('input');
  const box = inside ?? beside;
  if (box === undefined || box === null) throw new Error(`There is no choice “${words}”.`);
  box.scrollIntoView({ block: 'nearest' });
  if (!box.checked) box.click();
}

/** The field under a label, of a card or of a modal. */
export function findField(within: string, label: string): HTMLElement {
  const isIt = ({ textContent }: Element) => textContent.trim().startsWith(label);
  const found = [...document.querySelectorAll(`${within} label`)].findLast(isIt);
  const id = found?.getAttribute('for') ?? '';
  const inside = found?.querySelector<HTMLElement>('input, textarea');
  return id === '' ? (inside ?? find(`${within} textarea`)) : find(`#${CSS.escape(id)}`);
}
