import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CANARY, createTwoCustomers } from './twoCustomers.ts';

const PLATFORMS = ['slack', 'teams'] as const;
const CARDS = new URL('../../../adaptive-cards/', import.meta.url);
/** How a click may say for which customer its card was drawn. */
const STAMPS = [{}, { customer: 'contoso' }, { customer: 'fabrikam' }] as const;

/** Fields that are sent with every press, so that no action is spared because its input was refused. */
const FIELDS = { displayName: 'x', preset: 'preset_fabrikam', customer: '' };

describe('customers are apart: every action there is, pressed with what belongs to another', () => {
  it.each(PLATFORMS)(
    'in %s, by somebody limited to one customer: refused, audited, nothing changed',
    async (platform) => {
      const world = createTwoCustomers();
      const made = await world.fill('fabrikam', 'bob');
      const before = await world.read(made);
      expect(world.actions.length).toBeGreaterThan(100);
      let pressed = 0;
      for (const { id: action } of world.actions) {
        for (const [kind, id] of made) {
          for (const stamp of STAMPS) {
            const refused = world.refusals().length;
            const what = `${action} with ${kind} ${JSON.stringify(stamp)}`;
            const reply = await world.press('ann', platform, action, {
              id,
              version: 1,
              fields: FIELDS,
              ...stamp,
            });
            pressed += 1;
            expect(reply, what).toMatchObject({ type: 'message', view: { kind: 'notice', tone: 'warning' } });
            expect(JSON.stringify(reply), what).not.toMatch(new RegExp(`${CANARY}|zuse|fabrikam`, 'i'));
            const [entry, ...more] = world.refusals().slice(refused);
            expect(more, what).toEqual([]);
            const detail = { code: 'CUSTOMER_NOT_YOURS' };
            expect(entry, what).toMatchObject({ actor: 'ann', what: action, customer: 'fabrikam', detail });
          }
        }
      }
      expect(pressed).toBe(world.actions.length * made.size * STAMPS.length);
      expect(await world.read(made)).toEqual(before);
      expect(world.calls.filter((call) => call.startsWith('fabrikam'))).toEqual([]);
      expect(world.mailer.inbox).toEqual([]);
    },
  );

  it.each(PLATFORMS)(
    'in %s, by somebody who acts for both, from a card of the other one',
    async (platform) => {
      const world = createTwoCustomers();
      const made = await world.fill('fabrikam', 'omar');
      const before = await world.read(made);
      for (const { id: action } of world.actions) {
        for (const [kind, id] of made) {
          const refused = world.refusals().length;
          const what = `${action} with ${kind}`;
          const raw = { id, version: 1, customer: 'contoso', fields: FIELDS };
          const reply = await world.press('omar', platform, action, raw);
          expect(reply, what).toMatchObject({ type: 'message', view: { kind: 'notice', tone: 'warning' } });
          expect(world.refusals().slice(refused), what).toMatchObject([
            { detail: { code: 'CUSTOMER_OTHER' } },
          ]);
        }
      }
      expect(await world.read(made)).toEqual(before);
      expect(world.calls).toEqual([]);
    },
  );

  it.each(PLATFORMS)(
    'in %s, with a card of their own that names things of another in its fields',
    async (platform) => {
      const world = createTwoCustomers();
      const theirs = await world.fill('fabrikam', 'bob', 'Grace Hopper');
      const own = await world.fill('contoso', 'ann');
      world.tenants.fabrikam.hold('zuse@fabrikam.com', 'Grace Hopper');
      const before = await world.read(theirs);
      const { id: person = '' } = world.tenants.fabrikam.find('zuse@fabrikam.com') ?? {};
      const fields = {
        ...{ preset: 'preset_fabrikam', groups: person, manager: 'zuse@fabrikam.com', people: person },
        ...{ person: 'zuse@fabrikam.com', userName: 'zuse@fabrikam.com', domain: 'fabrikam.com' },
      };
      for (const { id: action } of world.actions) {
        for (const [kind, id] of [...own, ['somebody of another', person], ['nothing', 'new']] as const) {
          const raw = { id, version: 1, customer: 'contoso', fields };
          const reply = await world.press('ann', platform, action, raw);
          expect(JSON.stringify(reply), `${action} with ${kind}`).not.toContain('Grace Hopper');
        }
      }
      expect(await world.read(theirs)).toEqual(before);
      expect(world.calls.filter((call) => call.startsWith('fabrikam'))).toEqual([]);
    },
  );

  it('lets nobody pause or resume the work for all who acts for some', async () => {
    const world = createTwoCustomers();
    for (const action of ['pause.start', 'pause.end']) {
      const reply = await world.press('ann', 'slack', action, {});
      expect(JSON.stringify(reply)).toContain('for all customers');
    }
    expect(world.refusals().map(({ what, detail }) => [what, detail?.code])).toEqual([
      ['pause.start', 'CUSTOMER_NOT_ALL'],
      ['pause.end', 'CUSTOMER_NOT_ALL'],
    ]);
    expect(JSON.stringify(await world.press('ann', 'slack', 'help.show', {}))).not.toContain('"pause"');
    expect(await world.press('omar', 'slack', 'pause.start', {})).toMatchObject({
      view: { title: expect.stringContaining('paused') },
    });
    expect(JSON.stringify(await world.press('omar', 'slack', 'help.show', {}))).toContain('"pause"');
  });

  it('lets nobody add or remove a customer who acts for some', async () => {
    const world = createTwoCustomers();
    const fields = { customerName: 'Wingtip', tenant: 'wingtip.com' };
    const actions = world.actions
      .map(({ id }) => id)
      .filter((id) => /^customers\.(?!list|show|week|check|consent)/.test(id));
    expect(actions).toHaveLength(6);
    for (const action of actions) {
      const id = action.startsWith('customers.remove') ? 'customer_contoso' : 'new';
      await world.press('ann', 'teams', action, { id, fields });
    }
    const codes = world.refusals().map(({ what, detail }) => [what, detail?.code]);
    expect(codes).toEqual(actions.map((action) => [action, 'CUSTOMER_NOT_ALL']));
    expect(world.adding.written).toEqual([]);
    const list = JSON.stringify(await world.press('ann', 'slack', 'customers.list', {}));
    expect(list).not.toMatch(/Fabrikam|customers\.add/);
    expect(JSON.stringify(await world.press('omar', 'slack', 'customers.list', {}))).toMatch(
      /Fabrikam.*customers\.add/,
    );
  });

  it('opens no file that was sent to a form of a customer who is not theirs', async () => {
    const world = createTwoCustomers();
    let opened = 0;
    const file = {
      name: 'people.csv',
      async open() {
        opened += 1;
        return (async function* () {
          yield Buffer.from('User name\nada@contoso.com\n');
        })();
      },
    };
    const files = world.actions.filter(({ id }) => /file$/i.test(id));
    expect(files.length).toBeGreaterThan(3);
    for (const { id } of files) {
      await world.press('ann', 'slack', id, { customer: 'fabrikam', file });
      expect(opened, id).toBe(0);
      await world.press('bob', 'slack', id, { customer: 'contoso', file });
      expect(opened, id).toBe(0);
    }
    await world.press('ann', 'slack', 'addusers.file', { customer: 'contoso', file });
    expect(opened).toBe(1);
  });

  it('lets whoever is theirs through, for that customer alone', async () => {
    const world = createTwoCustomers();
    await world.fill('fabrikam', 'bob');
    for (const raw of [
      { id: 'preset_fabrikam', version: 1 },
      { id: 'all', version: 1, customer: 'fabrikam' },
    ]) {
      const action = raw.id === 'all' ? 'presets.show' : 'presets.edit';
      const reply = await world.press('bob', 'teams', action, raw);
      expect(JSON.stringify(reply)).toContain(CANARY);
    }
    expect(world.refusals()).toEqual([]);
    const presets = await world.press('ann', 'teams', 'presets.show', {
      id: 'all',
      version: 1,
      customer: 'contoso',
    });
    expect(presets).toMatchObject({ view: { kind: 'presets', customer: 'Contoso', presets: [] } });
  });

  it('says so on a card that names neither a customer nor a record, and does nothing', async () => {
    const world = createTwoCustomers();
    for (const action of [
      'user.show',
      'reset.open',
      'leave.open',
      'change.open',
      'assign.open',
      'forget.start',
    ]) {
      const raw = { id: 'a1b6b0f2-1111-4f6f-9d0e-999999999999', version: 1 };
      const reply = await world.press('omar', 'slack', action, raw);
      expect(JSON.stringify(reply), action).toContain("doesn't say which customer it's for");
    }
    expect(world.calls).toEqual([]);
    expect(world.refusals().map(({ detail }) => detail?.code)).toEqual(Array(6).fill('CUSTOMER_UNSAID'));
  });
});

