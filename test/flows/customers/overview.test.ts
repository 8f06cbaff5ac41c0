import { describe, expect, it } from 'vitest';
import type { Actor, Place } from '../../../src/domain/terms.ts';
import type { FlowContext } from '../../../src/flows/context.ts';
import { overviewActions } from '../../../src/flows/customers/overview.ts';
import type { View } from '../../../src/flows/views.ts';
import type { Standing } from '../../../src/service/customers/standings.ts';

const NAMES = ['Tailspin Toys', 'Wide World Importers', 'North Star', 'Northwind Traders'];
/** 53, of which the service puts the last first. */
const CUSTOMERS = Array.from({ length: 53 }, (_, index) => ({
  id: `c${index}`,
  name: NAMES[index] ?? `Customer ${index}`,
  ...(index === 2 ? { channels: ['C0NORTH'] } : {}),
}));

const people = [
  { id: 'omar', name: 'Omar', slack: 'U0OMAR', roles: ['admin'] },
  { id: 'ann', name: 'Ann', slack: 'U0ANN', roles: ['admin'], customers: ['c1', 'c2'] },
];

function open() {
  const policy = { customers: CUSTOMERS, people };
  const list = async (ids: readonly string[]): Promise<Standing[]> =>
    CUSTOMERS.filter(({ id }) => ids.includes(id))
      .map(({ id, name }) => ({ id, name, licenses: [], waiting: 0, leaving: 0, undelivered: 0 }))
      .reverse();
  const context = { policy, service: { customers: { standings: { list } } } } as unknown as FlowContext;
  const action = overviewActions(context).find(({ id }) => id === 'customers.list');
  return async (
    input: { id?: string; text?: string },
    { who = 'omar', conversationId = 'D1' } = {},
  ): Promise<View> => {
    const human = people.find(({ id }) => id === who);
    const actor = { ...human, userId: human?.slack, customer: 'c1', platform: 'slack' } as unknown as Actor;
    const place: Place = { platform: 'slack', workspace: 'T1', conversationId, kind: 'direct' };
    const reply = await action?.run(actor, place, action.input.parse(input));
    if (reply?.type !== 'message') throw new Error('No message.');
    return reply.view;
  };
}

function linesOf(view: View): string[] {
  return view.kind === 'customers' ? view.lines.map(({ name }) => name) : [];
}

const buttonOf = (view: View, label: string) =>
  view.kind === 'customers' ? view.buttons.find((button) => button.label === label) : undefined;

describe('a list of more customers than a message holds', () => {
  it('has pages, on which each is once, in the order of what needs attention', async () => {
    const list = open();
    const seen: string[] = [];
    let view = await list({});
    for (;;) {
      seen.push(...linesOf(view));
      const following = buttonOf(view, 'Next page');
      if (following === undefined) break;
      view = await list({ id: following.id });
    }
    expect(seen).toEqual(CUSTOMERS.map(({ name }) => name).reverse());
    expect(view).toMatchObject({ note: expect.stringContaining('These are 41 to 53 of 53.') });
    // Looked at again, it's the same page; and there is a way back.
    expect(linesOf(await list({ id: buttonOf(view, 'Refresh')?.id ?? '' }))).toEqual(linesOf(view));
    const back = await list({ id: buttonOf(view, 'Previous page')?.id ?? '' });
    expect(linesOf(back)).toEqual(seen.slice(20, 40));
    expect(buttonOf(await list({}), 'Previous page')).toBeUndefined();
  });

  it.each(['all 99', 'all -3', 'all x', 'all', 'new'])('shows a page that there is for %j', async (id) => {
    expect(linesOf(await open()({ id })).length).toBeGreaterThan(0);
  });

  it('is searched by a part of a name, on its pages, too', async () => {
    const list = open();
    const found = await list({ text: 'customer' });
    expect(linesOf(found)).toHaveLength(20);
    const last = await list({ id: buttonOf(found, 'Next page')?.id ?? '' });
    expect(linesOf(await list({ id: buttonOf(last, 'Next page')?.id ?? '' }))).toHaveLength(9);
    expect(linesOf(await list({ text: 'north' }))).toEqual(['Northwind Traders', 'North Star']);
    const none = await list({ text: 'nobody' });
    expect(none).toMatchObject({
      note: expect.stringMatching(/^None of your customers is called "nobody"./),
    });
    expect(linesOf(none)).toHaveLength(20);
  });

  it.each(['@Tailspin Toys', 'tailspin', '@c0', 'toys'])('opens the only one that %s is', async (text) => {
    const view = await open()({ text });
    expect(view).toMatchObject({ kind: 'notice', title: 'Tailspin Toys', drawnFor: { id: 'c0' } });
  });

  it('finds nobody’s customers but one’s own', async () => {
    const list = open();
    expect(linesOf(await list({}, { who: 'ann' }))).toEqual(['North Star', 'Wide World Importers']);
    const other = await list({ text: 'tailspin' }, { who: 'ann' });
    expect(JSON.stringify(other)).not.toContain('Toys');
  });

  it('is of one alone in the channel of a customer', async () => {
    expect(linesOf(await open()({}, { conversationId: 'C0NORTH' }))).toEqual(['North Star']);
  });
});
