import { describe, expect, it } from 'vitest';
import { showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { showProgress } from '../../../src/flows/jobs/jobViews.ts';
import { sayHeadline, sayResult } from '../../../src/flows/jobs/taskWords.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import type { ChangeValues } from '../../../src/service/changing/changeDraft.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { createWorld, OMAR, PLACE, type World } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;
const ADA = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const GRACE = {
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  slack: 'U0GRACE',
  teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333331',
};
const PEOPLE = [{ id: OMAR.id, name: OMAR.name, roles: OMAR.roles, slack: OMAR.userId }, GRACE];
const RULE = { name: 'Back', when: { tasks: ['putBack'] }, by: { people: ['grace'] } };
const UNKNOWN = /Their password was replaced with one that no one knows/;

const ada = ({ tenant }: World) => tenant.find('ada@contoso.com') ?? tenant.find('ada.king@contoso.com');

function open(more: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld({ people: PEOPLE, ...more });
  const { service, clock, store, policy } = world;
  world.tenant.hold('ada@contoso.com', 'Ada', { accountEnabled: true, id: ADA });
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const run = (action: string, input: object) => flows.run(action, SPEAKER, PLACE, input as never);
  const objectId = () => ada(world)?.id ?? '';

  async function carryOut(
    task: 'change' | 'leave' | 'putBack',
    draft: { id: string; version: number; data: object },
  ) {
    const { id: requestId, version: requestVersion, data } = draft;
    const asked = { actor: OMAR, place: PLACE, requestId, requestVersion, kind: 'one' as const, task };
    const { job } = await service.jobs.accept({ ...asked, ...requestOfActs(data as never) });
    const state = await world.finish(job.id);
    await clock.advance(1_000);
    return state;
  }
  async function change(values: Partial<ChangeValues>) {
    const draft = await service.changes.open(OMAR, PLACE, objectId());
    const checked = await service.changes.check(OMAR, draft.id, {
      ...draft.data.values,
      ...values,
      fields: { ...draft.data.values.fields, ...values.fields },
    });
    return carryOut('change', checked.draft);
  }
  async function offboard(steps: readonly ('block' | 'password')[]) {
    const { id, data } = await service.leaving.open(OMAR, PLACE, objectId());
    return carryOut('leave', (await service.leaving.check(OMAR, id, { ...data.values, steps })).draft);
  }
  const openPutBack = async () => {
    const [newest] = await service.snapshots.list(OMAR, objectId());
    const reply = await run('putBack.open', { id: newest?.id ?? '' });
    if (!('view' in reply) || reply.view.kind !== 'actsConfirm') throw new Error(JSON.stringify(reply));
    return reply.view;
  };
  return { ...world, run, objectId, carryOut, change, offboard, openPutBack };
}

/** Ada was renamed and got a job, and somebody else has the user name that she had. */
async function openTaken(more: Parameters<typeof createWorld>[0] = {}) {
  const world = open(more);
  await world.service.resume();
  await world.change({ userName: 'ada.king@contoso.com', fields: { jobTitle: 'Lead' } });
  world.tenant.hold('ada@contoso.com', 'Ada Byron', { accountEnabled: true });
  const found = world.tenant.find('ada.king@contoso.com')?.id ?? '';
  const [newest] = await world.service.snapshots.list(OMAR, found);
  const { draft } = await world.service.putBacks.open(OMAR, PLACE, newest?.id ?? '');
  return { ...world, draft, found };
}

const TAKEN = "The user name doesn't change: someone else has ada@contoso.com now.";

describe('what cannot be put back', () => {
  it('is said before, and in the result, which does not claim that all is as it was', async () => {
    const { draft, run, carryOut } = await openTaken();
    const confirm = await run('putBack.open', { id: draft.data.snapshotId });
    expect(confirm).toMatchObject({
      view: {
        notes: expect.arrayContaining([TAKEN, expect.stringContaining('except for what is listed here')]),
      },
    });
    const state = await carryOut('putBack', draft);
    const view = showProgress(state, 'Contoso', false);
    if (view.kind !== 'personResult') throw new Error(view.kind);
    expect(view.acts).toContainEqual({ text: `Not put back: ${TAKEN}`, state: 'stays' });
    expect(sayResult(view)).toBe('Earlier state put back, except for what is listed below');
    expect(sayHeadline(view).end).toBe(', except for what is listed below');
  });

  it('stands on the card of whoever approves it', async () => {
    const { draft, service } = await openTaken({ approvals: [RULE] });
    const submitted = await service.approvals.submit({
      actor: OMAR,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'putBack',
      reason: 'T-1',
      ...requestOfActs(draft.data),
    });
    if (!('request' in submitted)) throw new Error('It does not wait.');
    expect(showApproval(submitted.request, 'Contoso', 'approver').acts).toContain(`Not put back: ${TAKEN}`);
  });

  it('can be asked for again from the card of a request that was declined', async () => {
    const { draft, service, run } = await openTaken({ approvals: [RULE] });
    const submitted = await service.approvals.submit({
      actor: OMAR,
      place: PLACE,
      requestId: draft.id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'putBack',
      reason: 'T-1',
      ...requestOfActs(draft.data),
    });
    if (!('request' in submitted)) throw new Error('It does not wait.');
    const { id } = submitted.request.request;
    const grace = { ...OMAR, id: 'grace', name: 'Grace Okafor', roles: ['approver'] as const };
    await service.approvals.decide(grace, id, 1, 'decline', 'Not yet');
    const card = await run('approval.open', { id, version: 1 });
    if (!('view' in card) || card.view.kind !== 'approval') throw new Error(JSON.stringify(card));
    const [again] = card.view.buttons;
    expect(again).toMatchObject({ action: 'putBack.again', label: 'Ask again', id: draft.id });
    expect(await run('putBack.again', again ?? {})).toMatchObject({
      type: 'form',
      view: { kind: 'actsConfirm', target: { submit: { action: 'putBack.start' } } },
    });
  });

  it('is nothing where all of it is, and the result says so', async () => {
    const { change, openPutBack, service, carryOut } = open();
    await service.resume();
    await change({ fields: { jobTitle: 'Lead' } });
    const { notes, target } = await openPutBack();
    expect(notes.join(' ')).not.toContain('except for');
    const draft = await service.putBacks.load(OMAR, target.id);
    const view = showProgress(await carryOut('putBack', draft), 'Contoso', false);
    if (view.kind !== 'personResult') throw new Error(view.kind);
    expect(sayResult(view)).toBe('Earlier state put back');
  });
});

describe('a password that no one knows', () => {
  it('is said of, where the offboarding replaced it', async () => {
    const { offboard, openPutBack, service } = open();
    await service.resume();
    await offboard(['block', 'password']);
    expect((await openPutBack()).notes).toContainEqual(expect.stringMatching(UNKNOWN));
  });

  it('is not said of, where that step failed, and the list does not name the step', async () => {
    const { offboard, openPutBack, service, tenant, run, objectId } = open();
    tenant.passwordFateOf = () => 'passwordRefused';
    await service.resume();
    await offboard(['block', 'password']);
    expect((await openPutBack()).notes.join(' ')).not.toMatch(UNKNOWN);
    const [kept] = await service.snapshots.list(OMAR, objectId());
    expect(kept?.did).toEqual(['block']);
    const list = await run('putBack.list', { id: objectId() });
    expect(list).toMatchObject({ view: { title: 'Earlier states of Ada' } });
  });

  it('is not said of, once somebody has set a new one', async () => {
    const { offboard, openPutBack, service, finish, objectId } = open();
    await service.resume();
    await offboard(['block', 'password']);
    const { id, data, version } = await service.resets.open(OMAR, PLACE, objectId());
    const { job } = await service.jobs.accept({
      actor: OMAR,
      place: PLACE,
      requestId: id,
      requestVersion: version,
      kind: 'one',
      task: 'reset',
      settings: { accountEnabled: true, usageLocation: '', licenses: [], recipients: [] },
      people: [
        {
          person: { userPrincipalName: data.userPrincipalName, displayName: data.displayName },
          accountEnabled: true,
          licenses: [],
          objectId: data.objectId,
        },
      ],
    });
    expect((await finish(job.id)).counts).toMatchObject({ created: 1 });
    expect((await openPutBack()).notes.join(' ')).not.toMatch(UNKNOWN);
  });
});

it('whoever has left the policy is named in the list as their job names them', async () => {
  const { change, service, policy, objectId } = open();
  await service.resume();
  await change({ fields: { jobTitle: 'Lead' } });
  Object.assign(policy, { people: policy.people.filter(({ id }) => id !== OMAR.id) });
  expect(await service.snapshots.list(OMAR, objectId())).toMatchObject([{ byName: 'Omar Haddad' }]);
});
