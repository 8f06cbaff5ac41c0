import { expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { requestOfLeavers } from '../../../src/service/leaving/peopleOfLeavers.ts';
import { createWorld, MIA, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const DAY_MS = 86_400_000;
const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;

/** Ada leaves on one day and Bob on another, which needs Mia's approval for two; the part of Ada was declined. */
async function declineOne() {
  const people = [OMAR, MIA].map(({ id, name, roles, userId }, index) => ({
    ...{ id, name, roles, slack: userId },
    teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}`,
  }));
  const rule = { name: 'Leavers', when: { tasks: ['leave'], people: 2 }, by: { people: ['mia'] } };
  const world = createWorld({ people, approvals: [rule] });
  const { service, clock, store, policy } = world;
  await service.resume();
  const rows = ['ada', 'bob'].map((name, index) => {
    world.tenant.hold(`${name}@contoso.com`, name, { accountEnabled: true });
    return `${name}@contoso.com,${new Date(clock.now() + (3 + index) * DAY_MS).toISOString().slice(0, 10)}`;
  });
  const bytes = Buffer.from(['User name,Last day', ...rows].join('\n'));
  const draft = await service.leavers.openFile(OMAR, PLACE, {
    name: 'leavers.csv',
    size: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  });
  const values = { ...draft.data.values, zone: 'UTC', reason: 'TICKET-1' };
  const checked = await service.leavers.check(OMAR, draft.id, values);
  const [ada] = await service.leavers.split(OMAR, PLACE, checked.draft, checked.draft.version);
  if (ada === undefined) throw new Error('There is no part.');
  const asked = await service.approvals.submit({
    actor: OMAR,
    place: PLACE,
    requestId: ada.id,
    requestVersion: ada.version,
    kind: 'bulk',
    task: 'leave',
    ...requestOfLeavers(ada.data),
  });
  if (!('request' in asked)) throw new Error('It does not wait.');
  await service.approvals.decide(MIA, asked.request.request.id, 1, 'decline', 'Not yet');
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const send = (reason: string) =>
    flows.run('leavers.submit', SPEAKER, PLACE, {
      id: ada.id,
      version: ada.version,
      fields: { steps: ['block'], reply: '', reason },
    });
  return { send };
}

it('a declined part of a file that is asked for again needs the approval, and the reason, of all of it', async () => {
  const { send } = await declineOne();
  expect(await send('')).toMatchObject({
    type: 'fieldErrors',
    errors: { reason: expect.stringContaining('approval') },
  });
  const confirm = await send('TICKET-2');
  expect(confirm.type).toBe('form');
  expect(JSON.stringify(confirm)).toContain('Mia');
});
