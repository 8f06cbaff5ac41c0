import { beforeEach, describe, expect, it } from 'vitest';
import type { RawInput } from '../../../src/flows/action.ts';
import type { Reply } from '../../../src/flows/reply.ts';
import { createTwoCustomers } from './twoCustomers.ts';

type World = ReturnType<typeof createTwoCustomers>;

const NEW_HEAD = 'User name,First name,Last name,Display name';
const LISE = 'lise@contoso.com,Lise,Meitner,Lise Meitner';
const EMMY = 'emmy@fabrikam.com,Emmy,Noether,Emmy Noether';

function createFile(head: string, ...rows: string[]) {
  return {
    name: 'people.csv',
    async open() {
      return (async function* () {
        yield Buffer.from([head, ...rows].join('\n'));
      })();
    },
  };
}

const textOf = (reply: Reply): string => JSON.stringify('view' in reply ? reply.view : reply);
const viewOf = (reply: Reply) => {
  if (!('view' in reply)) throw new Error(`No view: ${JSON.stringify(reply).slice(0, 500)}`);
  return reply.view;
};

let world: World;
beforeEach(async () => {
  world = createTwoCustomers();
  const [first, ...others] = world.tenants.fabrikam.domains;
  if (first !== undefined) world.tenants.fabrikam.domains = [{ ...first, id: 'fabrikam.com' }, ...others];
  await world.clock.until(world.service.resume());
});

const press = (action: string, raw: RawInput, who: 'omar' | 'ann' | 'bob' = 'omar', where?: string) =>
  world.press(who, 'slack', action, raw, where);

describe('a column for the customer in a file of people who exist', () => {
  beforeEach(() => {
    for (const [tenant, userName, name] of [
      [world.tenants.contoso, 'grace@contoso.com', 'Grace Hopper'],
      [world.tenants.fabrikam, 'emmy@fabrikam.com', 'Emmy Noether'],
    ] as const) {
      tenant.hold(userName, name);
      Object.assign(tenant.find(userName) ?? {}, { employeeId: '1001' });
    }
  });

  const FILES = ['leavers.file', 'assign.file', 'resets.file', 'changes.file'];

  it.each(FILES)(
    'is refused by %s where it names another customer, whose people have the same numbers',
    async (action) => {
      const head = 'Customer,Employee ID,Job title';
      const reply = await press(action, {
        customer: 'contoso',
        file: createFile(head, 'Fabrikam,1001,Lead'),
      });
      expect(textOf(reply)).toContain('The Customer column says who each person belongs to');
      expect(textOf(reply)).not.toContain('Grace');
      const mixed = createFile(
        'Job title,Tenant,User name',
        'Lead,Contoso,grace@contoso.com',
        'Lead,Fabrikam,grace@contoso.com',
      );
      expect(textOf(await press(action, { customer: 'contoso', file: mixed }))).toContain(
        'The Tenant column says',
      );
    },
  );

  it.each(FILES)('is taken by %s where all rows are for the customer at hand', async (action) => {
    const head = 'Customer,Employee ID,Job title';
    const reply = await press(action, {
      customer: 'contoso',
      file: createFile(head, 'contoso,1001,Lead', ',1001,Lead'),
    });
    expect(textOf(reply)).not.toContain('who each person belongs to');
    expect(textOf(reply)).toMatch(/1 ready|1 person|Grace/);
  });

  it('may be about projects for somebody with one customer, and for nobody else', async () => {
    const file = () => createFile('Client,Employee ID', 'Apollo,1001');
    expect(textOf(await press('leavers.file', { file: file() }, 'ann'))).not.toContain('who each person');
    const refused = await press('leavers.file', { customer: 'contoso', file: file() });
    expect(textOf(refused)).toContain("If the column isn't about your customers, give it another name.");
    for (const said of ['Fabrikam', 'Fabrikan', 'fabrikam.com']) {
      const other = createFile('Client,Employee ID', `${said},1001`);
      expect(textOf(await press('leavers.file', { file: other }, 'ann'))).toContain('who each person');
    }
  });
});

