import { act, readFiles, tell } from './calls.ts';
import { find } from './dom.ts';
import { openTab } from './tabs.ts';

function choose(person: string): void {
  const radio = find<HTMLInputElement>(`#people [value=${person}]`);
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Brings a tab into view and says what happens there. */
function pointAt(pane: string, tab: string, words: string): void {
  openTab(tab);
  const section = find(`#${pane}`);
  section.scrollIntoView({ block: 'nearest' });
  section.classList.remove('pointed');
  // The class has to be gone for one frame, or the animation does not run again.
  requestAnimationFrame(() => section.classList.add('pointed'));
  tell(words);
}

/** Each step does one thing and says where to look; keys are the `data-step` of its button. */
const STEPS: Readonly<Record<string, () => Promise<void>>> = {
  async add() {
    choose('mia');
    openTab('slack-direct');
    await act('slack/say', { text: '/adduser Katherine Johnson' });
  },
  async drop() {
    choose('omar');
    const sample = await fetch('/try/samples/three-wrong-rows.csv');
    const files = await readFiles([new File([await sample.blob()], 'three-wrong-rows.csv')]);
    const { error } = await act('teams/say', { text: '', files });
    if (error === undefined) {
      pointAt('teams', 'teams-personal', 'Rollcall checks the file and names the three wrong rows.');
    }
  },
  async fix() {
    choose('omar');
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('#teams-personal .card button')];
    const fix = buttons.findLast(({ textContent }) => textContent.startsWith('Take the'));
    fix?.click();
    const next = 'Rollcall mends the rows. Then set the people up in the card.';
    pointAt('teams', 'teams-personal', fix === undefined ? 'Drop the CSV first: step 2.' : next);
  },
  async mail() {
    pointAt('around', 'mail', 'Mails appear here as soon as people are created, with their first passwords.');
  },
};

/** Makes the buttons of the tour work. */
export function startTour(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-step]')) {
    button.addEventListener('click', () => void STEPS[button.dataset.step ?? '']?.());
  }
}
