import { act, readFiles, tell } from './calls.ts';
import { find } from './dom.ts';
import { pickNewcomer } from './newcomers.ts';
import { choose, findButton, findField, pause, press, type, waitFor } from './playing.ts';
import { openTab } from './tabs.ts';
import { clearTicks, nextStep, startTicks, tick } from './ticks.ts';

const CARD = '#teams-personal .message:last-child .card';
const RECIPIENT = 'it@contoso.com';
/** Refuses a step that cannot end well. @throws Error when the tenant has no seat of this license left */
function checkSeat(license: string): void {
  const rows = [...document.querySelectorAll('#tenant tr')];
  const meter = rows.find(({ firstChild }) => firstChild?.textContent === license)?.querySelector('meter');
  if (meter && meter.value >= meter.max)
    throw new Error(`${license} has no seats left. Press Start over to play this step again.`);
}

async function become(person: string): Promise<void> {
  const radio = find<HTMLInputElement>(`#people [value=${person}]`);
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event('change', { bubbles: true }));
  await waitFor('The other person’s view', () => (document.body.dataset.ready === person ? true : undefined));
}

/** Brings a tab into view and says what happens there. */
function pointAt(pane: string, tab: string, words: string): void {
  openTab(tab);
  const section = find(`#${pane}`);
  section.scrollIntoView({ block: 'nearest', inline: 'start' });
  section.classList.remove('pointed');
  // The class has to be gone for one frame, or the animation does not run again.
  requestAnimationFrame(() => section.classList.add('pointed'));
  tell(words);
}

async function say(path: string, body: object): Promise<void> {
  const { error } = await act(path, body);
  if (error !== undefined) throw new Error(error);
}

/** The form of `/adduser`, from the command to the confirmation. */
async function askInSlack(name: string, license: string, reason = ''): Promise<void> {
  await say('slack/say', { text: `/adduser ${name}` });
  const recipients = await waitFor('The form', () =>
    document.querySelector<HTMLElement>('#modal[open] [data-id=recipients]'),
  );
  choose('#modal', license);
  await pause();
  type(recipients, RECIPIENT);
  await press('#modal', 'More fields');
  await waitFor('The rest of the form', () => findButton('#modal', 'Fewer fields'));
  choose('#modal', 'Email a one-time link');
  if (reason !== '') type(findField('#modal', 'Ticket or reason'), reason);
  await press('#modal', 'Next');
  await press('#modal', reason === '' ? 'Create' : 'Ask for approval');
}

async function drop(name: string): Promise<void> {
  await become('omar');
  // The results of the job before come as a message of their own, which is not to push between this file's cards.
  const isDone = () =>
    /Working on it|Creating \d+ people/.test(document.querySelector(CARD)?.textContent ?? '')
      ? undefined
      : true;
  await waitFor('The end of the previous job', isDone);
  const sample = await fetch(`/try/samples/${name}`);
  const files = await readFiles([new File([await sample.blob()], name)]);
  await say('teams/say', { text: '', files });
}

async function dropFile(): Promise<void> {
  await drop('three-wrong-rows.csv');
  await waitFor('The verification', () => findButton('#teams-personal .card', 'Use the '));
  pointAt(
    'teams',
    'teams-personal',
    'Rollcall checked the file in Teams and lists its three rows with problems.',
  );
}

/** From a checked file to its job. */
async function setUp(license?: string): Promise<void> {
  await press('#teams-personal .card', 'Set up');
  await waitFor('The settings', () => findButton(CARD, 'Next'));
  if (license !== undefined) choose(CARD, license);
  type(findField(CARD, 'Send the passwords'), RECIPIENT);
  choose(CARD, 'Email a one-time link');
  await press(CARD, 'Next');
  await press(CARD, 'Create');
}

/** The instance that runs a job; none while no job runs. */
const findOwner = () =>
  [...document.querySelectorAll<HTMLElement>('#instances table:first-of-type tr')].find(({ children }) =>
    /^\d+$/.test(children[2]?.textContent ?? ''),
  );

