import { expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { Actor, Place } from '../../../src/domain/terms.ts';
import type { FlowContext } from '../../../src/flows/context.ts';
import { helpActions } from '../../../src/flows/help/help.ts';

const customer = (id: string) => ({
  id,
  name: id,
  tenantId: `c0ffee00-0000-4000-8000-00000000000${id.length}`,
});
const place: Place = { platform: 'slack', workspace: 'T1', conversationId: 'D1', kind: 'direct' };

/** What help says of `customers` to somebody with this role, for these of two customers. */
async function sayOf(role: string, customers: string[], all = ['contoso', 'fabrikam']) {
  const human = { id: 'mia', name: 'Mia', slack: 'U1', roles: [role], customers };
  const policy = policySchema.parse({ customers: all.map(customer), people: [human] });
  const [help] = helpActions({ policy } as FlowContext);
  const actor = {
    ...human,
    customer: customers[0] ?? '',
    platform: 'slack',
    userId: 'U1',
  } as unknown as Actor;
  const reply = (await help?.run(actor, place, {})) as { view?: { commands?: object[] } } | undefined;
  return reply?.view?.commands?.find((one) => 'command' in one && one.command === 'customers');
}

const SEES = { does: 'See how each customer stands.' };
const ADDS = { does: 'See how each customer stands, and add or remove one.' };

it.each([
  ['an admin of all customers', 'admin', ['contoso', 'fabrikam'], ADDS],
  ['helpdesk for all customers', 'helpdesk', ['contoso', 'fabrikam'], SEES],
  ['an auditor of all customers', 'auditor', ['contoso', 'fabrikam'], SEES],
])('help offers to add a customer to those who may: %s', async (_, role, theirs, said) => {
  expect(await sayOf(role, theirs)).toMatchObject(said);
});

it('help does so for those of all customers alone', async () => {
  expect(await sayOf('admin', ['contoso', 'fabrikam'], ['contoso', 'fabrikam', 'wing'])).toMatchObject(SEES);
  expect(await sayOf('admin', ['contoso'])).toBeUndefined();
  expect(await sayOf('admin', ['contoso'], ['contoso'])).toMatchObject(ADDS);
  expect(await sayOf('helpdesk', ['contoso'], ['contoso'])).toBeUndefined();
});
