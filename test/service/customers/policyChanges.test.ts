import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { createTwoCustomers } from '../../flows/customers/twoCustomers.ts';
import { OMAR, PLACE } from '../fakes/world.ts';

type World = ReturnType<typeof createTwoCustomers>;

const actor: Actor = { ...OMAR, customer: 'fabrikam' };
const never = new Promise<never>(() => undefined);

/** What somebody presses, and what the file says once it is written. */
interface Press {
  what: string;
  subject: string;
  press(world: World): Promise<unknown>;
  write(world: World): void;
}

const ADDED: Press = {
  ...{ what: 'customer.added', subject: 'wingtip' },
  async press({ service, clock }) {
    const { adding } = service.customers;
    const { id } = await adding.begin(actor, PLACE, { name: 'Wingtip', tenant: 'wingtip.com' });
    return clock.until(adding.write(actor, id));
  },
  write({ policy }) {
    const [contoso] = policy.customers;
    if (contoso === undefined) throw new Error('There is no customer.');
    policy.customers = [...policy.customers, { ...contoso, id: 'wingtip', name: 'Wingtip' }];
  },
};
const REMOVED: Press = {
  ...{ what: 'customer.removed', subject: 'fabrikam' },
  press: ({ service }) => service.customers.removing.remove(actor),
  write({ policy }) {
    policy.customers = policy.customers.filter(({ id }) => id !== 'fabrikam');
  },
};

/** Has the process write the file, or not, and never come back from that. */
async function dieWhile({ press }: Press, world: World, write: (world: World) => void): Promise<void> {
  const die = async (): Promise<never> => {
    write(world);
    return never;
  };
  Object.assign(world.adding.options.policyFile, { addCustomer: die, removeCustomer: die });
  void press(world);
  await world.clock.advance(1_000);
}

const listKept = ({ store }: World) => store.listDrafts({ kind: 'policyChange', limit: 9 });

describe.each([ADDED, REMOVED])('$what', (change) => {
  const saidIn = ({ store }: World) => store.entries().filter(({ what }) => what === change.what);

  it('is audited once, in no customer’s history', async () => {
    const world = createTwoCustomers();
    await change.press(world);
    change.write(world);
    await world.clock.until(world.service.resume());
    expect(saidIn(world)).toMatchObject([{ actor: OMAR.id, outcome: 'done', subject: change.subject }]);
    expect(saidIn(world)[0]).not.toHaveProperty('customer');
    expect(await listKept(world)).toEqual([]);
  });

  it('is audited at the next start where the process died right after the file was written', async () => {
    const world = createTwoCustomers();
    await dieWhile(change, world, change.write);
    expect(saidIn(world)).toEqual([]);
    const pressedAt = world.clock.now();
    await world.clock.advance(3_600_000);
    await world.clock.until(world.service.resume());
    await world.clock.until(world.service.customers.settleChanges());
    expect(saidIn(world)).toMatchObject([{ actor: OMAR.id, outcome: 'done', subject: change.subject }]);
    expect(saidIn(world)[0]?.at).toBeLessThanOrEqual(pressedAt);
    expect(await listKept(world)).toEqual([]);
  });

  it('is not audited where the process died before that, nor where the file refuses', async () => {
    const world = createTwoCustomers();
    await dieWhile(change, world, () => undefined);
    await world.clock.until(world.service.resume());
    expect(saidIn(world)).toEqual([]);
    expect(await listKept(world)).toHaveLength(1);
    // What somebody does by hand later is not theirs.
    await world.clock.advance(3_600_000);
    await world.clock.until(world.service.customers.settleChanges());
    change.write(world);
    await world.clock.until(world.service.customers.settleChanges());
    expect([saidIn(world), await listKept(world)]).toEqual([[], []]);

    const refusing = createTwoCustomers();
    const refuse = () => Promise.reject(new Error('The disk is full.'));
    Object.assign(refusing.adding.options.policyFile, { addCustomer: refuse, removeCustomer: refuse });
    await expect(change.press(refusing)).rejects.toThrow('The disk is full.');
    change.write(refusing);
    await refusing.clock.until(refusing.service.resume());
    expect(saidIn(refusing)).toEqual([]);
  });
});
