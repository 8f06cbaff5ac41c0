import { act, readFiles, tell } from './calls.ts';
import { find } from './dom.ts';

function choose(person: string): void {
  const select = find<HTMLSelectElement>('#person');
  if (select.value === person) return;
  select.value = person;
  select.dispatchEvent(new Event('change'));
}

function pointAt(pane: string, words: string): void {
  find(`#${pane}`).scrollIntoView({ block: 'start' });
  tell(words);
}

/** Each step does one thing and says where to look; keys are the `data-step` of its button. */
const STEPS: Readonly<Record<string, () => Promise<void>>> = {
  async add() {
    choose('mia');
    await act('slack/say', { text: '/adduser Katherine Johnson' });
  },
  async drop() {
    choose('omar');
    const sample = await fetch('/try/samples/three-wrong-rows.csv');
    const files = await readFiles([new File([await sample.blob()], 'three-wrong-rows.csv')]);
    const { error } = await act('teams/say', { text: '', files });
    if (error === undefined) pointAt('teams', 'Rollcall checks the file and names the three wrong rows.');
  },
  async fix() {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('#teams .card button')];
    const fix = buttons.findLast(({ textContent }) => textContent.startsWith('Take the'));
    fix?.click();
    const next = 'Rollcall mends the rows. Then set the people up in the card.';
    pointAt('teams', fix === undefined ? 'Drop the CSV first: step 2.' : next);
  },
  async mail() {
    const words = 'Mails appear here as soon as people are created, with their first passwords.';
    pointAt('mail', words);
  },
};

/** Makes the buttons of the tour work. */
export function startTour(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-step]')) {
    button.addEventListener('click', () => void STEPS[button.dataset.step ?? '']?.());
  }
}
