import { describe, expect, it } from 'vitest';
import type { LeaveStep } from '../../../src/domain/leaveSteps.ts';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { E3 } from '../../service/fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const DAY_MS = 86_400_000;
const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;

/** What the confirmation of one offboarding says, of one person who has neither a group nor a license, or of a file of two. */
async function confirm(how: 'one' | 'file', steps: readonly LeaveStep[], isLater: boolean): Promise<string> {
  const world = createWorld();
  const { service, clock, store, policy, tenant } = world;
  await service.resume();
  // Without a license there is no mailbox that could answer.
  const held = steps.includes('reply') ? [{ skuId: E3.skuId, disabledPlans: [], inherited: false }] : [];
  tenant.hold('ada@contoso.com', 'ada', { accountEnabled: true, held });
  tenant.hold('bob@contoso.com', 'bob', { accountEnabled: true });
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const date = isLater ? new Date(clock.now() + 9 * DAY_MS).toISOString().slice(0, 10) : '';
  const fields = { steps, reply: 'Gone.', date, time: '17:00', zone: 'UTC', deleteAfter: '', reason: 'T-1' };
  const open = () => {
    if (how === 'one') return service.leaving.open(OMAR, PLACE, tenant.find('ada@contoso.com')?.id ?? '');
    const bytes = Buffer.from('User name\nada@contoso.com\nbob@contoso.com');
    return service.leavers.openFile(OMAR, PLACE, {
      name: 'leavers.csv',
      size: bytes.length,
      open: async () =>
        (async function* () {
          yield bytes;
        })(),
    });
  };
  const { id, version } = await open();
  const action = how === 'one' ? 'leave.submit' : 'leavers.submit';
  const reply = await flows.run(action, SPEAKER, PLACE, { id, version, fields });
  expect(reply).toMatchObject({ type: 'form', view: { kind: 'actsConfirm' } });
  return JSON.stringify(reply);
}

describe.each(['one', 'file'] as const)('an offboarding of %s', (how) => {
  it('says that groups and licenses will be removed where that was chosen, and only there', async () => {
    const bare = await confirm(how, ['block', 'signOut'], true);
    expect(bare).toContain('Rollcall checks everything again at that time.');
    expect(bare).not.toContain('they have by then');
    const both = await confirm(how, ['block', 'groups', 'licenses'], true);
    expect(both).toContain('Groups and licenses they have by then will be removed.');
    expect(await confirm(how, ['block', 'licenses'], true)).toContain('Licenses they have by then will be');
    expect(await confirm(how, ['block', 'licenses'], false)).not.toContain('by then');
  });

  it('lists what there is nothing of today, but may be then', async () => {
    const line = { label: 'Remove licenses', after: 'any they have then' };
    expect(await confirm(how, ['block', 'licenses'], true)).toContain(JSON.stringify(line));
    expect(await confirm(how, ['block', 'licenses'], false)).not.toContain(line.after);
    expect(await confirm(how, ['block'], true)).not.toContain(line.after);
  });

  it('says what cannot be put back only of steps that were chosen', async () => {
    expect(await confirm(how, ['block', 'signOut'], false)).not.toMatch(
      /can't be put back|password|reply stays/,
    );
    expect(await confirm(how, ['block', 'reply'], false)).toContain('The automatic reply stays on until');
    expect(await confirm(how, ['block', 'methods'], false)).toContain("The old sign-in methods can't be put");
    expect(await confirm(how, ['password', 'methods'], false)).toMatch(
      /The old passwords? and sign-in methods can't be put back/,
    );
  });
});
