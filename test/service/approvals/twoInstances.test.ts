import { describe, expect, it } from 'vitest';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE } from '../fakes/world.ts';

const GRACE = { ...OMAR, id: 'grace', name: 'Grace Okafor', userId: 'U0GRACEOKA' };
const PEOPLE = [OMAR, GRACE, MIA].map(({ id, name, roles, userId }, index) => ({
  ...{ id, name, roles: [...roles, 'approver'], slack: userId },
  teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}`,
}));
const SHARED = { people: PEOPLE, sweepEveryMs: 300_000 };

describe('at two instances', () => {
  it('two confirmations that are pressed together plan a person once', async () => {
    const world = createWorld(SHARED);
    const other = world.startAnother();
    world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true, usageLocation: 'US', held: [] });
    const objectId = world.tenant.find('lea@contoso.com')?.id ?? '';
    const [date = '', time = ''] = new Date(world.clock.now() + 3 * 86_400_000).toISOString().split('T');
    const prepare = async () => {
      const { id, data } = await world.service.leaving.open(OMAR, PLACE, objectId);
      const when = { date, time: time.slice(0, 5), zone: 'UTC' };
      const { draft } = await world.service.leaving.check(OMAR, id, { ...data.values, ...when });
      return draft;
    };
    const drafts = [await prepare(), await prepare()];
    const submit = (service: Provisioning, draft: (typeof drafts)[number] | undefined) => {
      if (draft === undefined) throw new Error('no draft');
      return service.approvals.submit({
        ...{ actor: OMAR, place: PLACE, kind: 'one', task: 'leave' },
        ...{ requestId: draft.id, requestVersion: draft.version },
        ...requestOfActs(draft.data),
      });
    };
    const pressed = [submit(world.service, drafts[0]), submit(other, drafts[1])];
    await world.clock.until(Promise.allSettled(pressed));
    expect(await world.store.listRequests({ state: 'approved' })).toHaveLength(1);
    expect(world.store.entries().filter(({ what }) => what === 'request.planned')).toHaveLength(1);
  });

  it('what is asked for at both is audited once', async () => {
    const world = createWorld({
      ...SHARED,
      approvals: [{ name: 'All', when: {}, by: { people: ['grace'] } }],
    });
    const other = world.startAnother();
    const asked = await world.prepare(2);
    await world.clock.until(
      Promise.all([world.service, other].map(({ approvals }) => approvals.submit(asked))),
    );
    expect(world.store.entries().filter(({ what }) => what === 'request.asked')).toHaveLength(1);
  });

  it.each([
    ['while the other one starts it', 0],
    ['after its job has taken the seats', 60_000],
  ])(
    'a request that runs is not told as one that could not be started, looked at %s',
    async (_when, diesFor) => {
      const world = createWorld({
        ...SHARED,
        approvals: [{ name: 'All', when: {}, by: { people: ['grace'] } }],
      });
      world.tenant.licenses = [{ ...E3, total: 2, consumed: 0, left: 2 }];
      const asked = await world.service.approvals.submit(
        await world.prepare(2, { settings: { licenses: [E3.skuId] } }),
      );
      if (!('request' in asked)) throw new Error('It was not asked for.');
      const { id } = asked.request.request;
      // Its job runs all the while, and its seats count as taken.
      world.tenant.callMs = 600_000;
      const { updateRequest } = world.store;
      // The job is there, and the request does not say so yet: for half a second, or because its instance died.
      let isSlow = true;
      world.store.updateRequest = async (requestId, change, entriesOf) => {
        const now = await world.store.loadRequest(requestId);
        if (isSlow && now !== undefined && change(now)?.jobId !== undefined) {
          isSlow = false;
          await world.clock.sleep(diesFor === 0 ? 500 : diesFor * 10);
        }
        return updateRequest(requestId, change, entriesOf);
      };
      void world.service.approvals.decide(GRACE, id, 1, 'approve', '');
      await world.clock.advance(100 + diesFor);
      expect(await world.store.listJobs({ limit: 9 })).toHaveLength(1);
      expect((await world.store.loadRequest(id))?.jobId).toBeUndefined();
      world.startAnother();
      await world.clock.advance(5_000);
      expect(await world.store.loadRequest(id)).toMatchObject({ jobId: expect.any(String) });
      expect((await world.store.loadRequest(id))?.problem).toBeUndefined();
      expect(world.store.entries().filter(({ what }) => what === 'request.started')).toEqual([]);
    },
  );
});
