import { type Block, drawBlock, plain } from './blocks.ts';
import { act, readFiles, tell } from './calls.ts';
import { drawCard } from './cards.ts';
import { find, make } from './dom.ts';
import { type Modal, showModal } from './modal.ts';
import { startTour } from './tour.ts';

interface Stage {
  slack: {
    messages: {
      ts: string;
      user: string;
      text: string;
      blocks: Block[];
      files: { name: string }[];
      ephemeralFor?: string;
    }[];
    modal: Modal | null;
  };
  teams: {
    messages: { id: string; from: string; text: string; card?: object; attachments: { name?: string }[] }[];
  };
  tenant: {
    users: { name: string; userName: string; enabled: boolean; licenses: string[] }[];
    skus: { partNumber: string; enabled: number; used: number }[];
  };
  mails: { to: string[]; subject: string; text: string }[];
  calls: {
    graph: { method: string; path: string; status: number; ms: number }[];
    slack: { method: string; ok: boolean; error?: string }[];
    teams: { method: string; path: string; status: number | string }[];
  };
  switches: { graphDown: boolean; mailDown: boolean; latencyMs: number };
}

const drawn = new Map<string, { key: string; node: HTMLElement }>();

/** Draws only what has changed, so that a half-filled card stays as it is. */
function keep(id: string, data: unknown, draw: () => HTMLElement): HTMLElement {
  const key = JSON.stringify(data);
  const before = drawn.get(id);
  if (before?.key === key) return before.node;
  const node = draw();
  drawn.set(id, { key, node });
  return node;
}

function show(pane: string, nodes: readonly HTMLElement[]): void {
  const log = find(`#${pane} .log`);
  const now = [...log.children];
  if (now.length === nodes.length && now.every((node, at) => node === nodes[at])) return;
  nodes.forEach((node, at) => {
    if (log.children[at] !== node) log.insertBefore(node, log.children[at] ?? null);
  });
  while (log.children.length > nodes.length) log.lastElementChild?.remove();
  if (pane !== 'tenant') log.scrollTop = log.scrollHeight;
}

function message(from: string, text: string, files: readonly string[], ...parts: HTMLElement[]): HTMLElement {
  const who = make('div.who', from === 'bot' ? 'Rollcall' : 'You');
  const words = text === '' ? [] : [make('pre', text)];
  return make(
    'div.message',
    '',
    who,
    ...words,
    ...files.map((name) => make('p.note', `File: ${name}`)),
    ...parts,
  );
}

function table(titles: readonly string[], rows: readonly string[][]): HTMLElement {
  const head = make('tr', '', ...titles.map((title) => make('th', title)));
  return make(
    'table',
    '',
    head,
    ...rows.map((row) => make('tr', '', ...row.map((cell) => make('td', cell)))),
  );
}

function showStage({ slack, teams, tenant, mails, calls, switches }: Stage): void {
  const slackNodes = slack.messages.map((each) =>
    keep(`s${each.ts}`, each, () => {
      const press = (actionId: string) => void act('slack/click', { id: each.ts, actionId });
      const blocks = each.blocks.map((block) => drawBlock(block, press));
      const note = each.ephemeralFor === undefined ? [] : [make('p.note', 'Only visible to you')];
      const files = each.files.map(({ name }) => name);
      return message(each.user, blocks.length > 0 ? '' : plain(each.text), files, ...note, ...blocks);
    }),
  );
  const teamsNodes = teams.messages.map((each) =>
    keep(`t${each.id}`, each, () => {
      const files = each.attachments.flatMap(({ name }) => (name === undefined ? [] : [name]));
      return message(each.from, each.text, files, ...(each.card ? [drawCard(each.id, each.card)] : []));
    }),
  );
  show('slack', slackNodes);
  show('teams', teamsNodes);
  showModal(slack.modal);
  show('tenant', [
    keep('skus', tenant.skus, () =>
      table(
        ['License', 'Seats used'],
        tenant.skus.map((sku) => [sku.partNumber, `${sku.used} of ${sku.enabled}`]),
      ),
    ),
    keep('users', tenant.users, () =>
      table(
        ['Person', 'Sign-in', 'Licenses'],
        tenant.users.map((user) => [
          `${user.name} ${user.userName}`,
          user.enabled ? 'allowed' : 'blocked',
          user.licenses.join(', '),
        ]),
      ),
    ),
  ]);
  show(
    'mail',
    mails.map((mail, at) =>
      keep(`m${at}`, mail, () =>
        make(
          'div.message',
          '',
          make('div.who', mail.subject),
          make('p.note', `To ${mail.to.join(', ')}`),
          make('pre', mail.text),
        ),
      ),
    ),
  );
  const rows = [
    ...calls.graph.map((each) => ['Graph', `${each.method} ${each.path}`, String(each.status)]),
    ...calls.slack.map((each) => ['Slack', each.method, each.ok ? 'ok' : (each.error ?? 'failed')]),
    ...calls.teams.map((each) => ['Teams', `${each.method} ${each.path}`, String(each.status)]),
  ];
  show('behind', [keep('calls', rows, () => table(['To', 'Request of the bot', 'Answer'], rows))]);
  find<HTMLInputElement>('#behind [name=graphDown]').checked = switches.graphDown;
  find<HTMLInputElement>('#behind [name=mailDown]').checked = switches.mailDown;
  find<HTMLInputElement>('#behind [name=slow]').checked = switches.latencyMs > 0;
}

for (const chat of ['slack', 'teams']) {
  const form = find<HTMLFormElement>(`#${chat} form`);
  const text = find<HTMLInputElement>('[name=text]', form);
  const file = find<HTMLInputElement>('[name=file]', form);
  const send = async (files: readonly File[]) => {
    const body = { text: text.value, files: await readFiles(files) };
    form.reset();
    await act(`${chat}/say`, body);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (text.value !== '' || file.value !== '') void send([...(file.files ?? [])]);
  });
  for (const button of form.querySelectorAll<HTMLButtonElement>('[data-sample]')) {
    const name = button.dataset.sample ?? '';
    button.addEventListener('click', async () => {
      const sample = await fetch(`/try/samples/${name}`);
      await send([new File([await sample.blob()], name)]);
    });
  }
  const pane = find(`#${chat}`);
  pane.addEventListener('dragover', (event) => event.preventDefault());
  pane.addEventListener('drop', (event) => {
    event.preventDefault();
    void send([...(event.dataTransfer?.files ?? [])]);
  });
}

find('#behind form').addEventListener('change', () => {
  const on = (name: string) => find<HTMLInputElement>(`#behind [name=${name}]`).checked;
  void act('switches', {
    graphDown: on('graphDown'),
    mailDown: on('mailDown'),
    latencyMs: on('slow') ? 1_000 : 0,
  });
});
find('#restart').addEventListener('click', async () => {
  tell('Restarting the bot…');
  const { error } = await act('restart', {});
  if (error === undefined) tell('The bot was killed and runs again.');
});

let events: EventSource | undefined;
function follow(): void {
  events?.close();
  drawn.clear();
  events = new EventSource(`/try/events?person=${find<HTMLSelectElement>('#person').value}`);
  events.onmessage = ({ data }) => showStage(JSON.parse(data));
}
find('#person').addEventListener('change', follow);
follow();
startTour();
