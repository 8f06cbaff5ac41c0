import { describe, expect, it } from 'vitest';
import { readLeaveOut } from '../../../src/flows/approvals/approvalForms.ts';
import { createFlows } from '../../../src/flows/createFlows.ts';
import type { View } from '../../../src/flows/views.ts';
import { checkMessage } from '../../../src/sandbox/slack/blockKit/checkMessage.ts';
import { checkView } from '../../../src/sandbox/slack/blockKit/checkView.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { renderForms, renderModal } from '../../../src/slack/views/render.ts';
import { LIMITS as TEAMS } from '../../../src/teams/outgoing/limits.ts';
import { renderCard } from '../../../src/teams/views/render.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog, hold } from '../../store/sampleRecords.ts';

const DAY_MS = 86_400_000;
const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;
/** As long as names of people get, in letters that are two bytes. */
const LONG = 'ß'.repeat(60);

/** So many people leave, on so many days in turn. */
async function openLeavers(people: number, days: number) {
  const world = createWorld();
  const { service, clock, store, policy } = world;
  await service.resume();
  const rows = Array.from({ length: people }, (_, index) => {
    world.tenant.hold(`p${index}@contoso.com`, `Person ${index} ${LONG}`, { accountEnabled: true });
    const day = new Date(clock.now() + (3 + (index % days)) * DAY_MS).toISOString().slice(0, 10);
    return days === 1 ? `p${index}@contoso.com` : `p${index}@contoso.com,${day}`;
  });
  const bytes = Buffer.from([days === 1 ? 'User name' : 'User name,Last day', ...rows].join('\n'));
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const draft = await service.leavers.openFile(OMAR, PLACE, {
    name: 'leavers.csv',
    size: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  });
  const run = (action: string, id: string, fields: Record<string, string | string[]> = {}, version = 1) =>
    flows.run(action, SPEAKER, PLACE, { id, version, fields });
  return { ...world, run, draft };
}

function expectFits(reply: object): View {
  const view = (reply as { view?: View; form?: View }).view ?? (reply as { form?: View }).form;
  if (view === undefined) throw new Error('This shows nothing.');
  expect(Buffer.byteLength(JSON.stringify(renderCard(view)))).toBeLessThanOrEqual(TEAMS.cardBytes);
  for (const { text, blocks } of renderForms(view)) {
    expect(checkMessage(blocks.length === 0 ? { text } : { text, blocks })).toEqual([]);
  }
  expect(checkView(renderModal(view))).toEqual([]);
  return view;
}

describe('three hundred people who leave', () => {
  it.each([1, 20])('fit into every form and card of both chats, on %i days', async (days) => {
    const { run, draft, service } = await openLeavers(300, days);
    const form = expectFits(await run('leavers.back', draft.id));
    if (form.kind !== 'leaveForm') throw new Error(form.kind);
    expect(form.displayName).toMatch(/^Person 0 .*, Person 1 .* and 29\d more$/);
    expect(JSON.stringify(renderCard(form))).toMatch(/and 29\d more/);
    const fields = { steps: ['block', 'signOut'], reply: '', zone: 'UTC', date: '2027-03-01' };
    const confirm = await run('leavers.submit', draft.id, fields);
    expect(expectFits(confirm)).toMatchObject({ kind: 'actsConfirm', displayName: '300 people' });
    const { version } = await service.leavers.load(OMAR, draft.id);
    expect(version).toBe(2);
  });

  it('can be left out of the plan by their names, typed where they are too many to be chosen from', async () => {
    const { run, draft, service, store } = await openLeavers(300, 1);
    const fields = { steps: ['block'], reply: '', zone: 'UTC', date: '2027-03-01' };
    await run('leavers.submit', draft.id, fields);
    const { version } = await service.leavers.load(OMAR, draft.id);
    await run('leavers.start', draft.id, {}, version);
    const [plan] = await service.approvals.listPlanned(OMAR);
    if (plan === undefined) throw new Error('There is no plan.');
    const form = expectFits(await run('approval.change', plan.id));
    expect(form).toMatchObject({ kind: 'changeForm', people: [], typed: '' });
    const typed = `P7\np8@contoso.com; Person 9 ${LONG}\nghost@contoso.com`;
    const unclear = await run('approval.changeSubmit', plan.id, { leaveOut: typed });
    expect(unclear).toMatchObject({ errors: { form: expect.stringContaining('ghost@contoso.com') } });
    expect(JSON.stringify(expectFits(unclear))).toContain('P7');
    expect((await store.loadRequest(plan.id))?.withdrawn).toBeUndefined();
    const rest = typed.replace('ghost@contoso.com', '');
    expectFits(await run('approval.changeSubmit', plan.id, { leaveOut: rest }));
    expect((await store.loadRequest(plan.id))?.withdrawn).toHaveLength(3);
  });

  it('have their manual steps marked as done a form at a time, which says how many it does not list', async () => {
    const { run, draft, service, store, finish } = await openLeavers(60, 1);
    await run('leavers.submit', draft.id, { steps: ['block'], reply: '', zone: 'UTC' });
    const { version } = await service.leavers.load(OMAR, draft.id);
    await run('leavers.start', draft.id, {}, version);
    const jobId = (await service.leavers.load(OMAR, draft.id)).data.jobId ?? '';
    const { rows } = await finish(jobId);
    const left = { what: 'Make the mailbox a shared one.' };
    const held = await hold(store, jobId);
    held.record(rows.map((row) => ({ ...row, left: [left] })));
    await held.flush();
    const first = expectFits(await run('job.tickOff', jobId));
    expect(first).toMatchObject({ notes: ['35 more steps appear when these are done.'], ticked: [] });
    for (let form = 0; form < 2; form += 1) {
      const view = expectFits(await run('job.tickOff', jobId));
      const choices = 'choices' in view ? view.choices : [];
      await run('job.tickOffSubmit', jobId, { left: choices.map((one) => String(Object(one).value)) });
    }
    const third = expectFits(await run('job.tickOff', jobId));
    expect(third).toMatchObject({
      notes: ["25 steps that were marked as done earlier aren't listed. The to-do CSV has all of them."],
    });
    expect(third).toMatchObject({ choices: { length: 10 }, ticked: { length: 25 } });
  });

  it('are not left out by a name that two of them have', () => {
    const person = (userPrincipalName: string) => ({
      person: { userPrincipalName, displayName: 'Ada Lovelace' },
      accountEnabled: false,
      licenses: [],
    });
    const people = [person('ada@contoso.com'), person('ada@fabrikam.com')];
    for (const name of ['Ada Lovelace', 'ada']) {
      expect(readLeaveOut(people, [name])).toEqual({ unclear: expect.stringContaining(name) });
    }
    expect(readLeaveOut(people, ['ADA@fabrikam.com', ' '])).toEqual(['ada@fabrikam.com']);
  });
});
