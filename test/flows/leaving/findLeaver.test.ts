import { expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;

async function open() {
  const { id, name, roles, userId: slack } = OMAR;
  const world = createWorld({
    people: [{ id, name, roles, slack, teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333330' }],
  });
  const { service, clock, store, policy, tenant } = world;
  await service.resume();
  for (const name of ['Ada Lovelace', 'Adam Byron']) {
    tenant.hold(`${name.split(' ')[0]?.toLowerCase()}@contoso.com`, name, { accountEnabled: true });
  }
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const find = (text: string) => flows.run('leave.find', SPEAKER, PLACE, { text });
  return { find, flows, service, store, tenant };
}

it('opens the form of the only one who is found, and the card for a chat that cannot', async () => {
  const { find, store } = await open();
  expect(await find('adam')).toMatchObject({
    type: 'form',
    view: { kind: 'leaveForm', displayName: 'Adam Byron' },
    card: { kind: 'notice', title: 'Offboard Adam Byron?', buttons: [{ action: 'leave.open' }, {}] },
  });
  expect(await store.listDrafts({ kind: 'leave', limit: 10 })).toHaveLength(1);
});

it('asks which of several is meant, and says so where there is none', async () => {
  const { find, store } = await open();
  expect(await find('ada')).toMatchObject({ type: 'message', view: { kind: 'people', people: [{}, {}] } });
  expect(await find('nobody')).toMatchObject({ type: 'message', view: { kind: 'notice' } });
  expect(await store.listDrafts({ kind: 'leave', limit: 10 })).toEqual([]);
});

it('says of whom is not found that they were deleted, and how they come back', async () => {
  const { find, tenant } = await open();
  Object.assign(tenant.find('adam@contoso.com') ?? {}, { deleted: true });
  expect(await find('adam')).toMatchObject({
    view: { text: ['Deleted already: Adam Byron. To restore, type user adam.'] },
  });
  expect(await find('zoe')).toMatchObject({ view: { text: [] } });
});

it('opens no form in a pause, and still says who it would be', async () => {
  const { find, service, store } = await open();
  await service.brake.pause(OMAR);
  expect(await find('adam')).toMatchObject({ type: 'message', view: { title: 'Offboard Adam Byron?' } });
  expect(await store.listDrafts({ kind: 'leave', limit: 10 })).toEqual([]);
});
