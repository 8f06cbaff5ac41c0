import { expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { type Member, withGroups } from '../../../src/domain/policy/withGroups.ts';
import type { Actor, Place, Role } from '../../../src/domain/terms.ts';
import type { FlowContext } from '../../../src/flows/context.ts';
import { helpActions } from '../../../src/flows/help/help.ts';

const place: Place = { platform: 'slack', workspace: 'T1', conversationId: 'D1', kind: 'direct' };
const written = policySchema.parse({
  customers: [{ id: 'contoso', name: 'Contoso' }],
  people: [
    {
      id: 'sam',
      name: 'Sam Stone',
      slack: 'U1',
      teams: 'c0ffee00-0000-4000-8000-00000000000a',
      roles: ['helpdesk'],
    },
  ],
  groups: [
    { id: 'desk', name: 'Front desk', slack: 'S0DESK', roles: ['helpdesk'] },
    {
      id: 'desk.entra',
      name: 'Front desk',
      entra: 'c0ffee00-0000-4000-8000-000000000001',
      roles: ['helpdesk'],
    },
    { id: 'audit', name: 'Auditors', slack: 'S0AUDIT', roles: ['auditor'] },
  ],
});

/** Why Sam may what he may, by these groups, and with these that can't be read. */
async function sayWhy(
  groups: readonly string[],
  unread: readonly string[] = [],
  roles: Role[] = ['helpdesk'],
) {
  const member: Member = { id: 'sam', name: 'Sam Stone', groups: new Set(groups) };
  const entries = written.people.map((human) => ({ ...human, roles }));
  const people = withGroups({ ...written, people: entries }, new Map([['sam', member]]));
  const trouble = written.groups
    .filter(({ id }) => unread.includes(id))
    .map((group) => ({ says: 'It could not be read.', unread: group }));
  const roleGroups = { refresh: async () => undefined, memberOf: () => member, listTrouble: () => trouble };
  const context = { policy: { ...written, people }, roleGroups } as unknown as FlowContext;
  const actor = { ...people[0], customer: 'contoso', platform: 'slack', userId: 'U1' } as unknown as Actor;
  const [help] = helpActions(context);
  const reply = (await help?.run(actor, place, {})) as { view: { because?: string } };
  return reply.view.because;
}

it('says each group that gives a role, those of one name told apart, and the own entry, also where they give the same', async () => {
  expect(await sayWhy(['desk', 'desk.entra', 'audit'])).toBe(
    'You are helpdesk by the group “Front desk” (desk), helpdesk by the group “Front desk” (desk.entra), auditor by the group “Auditors”, and helpdesk by your own entry in policy.json.',
  );
  expect(await sayWhy(['audit'], [], [])).toBe('You are auditor by the group “Auditors”.');
  expect(await sayWhy([])).toBeUndefined();
});

it('says which group can’t be read that could give more, and none that couldn’t', async () => {
  const unread = "Rollcall can't read who is in the group “Auditors” now, so it gives no one a role.";
  expect(await sayWhy([], ['audit', 'desk'])).toBe(unread);
  expect(await sayWhy(['desk'], ['audit'])).toBe(
    `You are helpdesk by the group “Front desk” (desk) and helpdesk by your own entry in policy.json. ${unread}`,
  );
});
