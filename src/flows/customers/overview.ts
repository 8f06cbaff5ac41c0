import { z } from 'zod';
import { customersOf, markCustomers, searchCustomers } from '../../domain/customers.ts';
import type { Actor, CustomerId } from '../../domain/terms.ts';
import { recordOf } from '../../service/customers/customers.ts';
import type { Standing } from '../../service/customers/standings.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { sayTime } from '../times.ts';
import type { CustomerLine, CustomersView } from '../views/customers.ts';
import type { Button, NoticeView } from '../views/parts.ts';
import { listTheirs } from '../who.ts';
import { consentButton } from './consentAgain.ts';
import { drawFor } from './drawFor.ts';
import { listHere } from './settleCustomer.ts';
import { MAY_SEE_WEEK } from './week.ts';
import { CUSTOMER_WORDS, OVERVIEW_WORDS as SAYS } from './words.ts';

/** Lines in one message; the others are on its next pages. */
const MAX_LINES = 20;
/** Licenses in a line; a customer's own list has all of them. */
const MAX_LICENSES = 2;
/** A notice shows this many paragraphs in both chats. */
const MAX_FOUND = 5;
/** Teams shows six actions on a card, and answers 400 for more. What is left off stands beside what a check finds. */
const MOST_BUTTONS = 6;

function sayLicenses({ licenses }: Standing): string[] {
  const more = licenses.length - MAX_LICENSES;
  return [
    ...licenses.slice(0, MAX_LICENSES).map((one) => SAYS.license(one.name, one.attention, one.left)),
    ...(more > 0 ? [SAYS.moreLicenses(more)] : []),
  ];
}

/** What of one customer needs somebody, in the order in which it does. */
function sayStanding(standing: Standing): string[] {
  const { trouble, checked, isSlow, undelivered, waiting, leaving } = standing;
  const said = [
    ...(trouble === undefined ? [] : [SAYS.down(trouble.message, sayTime(trouble.since))]),
    ...(checked === undefined ? [] : [SAYS.wrong(checked.wrong, sayTime(checked.at))]),
    ...(undelivered > 0 ? [SAYS.undelivered(undelivered)] : []),
    ...(waiting > 0 ? [SAYS.waiting(waiting)] : []),
    ...sayLicenses(standing),
    ...(leaving > 0 ? [SAYS.leaving(leaving)] : []),
    ...(isSlow ? [SAYS.slow] : []),
  ];
  return said.length === 0 ? [SAYS.well] : said;
}

function stateOf(standing: Standing): CustomerLine['state'] {
  if (standing.trouble !== undefined) return 'down';
  const { licenses, checked, undelivered, waiting, isSlow } = standing;
  const isWell =
    checked === undefined &&
    licenses.length === 0 &&
    undelivered === 0 &&
    waiting === 0 &&
    isSlow === undefined;
  return isWell ? 'well' : 'attention';
}

/** Adding is for admins of all customers; others would only be refused. */
function mayAdd({ policy }: FlowContext, { roles }: Actor, theirs: readonly string[]): boolean {
  return roles.includes('admin') && policy.customers.every(({ id }) => theirs.includes(id));
}

/** A part of the list: which page, from 0, of those that the text finds. */
interface Asked {
  page: number;
  text: string;
}

/** What a button that leads to a part of the list carries in the place of a record's id. */
const listId = ({ page, text }: Asked): string => `all ${page} ${text}`.trim();

function readListId(id: string, typed: string): Asked {
  const [, page = '0', ...words] = id.split(' ');
  return { page: Number(page) || 0, text: (typed || words.join(' ')).replace(/^@/, '').trim() };
}

async function showAll(
  context: FlowContext,
  actor: Actor,
  theirs: readonly CustomerId[],
  asked: Asked,
): Promise<CustomersView> {
  const { policy, service } = context;
  const found = searchCustomers(customersOf(policy, { customers: theirs }), asked.text);
  const isFound = found.length > 0;
  const all = await service.customers.standings.list(isFound ? found.map(({ id }) => id) : theirs);
  const last = Math.max(0, Math.ceil(all.length / MAX_LINES) - 1);
  const page = Math.min(Math.max(0, asked.page), last);
  const text = isFound ? asked.text : '';
  const standings = all.slice(page * MAX_LINES, (page + 1) * MAX_LINES);
  const marks = markCustomers(policy.customers);
  const from = page * MAX_LINES + 1;
  const turn = (is: boolean, to: number, label: string): Button[] =>
    is ? [{ action: 'customers.list', label, id: listId({ page: to, text }), version: 1 }] : [];
  const said = [
    ...(isFound ? [] : [CUSTOMER_WORDS.choosing.unknown(asked.text)]),
    ...(last > 0 ? [SAYS.page(from, from + standings.length - 1, all.length)] : []),
    SAYS.note,
  ];
  return {
    kind: 'customers',
    lines: standings.map((standing) => ({
      ...{ id: standing.id, name: standing.name, mark: marks.get(standing.id) ?? '' },
      ...{ state: stateOf(standing), says: sayStanding(standing) },
      open: { action: 'customers.show', label: SAYS.open, id: recordOf(standing.id), version: 1 },
    })),
    more: 0,
    note: said.join(' '),
    buttons: [
      ...turn(page > 0, page - 1, SAYS.previous),
      ...turn(page < last, page + 1, SAYS.following),
      ...turn(true, page, SAYS.refresh),
      ...(mayAdd(context, actor, theirs)
        ? [{ action: 'customers.add', label: SAYS.add, id: 'new', version: 1 }]
        : []),
    ],
  };
}

