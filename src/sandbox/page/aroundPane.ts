import { find, make, makeButton, makeLink } from './dom.ts';
import { keep, show, table } from './draw.ts';
import type { Mail, Stage } from './stage.ts';

function drawSeats({ used, seats }: { used: number; seats: number }): HTMLElement {
  const bar = document.createElement('meter');
  bar.max = Math.max(seats, 1);
  bar.value = used;
  bar.high = seats * 0.9;
  bar.optimum = 0;
  bar.setAttribute('aria-label', `${used} of ${seats} seats used`);
  return make('span', `${used} of ${seats} `, bar);
}

/** The tables of one tenant; `whose` stands before what each is about. */
function drawTenant(
  { name, total, users, deleted, skus }: Stage['tenants'][number],
  whose: string,
): HTMLElement[] {
  const people = (caption: string, list: typeof users) =>
    table(
      caption,
      ['Person', 'Account'],
      list.map((user) => [
        make(
          'span',
          '',
          make('b', user.name),
          make('br'),
          document.createTextNode(user.userName),
          ...(user.licenses.length === 0 ? [] : [make('div.note', user.licenses.join(', '))]),
        ),
        make(
          'span.tags',
          '',
          ...(user.isOurs ? [make('span.tag good', 'created by Rollcall')] : []),
          ...(user.enabled ? [] : [make('span.tag', 'sign-in blocked')]),
        ),
      ]),
    );
  const seats = () =>
    table(
      `${whose}Licenses`,
      ['License', 'Seats used'],
      skus.map((sku) => [sku.name, drawSeats(sku)]),
    );
  const nodes = [
    keep(`skus-${name}`, skus, seats),
    keep(`users-${name}`, [total, users], () =>
      people(`${whose}${total === 1 ? '1 person' : `${total} people, newest first`}`, users),
    ),
  ];
  if (deleted.length > 0)
    nodes.push(keep(`deleted-${name}`, deleted, () => people(`${whose}Deleted people`, deleted)));
  return nodes;
}

/** One tenant below the other is more than fits: each name leads to where its tables begin. */
function drawWays(names: readonly string[]): HTMLElement {
  const ways = names.map((name) =>
    makeButton(name, 'chip', () => {
      // Tables are drawn anew while the list of names stays.
      const tables = [...document.querySelectorAll('#tenant table')];
      tables.find((one) => one.textContent?.startsWith(`${name}: `))?.scrollIntoView();
    }),
  );
  const list = make('div.chips', '', ...ways);
  list.setAttribute('role', 'group');
  list.setAttribute('aria-label', 'Go to a tenant');
  return list;
}

function showTenants(tenants: Stage['tenants']): void {
  const isSeveral = tenants.length > 1;
  const names = tenants.map(({ name }) => name);
  const ways = isSeveral ? [keep('ways', names, () => drawWays(names))] : [];
  const tables = tenants.flatMap((one) => drawTenant(one, isSeveral ? `${one.name}: ` : ''));
  show('tenant', [...ways, ...tables], false);
  if (!isSeveral) return;
  const tab = find('#tenant-tab');
  if (tab.textContent !== 'Tenants') tab.textContent = 'Tenants';
  const title = 'Customers';
  for (const node of document.querySelectorAll('#around-title, .places [href="#around"]')) {
    if (node.textContent !== title) node.textContent = title;
  }
}

/** Text whose links can be followed. */
function drawText(text: string): HTMLElement {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/).map((part, at) => {
    if (at % 2 === 0) return document.createTextNode(part);
    return makeLink(part, part);
  });
  return make('pre', '', ...parts);
}

function drawMail(mail: Mail): HTMLElement {
  const html = document.createElement('details');
  html.append(make('summary', 'As designed (HTML)'));
  html.addEventListener('toggle', () => {
    if (!html.open || html.querySelector('iframe') !== null) return;
    const frame = document.createElement('iframe');
    frame.title = mail.subject;
    // No scripts and no forms; its links open beside the page.
    frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
    frame.srcdoc = `<base target="_blank">${mail.html}`;
    html.append(frame);
  });
  return make(
    'div.message',
    '',
    make('div.who', mail.subject),
    make('p.note', `To ${mail.to.join(', ')}, ${new Date(mail.at).toLocaleTimeString()}`),
    drawText(mail.text),
    ...(mail.html === '' ? [] : [html]),
  );
}

/** Draws the tenants and the mailbox. */
export function showAround({ tenants, mails }: Pick<Stage, 'tenants' | 'mails'>): void {
  showTenants(tenants);
  const nodes = mails.map((mail) =>
    keep(`m-${mail.messageId}-${mail.to}-${mail.at}`, mail, () => drawMail(mail)),
  );
  show('mail', nodes, false);
  find('#mail-tab').textContent = mails.length === 0 ? 'Mailbox' : `Mailbox (${mails.length})`;
}