describe('a manager whom the policy does not name, asked by two customers', () => {
  it('answers each card for its own customer, and none of one that did not ask', async () => {
    const asking = [{ name: 'E5', when: { licenses: ['SPE_E5'] }, by: { manager: 'requester' } }];
    const world = createTwoCustomers(['contoso', 'fabrikam'], { approvals: asking });
    await world.fill('contoso', 'omar');
    await world.fill('fabrikam', 'omar');
    const ines = 'a1b6b0f2-1111-4f6f-9d0e-777777777777';
    const press = (id: string, customer?: string) =>
      world.clock.until(
        world.flows.run(
          'approval.note',
          { platform: 'teams', workspace: 'T', userId: ines },
          { platform: 'teams', workspace: 'T', conversationId: 'a:ines', kind: 'direct' },
          { id, version: 1, ...(customer === undefined ? {} : { customer }) },
        ),
      );
    await world.askManager('contoso', ines);
    expect(JSON.stringify(await press('req_fabrikam', 'fabrikam'))).toContain("can't act for this customer");
    expect(world.refusals()).toMatchObject([
      { customer: 'fabrikam', detail: { code: 'CUSTOMER_NOT_YOURS' } },
    ]);
    await world.askManager('fabrikam', ines);
    for (const customer of ['contoso', 'fabrikam']) {
      for (const stamp of [customer, undefined]) {
        const reply = await press(`req_${customer}`, stamp);
        expect(reply, `${customer} ${stamp}`).toMatchObject({
          type: 'form',
          view: { drawnFor: { id: customer } },
        });
      }
    }
    expect(world.refusals()).toHaveLength(1);
  });
});

