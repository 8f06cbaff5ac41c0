import { act, tell } from './calls.ts';
import { find, make } from './dom.ts';
import { keep, show } from './draw.ts';
import type { Exchange, Stage } from './stage.ts';

const isGood = (status: string) => status === 'ok' || /^2\d\d$/.test(status);

/** Percent signs as the characters they stand for, where they stand for some. */
function decode(what: string): string {
  try {
    return decodeURIComponent(what);
  } catch {
    return what;
  }
}

function drawExchange({ id, at, service, asker, what, status }: Exchange): HTMLElement {
  const details = document.createElement('details');
  const way = make('span.tag', asker === 'bot' ? `→ ${service}` : `← ${service}`);
  way.title = asker === 'bot' ? `The bot asks ${service}` : `${service} asks the bot`;
  const time = make('span.time', new Date(at).toLocaleTimeString([], { hour12: false }));
  const words = make('span.what', decode(what));
  const answer = make(isGood(status) ? 'span.good' : 'span.bad', status);
  details.append(make('summary', '', time, way, answer, words));
  details.addEventListener('toggle', async () => {
    if (!details.open || details.querySelector('pre') !== null) return;
    const found = await fetch(`/try/exchanges/${id}`);
    const { request = '', answer: said = '', error = '' } = await found.json();
    const part = (title: string, text: string) => [
      make('b', title),
      make('pre', text === '' ? '(empty)' : text),
    ];
    details.append(
      make('p.note', decode(what)),
      ...(error === '' ? [...part('Request', request), ...part('Answer', said)] : [make('pre', error)]),
    );
  });
  return details;
}

const BOT = { running: 'Running', starting: 'Starting…', down: 'Not running' };

let last: readonly Exchange[] = [];

function showExchanges(): void {
  const words = find<HTMLInputElement>('#behind [name=words]')
    .value.toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const service = find<HTMLSelectElement>('#behind [name=service]').value;
  const fits = (each: Exchange) => {
    const text = `${each.service} ${each.what} ${each.status}`.toLowerCase();
    return (service === '' || each.service === service) && words.every((word) => text.includes(word));
  };
  show(
    'behind',
    last.filter(fits).map((each) => keep(`x-${each.id}`, each.id, () => drawExchange(each))),
    false,
  );
}

/** Draws what went between the bot and the services, newest first, and the switches as they are. */
export function showBehind({ exchanges, switches }: Pick<Stage, 'exchanges' | 'switches'>): void {
  last = exchanges;
  showExchanges();
  for (const name of ['graphDown', 'mailDown', 'slackBusy', 'slow'] as const) {
    find<HTMLInputElement>(`#behind [name=${name}]`).checked = switches[name];
  }
  find<HTMLSelectElement>('#behind [name=quota]').value = switches.quota;
  const bot = find('#bot');
  const words = BOT[switches.bot];
  if (bot.textContent !== words) bot.textContent = words;
  bot.className = switches.bot;
}

/** Makes the switches, the filter and the restart work. */
export function startBehind(): void {
  const box = (name: string) => find<HTMLInputElement>(`#behind [name=${name}]`);
  find('#behind .switches').addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) void act('switches', { quota: target.value });
    else if (target instanceof HTMLInputElement) void act('switches', { [target.name]: target.checked });
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-trouble]')) {
    button.addEventListener('click', async () => {
      const { error } = await act('trouble', { name: button.dataset.trouble });
      if (error === undefined) tell(`${button.textContent}: this will happen at the bot’s next call.`);
    });
  }
  find('#behind .filter').addEventListener('submit', (event) => event.preventDefault());
  find('#behind .filter').addEventListener('change', showExchanges);
  box('words').addEventListener('input', showExchanges);
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-days]')) {
    button.addEventListener('click', async () => {
      button.disabled = true;
      tell('Time passes: Rollcall is stopped, and starts again with its clock set forward…');
      const { error } = await act('later', { days: Number(button.dataset.days) }, false);
      button.disabled = false;
      if (error === undefined) tell(`${button.textContent}: everything planned for that time is done.`);
    });
  }
  const restart = document.querySelector<HTMLButtonElement>('#restart');
  restart?.addEventListener('click', async () => {
    restart.disabled = true;
    tell('Killing Rollcall and starting it again…');
    const { error } = await act('restart', {}, false);
    restart.disabled = false;
    if (error === undefined)
      tell('Rollcall was killed and is running again. Its jobs continue where they stopped.');
  });
}