/** Kills the instance that runs the job of a new file, and waits for another and the results. Answers their names. */
async function killOwner(): Promise<{ killed: string; next: string }> {
  await drop('starters.csv');
  await setUp();
  openTab('instances');
  const owner = await waitFor('Who runs the job', findOwner);
  const killed = find('b', owner).textContent;
  await pause();
  find<HTMLButtonElement>('button.danger', owner).click();
  const next = await waitFor('The next owner', () => {
    const row = findOwner();
    const other = row === undefined ? killed : find('b', row).textContent;
    return other === killed ? undefined : other;
  });
  await say('switches', { quota: 'none' });
  await waitFor('The results', () => findButton(CARD, 'Results CSV'));
  return { killed, next };
}

/** Each step does one thing and says where to look; keys are the `data-step` of its button. */
const STEPS: Readonly<Record<string, () => Promise<void>>> = {
  async add() {
    await become('mia');
    openTab('slack-direct');
    openTab('tenant');
    const name = pickNewcomer();
    await askInSlack(name, 'Microsoft 365 Business Basic');
    await waitFor('The result', () => findButton('#slack-direct', 'Add another'));
    const [firstName] = name.split(' ');
    const words = `Mia filled in one form, and ${firstName} is in the tenant. The email is in the mailbox.`;
    pointAt('slack', 'slack-direct', words);
  },
  drop: dropFile,
  async fix() {
    await become('omar');
    openTab('teams-personal');
    if (findButton('#teams-personal .card', 'Use the ') === undefined) await dropFile();
    await press('#teams-personal .card', 'Use the ');
    const isMended = () => (findButton('#teams-personal .card', 'Use the ') === undefined ? true : undefined);
    await waitFor('The corrected list', isMended);
    await setUp('Microsoft 365 Business Basic');
    openTab('tenant');
    pointAt(
      'teams',
      'teams-personal',
      'The rows are fixed, and 25 people are being created. The card shows the progress.',
    );
  },
  async approve() {
    checkSeat('Microsoft 365 E5');
    await become('grace');
    openTab('teams-personal');
    // Teams lets a bot write first only to those who have opened it.
    if (document.querySelector('#teams-personal .message') === null) await say('teams/say', { text: 'help' });
    await become('mia');
    openTab('slack-direct');
    tell('Mia asks for Microsoft 365 E5, which needs a manager’s approval by policy.');
    await askInSlack(pickNewcomer(), 'Microsoft 365 E5', 'Leads the new team');
    await pause();
    await become('grace');
    await press('#teams-personal .card', 'Approve');
    const isDecided = () => (findButton(CARD, 'Approve') === undefined ? true : undefined);
    await waitFor('The decision', isDecided);
    const isTold = () => (findButton('#slack-direct .message:last-child', 'Approve') ? undefined : true);
    await waitFor('The decision in Slack', isTold);
    openTab('tenant');
    const words =
      'Mia asked in Slack, and Grace approved in Teams. No one was created until then, and every copy of the request shows who decided.';
    pointAt('teams', 'teams-personal', words);
  },
  async kill() {
    await become('omar');
    openTab('teams-personal');
    // So that it takes long enough to be watched.
    await say('switches', { quota: 'bucket' });
    const { killed, next } = await killOwner().finally(() => say('switches', { quota: 'none' }));
    const words = `${killed} was killed in the middle of a job, and ${next} went on with it. No one was lost, and no one was created twice.`;
    pointAt('around', 'instances', words);
  },
  async mail() {
    const link = await waitFor('A mail with a link', () => {
      openTab('mail');
      return document.querySelector<HTMLAnchorElement>('#mail .message a[href*="/p/"]');
    });
    link.scrollIntoView({ block: 'nearest' });
    pointAt(
      'around',
      'mail',
      'Follow the one-time link: it shows the first passwords once, and Rollcall notifies the person who asked.',
    );
    link.focus();
  },
};

let playing = false;

async function play(step: string): Promise<void> {
  if (playing) return;
  playing = true;
  document.body.setAttribute('aria-busy', 'true');
  try {
    await STEPS[step]?.();
    tick(step);
  } catch (error) {
    tell(error instanceof Error ? error.message : "That step didn't work. Reload the page and start again.");
  } finally {
    playing = false;
    document.body.removeAttribute('aria-busy');
  }
}

/** Makes the buttons of the tour work, one at a time. */
export function startTour(): void {
  startTicks();
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-step], [data-play]')) {
    button.addEventListener('click', () => void play(button.dataset.step ?? button.dataset.play ?? ''));
  }
  find('#next').addEventListener('click', () => {
    const next = nextStep();
    if (next === undefined) clearTicks();
    void play(next ?? 'add');
  });
}
