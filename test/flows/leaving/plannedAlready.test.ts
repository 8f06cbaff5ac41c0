import { describe, expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const DAY_MS = 86_400_000;
const ADA = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const GRACE = 'U0GRACE';
const PEOPLE = [
  { id: OMAR.id, name: OMAR.name, roles: OMAR.roles, slack: OMAR.userId },
  { id: 'grace', name: 'Grace Okafor', roles: ['approver'], slack: GRACE },
].map((one, index) => ({ ...one, teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}` }));
const RULE = { name: 'Leavers', when: { tasks: ['leave'] }, by: { people: ['grace'] } };

async function open(approvals: object[] = [RULE]) {
  const world = createWorld({ people: PEOPLE, approvals });
  const { service, clock, store, policy, tenant } = world;
  await service.resume();
  tenant.hold('ada@contoso.com', 'Ada Lovelace', { accountEnabled: true, id: ADA });
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const runAs = async (userId: string, action: string, input: object) => {
    const speaker = { platform: 'slack', workspace: 'T0CONTOSO', userId } as const;
    const reply = await flows.run(action, speaker, PLACE, input as never);
    if (!('view' in reply)) throw new Error(JSON.stringify(reply));
    return reply.view;
  };
  const run = (action: string, input: object) => runAs(OMAR.userId, action, input);
  const dayIn = (days: number) => new Date(clock.now() + days * DAY_MS).toISOString().slice(0, 10);
  /** The confirmation of a form that Omar opens, for so many days from now. */
  async function confirm(days: number) {
    const form = await run('leave.open', { id: ADA });
    if (form.kind !== 'leaveForm') throw new Error(JSON.stringify(form));
    const { id, version } = form.target;
    const fields = {
      steps: ['block'],
      reply: '',
      date: dayIn(days),
      time: '17:00',
      zone: 'UTC',
      reason: 'T-1',
    };
    const view = await run('leave.submit', { id, version, fields });
    if (view.kind !== 'actsConfirm') throw new Error(JSON.stringify(view));
    return { form, view, start: () => run('leave.start', view.target) };
  }
  const decide = async (action: string, more: object = {}) => {
    const [request] = await store.listRequests({ state: 'waiting' });
    return runAs(GRACE, action, { id: request?.id ?? '', version: 1, ...more });
  };
  const said = (days: number) => `${dayIn(days)} 17:00 (UTC)`;
  return { ...world, run, confirm, decide, said };
}

describe('an offboarding that takes the place of a plan', () => {
  it('says which one in the form, in the confirmation and to whoever decides; and that it stays when declined', async () => {
    const { confirm, decide, said, run } = await open();
    const first = await confirm(10);
    expect(first.form.planned).toBeUndefined();
    expect(first.view.notes.join(' ')).not.toContain('replaces');
    await first.start();
    await decide('approval.approve');
    const { form, view, start } = await confirm(40);
    expect(form.planned).toBe(`They are planned to leave on ${said(10)}. This replaces that plan.`);
    expect(view.notes).toContain(
      `This replaces the plan for ${said(10)} once it's approved. Until then, that plan stays.`,
    );
    // The form that is opened again still names the plan, not what was typed.
    expect(await run('leave.back', view.target)).toMatchObject({ planned: form.planned });
    await start();
    expect(await decide('approval.open')).toMatchObject({
      acts: expect.arrayContaining([`Instead of the plan for ${said(10)}`]),
    });
    const declined = await decide('approval.declineSubmit', { fields: { reason: 'Stay' } });
    expect(declined).toMatchObject({
      heading: 'Declined',
      note: `The plan for ${said(10)} isn't changed by this.`,
    });
  });

  it('says so where no approval is needed', async () => {
    const { confirm, said } = await open([]);
    await (await confirm(10)).start();
    expect((await confirm(40)).view.notes).toContain(`This replaces the plan for ${said(10)}.`);
  });
});

describe('an offboarding that waits for approval', () => {
  it('is listed by offboard, and is shown instead of a form that could not be sent', async () => {
    const { confirm, run, said } = await open();
    await (await confirm(10)).start();
    const listed = await run('leave.find', { text: '' });
    const line = `Ada Lovelace: ${said(10)}, requested by Omar Haddad, waiting for approval`;
    expect(listed).toMatchObject({ text: [line], buttons: [{ action: 'approval.open' }, {}, {}] });
    const waits = {
      kind: 'notice',
      title: 'A request to offboard Ada Lovelace is already waiting for approval.',
      buttons: [{ action: 'approval.open' }, { action: 'user.show' }],
    };
    expect(await run('leave.find', { text: 'ada' })).toMatchObject(waits);
    expect(await run('leave.open', { id: ADA })).toMatchObject(waits);
  });

  it('leaves its people out of a file at once', async () => {
    const { confirm, service } = await open();
    await (await confirm(10)).start();
    const opened = await service.leavers.open(OMAR, PLACE, [ADA]);
    if (!('refused' in opened)) throw new Error('She was taken.');
    expect(opened.refused.get(ADA)).toMatch(
      /^A request to offboard them on .* is waiting for approval\. Cancel/,
    );
  });
});
