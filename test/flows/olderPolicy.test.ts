import { describe, expect, it } from 'vitest';
import { createFlows } from '../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../src/service/audit/refusalAudit.ts';
import { createWorld, MIA, OMAR, PLACE } from '../service/fakes/world.ts';
import { createTestLog } from '../store/sampleRecords.ts';

const OLDER = 'Rollcall is using an older policy file until the newest one is back';

function open(standsIn: () => Promise<boolean>) {
  const { service, clock, store, policy } = createWorld();
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, standsIn, clock, ids, log });
  async function say(action: string, userId: string, raw: object = {}): Promise<string> {
    const reply = await flows.run(
      action,
      { platform: 'slack', workspace: 'T0', userId },
      PLACE,
      raw as never,
    );
    return JSON.stringify('view' in reply ? reply.view : reply);
  }
  const codes = () => store.entries().flatMap(({ detail }) => detail?.code ?? []);
  return { say, codes, log };
}

describe('somebody who is refused', () => {
  it('is told that an older policy file stands in, which may be why', async () => {
    const { say } = open(async () => true);
    expect(await say('help.show', 'U0NOBODY')).toContain(OLDER);
    expect(await say('addusers.open', MIA.userId)).toContain(OLDER);
    expect(await say('help.show', OMAR.userId)).not.toContain(OLDER);
  });

  it('is told nothing of it while the newest one holds, or where nobody can say', async () => {
    const { say } = open(async () => false);
    expect(await say('help.show', 'U0NOBODY')).not.toContain(OLDER);
    expect(await say('addusers.open', MIA.userId)).not.toContain(OLDER);
    const unsaid = open(async () => {
      throw new Error('The database is away.');
    });
    expect(await unsaid.say('help.show', 'U0NOBODY')).not.toContain(OLDER);
    expect(unsaid.log.events.map(({ event }) => event)).toContain('policy.not_looked');
  });
});

describe('a card of a customer that is not in the policy', () => {
  const card = { id: 'job_1', customer: 'fabrikam' };

  it('is not said to be removed while an older file stands in', async () => {
    const { say, codes } = open(async () => true);
    const said = await say('job.stop', OMAR.userId, card);
    expect(said).toContain("This customer isn't in the policy file that Rollcall is using.");
    expect(said).not.toContain('removed');
    expect(codes()).toEqual(['POLICY_OLDER']);
  });

  it('is said to be removed by the newest one', async () => {
    const { say, codes } = open(async () => false);
    expect(await say('job.stop', OMAR.userId, card)).toContain('This customer was removed from Rollcall.');
    expect(codes()).toEqual(['CUSTOMER_GONE']);
  });
});
