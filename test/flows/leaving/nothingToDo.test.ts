import { describe, expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;
const ADA = '6fd2c87f-b296-42f0-b197-1e91e994b900';

/** What the form of Ada answers, who has no license and is in no group; of a file, she is all there is in it. */
async function send(how: 'one' | 'file', fields: Record<string, string | string[]>) {
  const world = createWorld();
  const { service, clock, store, policy, tenant } = world;
  await service.resume();
  tenant.hold('ada@contoso.com', 'Ada', { accountEnabled: true, id: ADA });
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const opened =
    how === 'one'
      ? await service.leaving.open(OMAR, PLACE, ADA)
      : await service.leavers
          .open(OMAR, PLACE, [ADA])
          .then((one) => ('draft' in one ? one.draft : undefined));
  const { id = '', version = 1 } = opened ?? {};
  const action = how === 'one' ? 'leave.submit' : 'leavers.submit';
  const typed = {
    steps: ['block'],
    reply: 'Gone.',
    date: '',
    time: '17:00',
    zone: 'UTC',
    reason: '',
    ...fields,
  };
  return flows.run(action, SPEAKER, PLACE, { id, version, fields: typed });
}

const saidAt = (field: string, said: string) => ({
  type: 'fieldErrors',
  errors: { [field]: expect.stringContaining(said) },
});

describe('steps of which there is nothing to do', () => {
  it('are told from no steps, with the reason', async () => {
    expect(JSON.stringify(await send('one', { steps: [] }))).toContain('Choose at least one step.');
    const idle = await send('one', { steps: ['reply', 'groups'] });
    expect(JSON.stringify(idle)).toContain(
      "There's nothing to do in the steps you chose: they have no license, so they have no mailbox and there are no groups that Rollcall can remove them from. Choose another step.",
    );
    expect(JSON.stringify(await send('file', { steps: ['licenses'] }))).toContain(
      "There's nothing to do for these people in the steps you chose.",
    );
    expect(JSON.stringify(await send('file', { steps: [] }))).toContain('Choose at least one step.');
  });
});

describe.each(['one', 'file'] as const)('when %s leaves', (how) => {
  it('a time without a date is asked about, and so is a zone that there is not', async () => {
    expect(await send(how, { time: '18:00' })).toMatchObject(saidAt('date', 'Enter a date for this time.'));
    expect(await send(how, { zone: 'Atlantis' })).toMatchObject(saidAt('zone', 'Enter a time zone'));
  });

  it('the confirmation of what has no date says that it happens now', async () => {
    const reply = await send(how, {});
    expect(reply).toMatchObject({ view: { notes: expect.arrayContaining(['This happens now.']) } });
    const later = await send(how, { date: '2027-03-01', zone: 'Boston' });
    expect(JSON.stringify(later)).not.toContain('This happens now.');
    expect(JSON.stringify(later)).toContain('America/New_York');
  });
});