describe('what is searched for as somebody types', () => {
  const searched = readdirSync(CARDS)
    .flatMap((name) => [...readFileSync(new URL(name, CARDS), 'utf8').matchAll(/"dataset": "(\w+)"/g)])
    .map(([, field]) => field ?? '');

  it.each([...new Set(searched)])('%s is searched for in the directory of the form alone', async (field) => {
    const world = createTwoCustomers();
    await world.fill('fabrikam', 'bob');
    expect(world.flows.isSearched(field)).toBe(true);
    const search = (who: 'ann' | 'omar', customer?: string) =>
      world.clock.until(world.flows.search(field, world.speakerOf(who, 'teams'), 'an', customer));
    expect(await search('ann', 'fabrikam')).toEqual([]);
    expect(await search('omar')).toEqual([]);
    expect(world.calls).toEqual([]);
    await search('omar', 'contoso');
    expect(world.calls.filter((call) => call.startsWith('fabrikam'))).toEqual([]);
    await search('ann', 'contoso');
    expect(world.calls.filter((call) => call.startsWith('fabrikam'))).toEqual([]);
  });
});

describe('with one customer', () => {
  it('nothing says which, and nothing is asked or looked up', async () => {
    const world = createTwoCustomers(['contoso']);
    const reply = await world.press('omar', 'slack', 'presets.show', {});
    expect(reply).toMatchObject({ view: { kind: 'presets', presets: [] } });
    expect(reply).not.toHaveProperty('view.drawnFor');
    world.store.loadDraft = () => Promise.reject(new Error('looked up'));
    const old = await world.press('omar', 'slack', 'user.show', {
      id: 'a1b6b0f2-1111-4f6f-9d0e-999999999999',
    });
    expect(JSON.stringify(old)).not.toContain('which customer');
  });

  it('a card of one that is gone from the policy does nothing', async () => {
    const world = createTwoCustomers(['contoso']);
    const reply = await world.press('omar', 'slack', 'presets.show', { id: 'all', customer: 'fabrikam' });
    expect(JSON.stringify(reply)).toContain('This customer was removed from Rollcall.');
    expect(world.refusals()).toMatchObject([{ detail: { code: 'CUSTOMER_GONE' } }]);
    expect(world.refusals()[0]).not.toHaveProperty('customer');
  });
});