/** Ways into one customer, as far as the actor has the role for each. */
function waysInto(
  context: FlowContext,
  actor: Actor,
  { needsConsent, hasWeek = false }: { needsConsent: boolean; hasWeek?: boolean },
): Button[] {
  const { buttons: LABELS } = SAYS;
  const id = recordOf(actor.customer);
  const isOne = (...roles: Actor['roles']) => roles.some((role) => actor.roles.includes(role));
  const theirs = listTheirs(context.policy, { ...actor, workspace: '' });
  const way = (is: boolean, action: string, label: string, record = id): Button[] =>
    is ? [{ action, label, id: record, version: 1 }] : [];
  return [
    ...(needsConsent && isOne('admin') ? [consentButton(actor.customer)] : []),
    ...way(hasWeek && isOne(...MAY_SEE_WEEK), 'customers.week', LABELS.week),
    ...way(isOne('helpdesk', 'admin'), 'licenses.show', LABELS.licenses, 'all'),
    ...way(isOne('helpdesk', 'admin', 'approver'), 'approval.list', LABELS.approvals, 'all'),
    ...way(isOne('helpdesk', 'admin', 'auditor'), 'history.show', LABELS.history, 'all'),
    ...way(isOne('admin'), 'customers.check', LABELS.check),
    ...way(mayAdd(context, actor, theirs) && theirs.length > 1, 'customers.remove', LABELS.remove),
  ].slice(0, MOST_BUTTONS);
}

function nameOfCustomer({ policy }: FlowContext, { customer }: Actor): string {
  return policy.customers.find(({ id }) => id === customer)?.name ?? customer;
}

async function showOne(context: FlowContext, actor: Actor): Promise<NoticeView> {
  const [standing] = await context.service.customers.standings.list([actor.customer]);
  const said = standing === undefined ? [] : sayStanding(standing);
  const next = standing?.trouble?.next ?? (actor.roles.includes('admin') ? SAYS.next : undefined);
  return {
    kind: 'notice',
    tone: standing?.trouble === undefined ? 'info' : 'error',
    title: nameOfCustomer(context, actor),
    text: said.slice(0, MAX_FOUND),
    ...(next === undefined ? {} : { next }),
    buttons: waysInto(context, actor, {
      needsConsent: standing?.trouble?.ofTenant === true,
      hasWeek: standing !== undefined && standing.leaving + standing.undelivered > 0,
    }),
  };
}

/** What the doctor finds of one customer, that isn't well. */
async function showCheck(context: FlowContext, actor: Actor): Promise<NoticeView> {
  const found = (await context.service.customers.examine(actor.customer)).filter(
    ({ result }) => result !== 'ok',
  );
  const isWrong = found.some(({ result }) => result === 'wrong');
  const needsConsent = found.some((finding) => finding.needsConsent);
  const sorted = found.toSorted((one, other) => other.result.localeCompare(one.result));
  const more = found.length - MAX_FOUND + 1;
  const shown = more > 1 ? sorted.slice(0, MAX_FOUND - 1) : sorted;
  return {
    kind: 'notice',
    tone: isWrong ? 'error' : found.length > 0 ? 'warning' : 'success',
    title: found.length === 0 ? SAYS.checked.well : SAYS.checked.trouble(found.length),
    text: [
      ...shown.map(({ said, fix = '' }) => `${said} ${fix}`.trim()),
      ...(more > 1 ? [SAYS.checked.more(more)] : []),
    ],
    buttons: waysInto(context, actor, { needsConsent }),
  };
}

/** `customers`: all that somebody may act for, what needs attention first, and a way into each. */
export function overviewActions(context: FlowContext): Action[] {
  const roles = ['helpdesk', 'admin', 'approver', 'auditor'] as const;
  const input = z.object({});
  const which = z.object({ id: z.string().default('all'), text: z.string().default('') });
  return [
    actionsFor(roles, { everywhere: true }).replace('customers.list', which, async (actor, place, typed) => {
      const { policy } = context;
      const asked = readListId(typed.id, typed.text);
      const theirs = listHere(policy, place, listTheirs(policy, { ...actor, workspace: '' }));
      const [only, ...others] =
        typed.text === '' ? [] : searchCustomers(customersOf(policy, { customers: theirs }), asked.text);
      return {
        type: place.message === undefined ? 'message' : 'replace',
        view:
          only !== undefined && others.length === 0
            ? drawFor(policy, only.id, await showOne(context, { ...actor, customer: only.id }))
            : await showAll(context, actor, theirs, asked),
      };
    }),
    actionsFor(roles).message('customers.show', input, async (actor) => ({
      type: 'message',
      view: await showOne(context, actor),
    })),
    actionsFor(['admin']).message('customers.check', input, async (actor) => ({
      type: 'message',
      view: await showCheck(context, actor),
    })),
  ];
}