describe('a row that names a domain', () => {
  const open = (...rows: string[]) =>
    press('addusers.file', { file: createFile(`Customer,${NEW_HEAD}`, ...rows) });
  const addDomain = (isVerified: boolean) => {
    const [first] = world.tenants.fabrikam.domains;
    if (first === undefined) throw new Error('No domain.');
    const own = { ...first, id: 'contoso.com', isDefault: false, isVerified };
    world.tenants.fabrikam.domains = [...world.tenants.fabrikam.domains, own];
  };

  it('is for the customer that has proven it', async () => {
    addDomain(false);
    const view = viewOf(await open(`contoso.com,${LISE}`, `@fabrikam.com,${EMMY}`));
    expect(view).toMatchObject({
      kind: 'wave',
      title: '2 people for 2 customers',
      lines: [{ name: 'Contoso', text: expect.stringContaining('1 ready') }, { name: 'Fabrikam' }],
    });
  });

  it('is left out where two have proven it', async () => {
    addDomain(true);
    const view = viewOf(await open(`contoso.com,${LISE}`, `Fabrikam,${EMMY}`));
    expect(view).toMatchObject({ kind: 'wave', title: '1 person for 1 customer' });
    expect(textOf(await open(`contoso.com,${LISE}`, `Fabrikam,${EMMY}`))).toContain(
      'several of your customers match \\"contoso.com\\"',
    );
  });

  it('is not said to be unknown while a directory does not answer', async () => {
    const { facts } = world.service;
    const read = facts.read.bind(facts);
    facts.read = async (customer, ...more) => {
      if (customer === 'fabrikam') await world.clock.sleep(60_000);
      return read(customer, ...more);
    };
    const view = viewOf(await open(`Contoso,${LISE}`, `fabrikam.com,${EMMY}`));
    if (view.kind !== 'wave') throw new Error(textOf({ type: 'message', view }));
    expect(view.notes).toContain(
      `1 row is left out (first: row 3): Rollcall couldn't look up "fabrikam.com" because Microsoft 365 didn't answer for Fabrikam. Attach the file again later, or use the customer's name.`,
    );
    expect(view.notes.join(' ')).not.toContain('correct the customer column');
    const none = textOf(await open(`fabrikam.com,${EMMY}`));
    expect(none).toContain("Microsoft 365 didn't answer for Fabrikam");
    expect(none).not.toContain('None of the rows');
  });
});

describe('two customers of one name', () => {
  it('are told apart by the tenant ID', async () => {
    const [, fabrikam] = world.policy.customers;
    if (fabrikam === undefined) throw new Error('No second customer.');
    fabrikam.name = 'Contoso';
    const file = (said: string) => createFile(`Customer,${NEW_HEAD}`, `${said},${EMMY}`);
    expect(textOf(await press('addusers.file', { file: file('Contoso') }))).toContain(
      'Several of your customers match \\"Contoso\\". Put the tenant ID',
    );
    const view = viewOf(await press('addusers.file', { file: file(fabrikam.tenantId ?? '') }));
    expect(view).toMatchObject({ kind: 'wave', title: '1 person for 1 customer' });
  });
});

describe('somebody with one customer', () => {
  it('gets their usual card of a file, whatever its column for the customer is called or about', async () => {
    for (const rows of [[`Contoso,${LISE}`], [`contoso.com,${LISE}`], [`Apollo,${LISE}`], [`,${LISE}`]]) {
      const reply = await press('addusers.file', { file: createFile(`Client,${NEW_HEAD}`, ...rows) }, 'ann');
      expect(viewOf(reply).kind).toBe('verification');
    }
    const refused = await press(
      'addusers.file',
      { file: createFile(`Client,${NEW_HEAD}`, `Fabrikan,${LISE}`) },
      'ann',
    );
    expect(textOf(refused)).toContain('None of the rows is for a customer you can create people for.');
  });

  it('finds people by a word with a sign before it', async () => {
    const reply = await press('user.find', { text: '@emmy' }, 'ann');
    expect(textOf(reply)).not.toContain('For which customer?');
    expect(textOf(reply)).toContain('No one was found whose name starts with @emmy.');
    expect(textOf(await press('user.find', { text: '@fab Emmy' }, 'ann'))).not.toContain('act for');
    expect(textOf(await press('user.find', { text: '@fabrikam Emmy' }, 'ann'))).toContain("can't act for");
  });
});

describe('the channel of a customer', () => {
  const CHANNEL = 'C0FABRIKAM';

  it('offers no other customer, and says why it is none of another one', async () => {
    const reply = viewOf(await press('licenses.show', { text: '' }, 'omar', CHANNEL));
    expect(reply.drawnFor).toMatchObject({ id: 'fabrikam' });
    expect(reply.drawnFor).not.toHaveProperty('choose');
    expect(viewOf(await press('licenses.show', { text: '' }, 'omar', 'C0ALL'))).toMatchObject({
      title: 'For which customer?',
    });
    for (const raw of [
      { text: '@contoso' },
      { id: 'new', customer: 'fabrikam', fields: { customer: 'contoso' } },
    ]) {
      const refused = textOf(await press('licenses.show', raw, 'omar', CHANNEL));
      expect(refused).toContain('This channel is for another customer.');
    }
    expect(textOf(await press('licenses.show', { text: '@contoso' }, 'bob', CHANNEL))).toContain(
      "can't act for",
    );
  });
});

describe('a file that was begun in one chat', () => {
  it('is not what is dropped in the other', async () => {
    world.tenants.contoso.hold('lise@contoso.com', 'Lise Meitner');
    await world.press('omar', 'teams', 'leavers.openFile', { text: '@contoso' });
    const asked = viewOf(await press('addusers.file', { file: createFile(NEW_HEAD, LISE) }));
    expect(asked).toMatchObject({ title: 'For which customer?' });
    const other = await world.press('omar', 'teams', 'addusers.file', { file: createFile(NEW_HEAD, LISE) });
    expect(textOf(other)).toContain('Offboard');
  });
});
