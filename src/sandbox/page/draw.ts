import { find, make } from './dom.ts';

const drawn = new Map<string, { key: string; node: HTMLElement }>();

/** Draws only what has changed, so that a half-filled card stays as it is. */
export function keep(id: string, data: unknown, draw: () => HTMLElement): HTMLElement {
  const key = JSON.stringify(data);
  const before = drawn.get(id);
  if (before?.key === key) return before.node;
  const node = draw();
  drawn.set(id, { key, node });
  return node;
}

/** Forgets what was drawn: somebody else looks now. */
export function forgetDrawn(): void {
  drawn.clear();
}

/** The newest message: its end, or its beginning where it is longer than the place has room for. */
export function showLatest(log: HTMLElement): void {
  const last = log.lastElementChild;
  if (!(last instanceof HTMLElement)) return;
  const isLong = last.offsetHeight > log.clientHeight;
  log.scrollTop = isLong ? last.offsetTop - log.offsetTop : log.scrollHeight;
}

/** So much higher that it is something else: a form in the place of a list, results in the place of a bar. */
const GROWN = 1.5;

function markTab(panel: string): void {
  const isHidden = find(`#${panel}`).hidden;
  if (isHidden && document.body.dataset.ready !== undefined) find(`#${panel}-tab`).classList.add('new');
}

/** Puts the nodes into the log in this order. A log that was at its end follows what is new. */
export function show(panel: string, nodes: readonly HTMLElement[], follows = true): void {
  const log = find(`#${panel} .log`);
  const now = [...log.children];
  if (now.length === nodes.length && now.every((node, at) => node === nodes[at])) return;
  const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const before = log.lastElementChild;
  const heightBefore = before instanceof HTMLElement ? before.offsetHeight : 0;
  const focused = document.activeElement;
  const wanted = new Set<Element>(nodes);
  for (const node of now) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, at) => {
    if (log.children[at] !== node) log.insertBefore(node, log.children[at] ?? null);
  });
  // A button that replaced the one just pressed: the keyboard goes on from the message, not from the top.
  if (focused !== null && focused !== document.activeElement && !focused.isConnected) log.focus();
  if (!follows) return;
  const last = nodes.at(-1);
  const isNew = nodes.length > now.length;
  if (isNew) markTab(panel);
  if (isNew || (last !== before && (last?.offsetHeight ?? 0) > heightBefore * GROWN)) showLatest(log);
  else if (wasAtEnd) log.scrollTop = log.scrollHeight;
}

/** A table with a caption; cells are text or nodes. */
export function table(
  caption: string,
  titles: readonly string[],
  rows: readonly (string | Node)[][],
): HTMLElement {
  const head = titles.map((title) => {
    const cell = make('th', title);
    cell.setAttribute('scope', 'col');
    return cell;
  });
  const cells = (row: readonly (string | Node)[]) =>
    row.map((cell) => (typeof cell === 'string' ? make('td', cell) : make('td', '', cell)));
  const body = rows.map((row) => make('tr', '', ...cells(row)));
  return make('table', '', make('caption', caption), make('tr', '', ...head), ...body);
}

/** Two letters in the place of a picture; `You` are whoever is chosen. */
function initialsOf(from: string): string {
  const name = from === 'You' ? find('#people :checked + span b').textContent : from;
  const [first = '', second = ''] = name.split(' ');
  return `${first.charAt(0)}${second.charAt(0)}`;
}

/** A message's head: who, when, and what else there is to say of it. */
export function drawHead(from: string, at: number, more = ''): HTMLElement {
  const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const head = make('div.who', from, make('time', more === '' ? time : `${time} (${more})`));
  head.dataset.initials = initialsOf(from);
  if (from === 'Rollcall') head.classList.add('bot');
  return head;
}
