import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import { noteGone } from '../../../src/service/customers/gone.ts';
import { CANARY, createTwoCustomers } from './twoCustomers.ts';

const REMOVED = 'This customer was removed from Rollcall.';
const READS = new Set(['history.show', 'history.csv']);

const textOf = (reply: Reply): string => JSON.stringify('view' in reply ? reply.view : reply);

/** Contoso and Tailspin are left, and something of each kind of Fabrikam. */
async function createGone(left: 1 | 2 = 2) {
  const world = createTwoCustomers();
  const made = await world.fill('fabrikam', 'omar');
  const [contoso, fabrikam] = world.policy.customers;
  if (contoso === undefined || fabrikam === undefined) throw new Error('There are no two customers.');
  await world.store.audit({
    ...{ at: world.clock.now(), actor: 'omar', platform: 'slack', what: 'account.created' },
    ...{ outcome: 'done', customer: 'fabrikam', subject: 'zuse@fabrikam.com' },
  });
  const before = { customers: [...world.policy.customers] };
  const tailspin = { ...fabrikam, id: 'tailspin', name: 'Tailspin', channels: [] };
  world.policy.customers.splice(1, 1, ...(left === 2 ? [tailspin] : []));
  await noteGone(world.store, before, world.policy);
  return { ...world, made, fabrikam };
}

describe('what is left of a customer that was removed', () => {
  it.each([
    ['slack', {}],
    ['teams', { customer: 'fabrikam' }],
  ] as const)(
    'says so in %s, whatever is pressed with %j, and stands in nobody’s history',
    async (platform, stamp: { customer?: string }) => {
      const world = await createGone();
      const before = await world.read(world.made);
      let pressed = 0;
      for (const { id: action } of world.actions) {
        for (const [kind, id] of world.made) {
          // Presets are found among those of the customers that there are.
          if (stamp.customer === undefined ? kind === 'a preset' : READS.has(action)) continue;
          const refused = world.refusals().length;
          const what = `${action} with ${kind} ${JSON.stringify(stamp)}`;
          const reply = await world.press('omar', platform, action, { id, version: 1, ...stamp });
          expect(textOf(reply), what).toContain(REMOVED);
          const [entry, ...others] = world.refusals().slice(refused);
          expect(others, what).toEqual([]);
          expect(entry, what).toMatchObject({ what: action, detail: { code: 'CUSTOMER_GONE' } });
          expect(entry, what).not.toHaveProperty('customer');
          pressed += 1;
        }
      }
      expect(pressed).toBeGreaterThan(world.actions.length * (world.made.size - 2));
      expect(await world.read(world.made)).toEqual(before);
      expect(world.calls).toEqual([]);
    },
  );

  it('says so where it is chosen in a form, and of a button that is about it', async () => {
    const world = await createGone();
    const form = { id: 'new', version: 1, customer: 'contoso', fields: { customer: 'fabrikam' } };
    expect(textOf(await world.press('omar', 'slack', 'adduser.submit', form))).toContain(REMOVED);
    for (const action of ['customers.show', 'customers.check', 'customers.remove', 'customers.removeNow']) {
      const reply = await world.press('omar', 'slack', action, { id: 'customer_fabrikam', version: 1 });
      expect(textOf(reply), action).toContain(REMOVED);
    }
    expect(world.adding.written).toEqual([]);
  });

  it.each([1, 2] as const)('says so of a typed command, with %i customers left', async (left) => {
    const world = await createGone(left);
    for (const text of ['user @fabrikam zuse', 'adduser @Fabrikam Ada', 'customers @fabrikam']) {
      const command = world.flows.commandOf(text);
      if (command === undefined) throw new Error(text);
      const reply = await world.press('omar', 'slack', command.action, { text: command.text });
      expect(textOf(reply), text).toContain(REMOVED);
    }
    expect(world.calls).toEqual([]);
    // Who is limited to others may never have heard of it.
    const ann = await world.press('ann', 'slack', 'user.find', { text: '@fabrikam zuse' });
    expect(textOf(ann)).not.toContain(REMOVED);
    // A customer that there is comes first.
    world.policy.customers.push({ ...world.fabrikam, id: 'fabrikam-toys', name: 'Fabrikam Toys' });
    expect(textOf(await world.press('omar', 'slack', 'presets.show', { text: '@fabrikam' }))).toContain(
      'Fabrikam Toys',
    );
  });

  it('is not said of what names a record of another one, whatever its words name', async () => {
    const world = await createGone();
    const ours = await world.fill('contoso', 'ann');
    const reply = await world.press('omar', 'slack', 'approval.thread', {
      ...{ id: ours.get('a request') ?? '', version: 1, text: 'ask @Fabrikam first' },
    });
    expect(textOf(reply)).not.toContain(REMOVED);
    expect(world.refusals().filter(({ detail }) => detail?.code === 'CUSTOMER_GONE')).toEqual([]);
  });

  it('is not said any more once the customer is back', async () => {
    const world = await createGone();
    world.policy.customers.push(world.fabrikam);
    const reply = await world.press('omar', 'slack', 'presets.show', { id: 'all', customer: 'fabrikam' });
    expect(textOf(reply)).toContain(CANARY);
  });
});

describe('the history of a customer that was removed', () => {
  it.each([1, 2] as const)(
    'is read by who acts for all, with %i left: in the chat and as a file',
    async (left) => {
      const world = await createGone(left);
      for (const text of ['@fabrikam', '@Fabrikam zuse']) {
        const reply = await world.press('omar', 'slack', 'history.show', { text });
        expect(reply).toMatchObject({
          view: {
            kind: 'history',
            customer: 'Fabrikam (removed)',
            drawnFor: { id: 'fabrikam', name: 'Fabrikam (removed)' },
          },
        });
        expect(textOf(reply)).toContain('zuse@fabrikam.com');
      }
      const stamped = { id: '*', version: 1, customer: 'fabrikam' };
      const csv = await world.press('omar', 'teams', 'history.csv', stamped);
      if (csv.type !== 'message') throw new Error(textOf(csv));
      expect(String(csv.files?.[0]?.bytes)).toContain('account.created');
      expect(csv.files?.[0]?.again).toMatchObject({ customer: 'fabrikam' });
    },
  );

  it('is read by nobody who is limited, and not under a name that there never was', async () => {
    const world = await createGone();
    const stamped = { id: '*', version: 1, customer: 'fabrikam' };
    expect(textOf(await world.press('ann', 'slack', 'history.csv', stamped))).toContain(REMOVED);
    const typed = await world.press('ann', 'slack', 'history.show', { text: '@fabrikam' });
    expect(textOf(typed)).not.toContain('zuse@fabrikam.com');
    const unknown = { ...stamped, customer: 'wingtip' };
    expect(textOf(await world.press('omar', 'slack', 'history.csv', unknown))).toContain(REMOVED);
  });
});
