import { expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const DAY_MS = 86_400_000;
const GRACE = 'U0GRACE';
const PEOPLE = [
  { id: OMAR.id, name: OMAR.name, roles: OMAR.roles, slack: OMAR.userId },
  { id: 'grace', name: 'Grace Okafor', roles: ['approver'], slack: GRACE },
].map((one, index) => ({ ...one, teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}` }));
const RULE = { name: 'Leavers', when: { tasks: ['leave'] }, by: { people: ['grace'] } };

/** Omar asks to offboard so many people. */
async function open(people: number) {
  const world = createWorld({ people: PEOPLE, approvals: [RULE] });
  const { service, clock, store, policy, tenant } = world;
  await service.resume();
  for (let index = 1; index <= people; index += 1) {
    const userName = `p${index}@contoso.com`;
    tenant.hold(userName, `Person ${index}`, { accountEnabled: true });
    const { id, data } = await service.leaving.open(OMAR, PLACE, tenant.find(userName)?.id ?? '');
    const date = new Date(clock.now() + 9 * DAY_MS).toISOString().slice(0, 10);
    const values = { ...data.values, steps: ['block'] as const, date, zone: 'UTC' };
    const { draft } = await service.leaving.check(OMAR, id, values);
    const asked = { actor: OMAR, place: PLACE, requestId: id, requestVersion: draft.version, reason: 'T-1' };
    await service.approvals.submit({ ...asked, kind: 'one', task: 'leave', ...requestOfActs(draft.data) });
    await clock.advance(1_000);
  }
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  return async (userId: string, input: object = {}) => {
    const speaker = { platform: 'slack', workspace: 'T0CONTOSO', userId } as const;
    const reply = await flows.run('approval.list', speaker, PLACE, input as never);
    if (!('view' in reply) || reply.view.kind !== 'notice') throw new Error(JSON.stringify(reply));
    return reply.view;
  };
}

it('says what is asked, and whose it is to decide, without zeros', async () => {
  const list = await open(1);
  const own = await list(OMAR.userId);
  expect(own.title).toBe('1 you asked for');
  expect(own.text).toEqual([expect.stringMatching(/^1\. You asked to offboard Person 1 · \d{4}-/)]);
  const hers = await list(GRACE);
  expect(hers.title).toBe('1 to decide');
  expect(hers.text).toEqual([expect.stringMatching(/^1\. Omar Haddad asks to offboard Person 1 · /)]);
  expect(hers.buttons).toMatchObject([{ action: 'approval.open', label: 'Show 1' }]);
});

it('shows five, and leads to every other one', async () => {
  const list = await open(7);
  const first = await list(OMAR.userId);
  expect(first.text).toHaveLength(5);
  const more = first.buttons.at(-1);
  expect(more).toMatchObject({ action: 'approval.list', label: 'Show 2 more', id: '5' });
  const rest = await list(OMAR.userId, more);
  expect(rest.text).toEqual([
    expect.stringMatching(/^6\. .*Person 6/),
    expect.stringMatching(/^7\. .*Person 7/),
  ]);
  expect(rest.buttons.map(({ label }) => label)).toEqual(['Show 6', 'Show 7']);
});
