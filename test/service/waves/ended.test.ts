import { expect, it } from 'vitest';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { type Around, createWorld, GRACE, OMAR, openFile, PLACE, SWEEP_MS, type World } from './waveWorld.ts';

/** A file that stopped because its first customer's people failed, in a process of its own. Answers its id. */
async function stopByItself(world: World, around?: Around) {
  const service = world.start(around);
  await world.clock.until(service.resume());
  const tenant = world.tenants.get('first');
  if (tenant === undefined) throw new Error('There is no first customer.');
  tenant.fateOf = () => 'refused';
  const [id, version] = await openFile(world, service);
  await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
  await world.clock.advance(120_000);
  return { id, service };
}

/** Has a part's people wait for an approval by themselves, as when they are asked for anew. */
async function askByItself(world: World, customer: string, how: 'in the place of the part' | 'beside it') {
  const part = (await world.store.listRequests({})).find((one) => one.customer === customer);
  const draft = await world.store.loadDraft(part?.asked.draftId ?? '');
  if (part === undefined || draft === undefined) throw new Error(`There is no part for ${customer}.`);
  const alone = ({ wave: _file, closedAt: _end, ...request }: RequestRecord): RequestRecord => ({
    ...request,
    ...{ state: 'waiting', expiresAt: world.clock.now() + 86_400_000 },
  });
  if (how === 'in the place of the part') {
    await world.store.updateRequest(part.id, alone);
    return;
  }
  await world.store.saveRequest({ ...alone(part), id: 'req_again' });
  await world.store.updateDraft(draft.id, draft.version, {
    ...(draft.data as object),
    requestId: 'req_again',
  });
}

it('is left alone by each sweep once it is closed, whatever was asked for by itself since, and its rows are not read', async () => {
  const world = createWorld();
  const { id, service } = await stopByItself(world);
  await world.clock.until(service.waves.end(OMAR, id));
  await world.clock.advance(120_000);
  await askByItself(world, 'second', 'in the place of the part');
  await askByItself(world, 'third', 'beside it');
  const called: string[] = [];
  const other = world.start(
    async (name, given, call) => {
      called.push(JSON.stringify([name, given[0]]));
      return call();
    },
    { sweepEveryMs: SWEEP_MS },
  );
  await world.clock.until(other.resume());
  await world.clock.advance(60_000);
  called.length = 0;
  await world.clock.advance(SWEEP_MS);
  expect(called.filter((one) => one.includes('listDrafts'))).not.toEqual([]);
  expect(called.filter((one) => one.includes(`wave:${id}`))).toEqual([]);
  expect(called.filter((one) => one.includes('scanRows'))).toEqual([]);
});

it.each(['before', 'after'] as const)(
  'is audited once for each part where the process died right %s the last was canceled',
  async (when) => {
    const world = createWorld();
    const { id, service } = await stopByItself(world, async (name, given, call, kill) => {
      if (name !== 'updateRequest') return call();
      const request = await world.store.loadRequest(String(given[0]));
      const change = given[1] as (request: RequestRecord) => RequestRecord | undefined;
      const isLast = request?.customer === 'third' && change(request)?.state === 'cancelled';
      if (!isLast) return call();
      if (when === 'after') await call();
      return kill();
    });
    service.waves.end(GRACE, id).catch(() => undefined);
    await world.clock.advance(60_000);
    const stateOf = async (customer: string) =>
      (await world.store.listRequests({})).find((one) => one.customer === customer)?.state;
    expect([await stateOf('second'), await stateOf('third')]).toEqual([
      'cancelled',
      when === 'after' ? 'cancelled' : 'approved',
    ]);
    const other = world.start();
    await world.clock.until(other.resume());
    await world.clock.advance(60_000);
    expect(await stateOf('third')).toBe('cancelled');
    const said = world.store.entries().filter(({ what }) => what === 'request.cancelled');
    expect(said.map(({ customer, actor }) => [customer, actor])).toEqual([
      ['second', GRACE.id],
      ['third', GRACE.id],
    ]);
  },
);
