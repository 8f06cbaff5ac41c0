import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { FlowContext } from '../../../src/flows/context.ts';
import { listActions } from '../../../src/flows/createFlows.ts';
import { showEntry } from '../../../src/flows/history/history.ts';
import { isId, sayDetail, sayWhat } from '../../../src/flows/history/sayEntry.ts';
import { sandboxPolicy } from '../../../src/sandbox/contoso.ts';

describe('C5: an entry of the history', () => {
  it.each([
    ['account.created', 'done', 'created the account'],
    ['account.created', 'failed', "couldn't create the account"],
    ['account.failed', 'failed', "couldn't create the account"],
    ['job.stopped', 'refused', "wasn't allowed to stop the job for"],
    ['history.show', 'refused', "wasn't allowed to read the history"],
  ] as const)('reads as a sentence: %s %s', (what, outcome, said) => {
    expect(sayWhat({ what, outcome })).toBe(said);
  });

  it('says what was decided', () => {
    const decided = { what: 'request.decided', outcome: 'done' } as const;
    expect(sayWhat({ ...decided, detail: { decision: 'decline' } })).toBe('declined the request for');
    expect(sayWhat({ ...decided, detail: { decision: 'approve' } })).toBe('approved the request for');
  });

  it.each([
    ['request.asked', 'done', 'leave', 'asked for approval to offboard'],
    ['request.asked', 'done', 'delete', 'asked for approval to delete'],
    ['request.asked', 'done', 'putBack', 'asked for approval to put back the earlier state of'],
    ['request.planned', 'done', 'leave', 'planned to offboard'],
    ['request.planned', 'failed', 'delete', "couldn't plan to delete"],
    ['request.cancelled', 'done', 'change', 'canceled the request to change'],
    ['request.decided', 'refused', 'leave', "wasn't allowed to decide on the request to offboard"],
    [
      'request.started',
      'failed',
      'restore',
      "had an approved request that Rollcall couldn't start, to restore",
    ],
    ['job.accepted', 'done', 'create', 'started a job to create'],
    ['job.accepted', 'done', 'assign', 'started a job to change the licenses of'],
    [
      'job.retried',
      'refused',
      'reset',
      "wasn't allowed to try failed rows again of the job to set a new password for",
    ],
    ['person.changed', 'refused', 'leave', "wasn't allowed to offboard"],
    ['person.changed', 'done', 'leave', 'changed'],
    ['request.asked', 'done', 'of a later version', 'asked for approval for'],
  ] as const)('says the task where the entry has it: %s %s %s', (what, outcome, task, said) => {
    expect(sayWhat({ what, outcome, detail: { task } })).toBe(said);
  });

  it('says of entries of before what it said then', () => {
    const said = (what: string) => sayWhat({ what, outcome: 'done', detail: { people: 1 } });
    expect(said('request.asked')).toBe('asked for approval for');
    expect(said('request.planned')).toBe('planned a change for');
    expect(said('job.accepted')).toBe('started a job for');
    expect(sayWhat({ what: 'person.changed', outcome: 'refused' })).toBe("wasn't allowed to change");
  });

  it('says what was decided on', () => {
    const decided = { what: 'request.decided', outcome: 'done' } as const;
    const said = (decision: string) => sayWhat({ ...decided, detail: { decision, task: 'leave' } });
    expect(said('approve')).toBe('approved the request to offboard');
    expect(said('decline')).toBe('declined the request to offboard');
  });

  it('has names and reasons, and no ids or hashes', () => {
    const names = new Map([
      ['grace', 'Grace Okafor'],
      ['sku-1', 'Microsoft 365 E5'],
    ]);
    const detail = {
      jobId: 'job_1',
      hash: 'abc',
      version: 3,
      people: 2,
      licenses: 'sku-1',
      approvers: 'grace',
      reason: 'TICKET-1',
      code: 'NO_SEATS',
    };
    expect(
      sayDetail(
        { what: 'request.asked', outcome: 'failed', detail, platform: 'slack' },
        (id) => names.get(id) ?? id,
      ),
    ).toBe(
      'because no license was left · 2 people · Microsoft 365 E5 · asked: Grace Okafor · “TICKET-1” · in Slack',
    );
  });

  it.each([
    ['group.left', { groups: 'Berlin office; Sales' }, 'groups: Berlin office, Sales'],
    ['group.joined', { groups: 'Sales' }, 'group: Sales'],
    ['group.left', { groups: 'a; b; c; d; e; f; g' }, 'groups: a, b, c, d, e, and 2 more'],
    ['license.changed', { added: 'sku-1', removed: 'sku-2' }, 'added: E5 · removed: E3'],
    ['person.renamed', { to: 'ada.l@contoso.com' }, 'new user name: ada.l@contoso.com'],
    ['person.manager_changed', { manager: 'nobody' }, 'new manager: no one'],
  ])('says of %s what it was about: %j', (what, detail, said) => {
    const names = new Map([
      ['sku-1', 'E5'],
      ['sku-2', 'E3'],
    ]);
    expect(
      sayDetail({ what, outcome: 'done', detail, platform: 'system' }, (id) => names.get(id) ?? id),
    ).toBe(said);
  });

  it.each([
    ['refused', "because Rollcall's rules don't allow it"],
    ['failed', "because Microsoft 365 doesn't allow it"],
  ] as const)('says who did not allow what %s', (outcome, said) => {
    const entry = {
      what: 'person.changed',
      outcome,
      detail: { code: 'FORBIDDEN' },
      platform: 'system',
    } as const;
    expect(sayDetail(entry, (id) => id)).toBe(said);
  });

  it('tells the person apart from the groups they were in', () => {
    expect(sayWhat({ what: 'group.left', outcome: 'done' })).toBe('removed group memberships from');
    expect(sayWhat({ what: 'group.left', outcome: 'failed' })).toBe("couldn't remove group memberships from");
  });

  it('knows ids by their shape', () => {
    expect(['job_1', 'req_x', '06ebc4ee-1bb5-47dd-8120-11324bc54e06'].every(isId)).toBe(true);
    expect(['ada@contoso.com', 'Nurse', 'jobs'].some(isId)).toBe(false);
  });
});

describe('an entry about where Rollcall is in Slack', () => {
  type Shown = Parameters<typeof showEntry>[0];
  const say = (entry: Pick<Shown, 'what' | 'outcome' | 'detail'> & Partial<Shown>): string => {
    const whole = { at: 0, actor: 'rollcall', name: 'Mia Meyer', platform: 'system' as const, ...entry };
    const { who, what, about, detail } = showEntry(whole, new Map(), (id) => id);
    return [who, what, about, detail].filter((one) => one !== '').join(' ');
  };

  it.each<[string, Shown['detail'], string]>([
    [
      'slack.installed',
      { team: 'T0PARTNER', name: 'Partner' },
      'installed Rollcall in the Slack workspace Partner',
    ],
    [
      'slack.installed',
      { team: 'E0GROUP', name: 'Group' },
      'installed Rollcall for the Slack organization Group',
    ],
    [
      'slack.removed',
      { team: 'T0PARTNER', name: 'Partner' },
      'noticed that Rollcall was removed from the Slack workspace Partner',
    ],
    [
      'slack.removed',
      { team: 'E0GROUP', name: 'Group' },
      'noticed that Rollcall was removed from the Slack organization Group',
    ],
  ])('says which workspace or organization it is: %s %j', (what, detail = {}, said) => {
    expect(say({ what, outcome: 'done', detail })).toBe(`Mia Meyer ${said}`);
  });

  it('says why somebody was not served there', () => {
    const asked = { what: 'slack.request', outcome: 'refused' } as const;
    expect(say({ ...asked, detail: { code: 'FOREIGN_WORKSPACE', workspace: 'T0EVIL' } })).toBe(
      "Mia Meyer wasn't allowed to use Rollcall from the Slack workspace T0EVIL because the policy doesn't name that workspace",
    );
    const missing = { code: 'CHAT_DOWN', workspace: 'T0PARTNER', isInstalled: false };
    expect(say({ ...asked, detail: missing })).toBe(
      "Mia Meyer couldn't use Rollcall from the Slack workspace T0PARTNER because Rollcall isn't installed there",
    );
    const notKnown = { code: 'CHAT_DOWN', workspace: 'T0PARTNER' };
    expect(say({ ...asked, detail: notKnown })).not.toContain('because');
  });

  it('blames no workspace for what anyone may send', () => {
    const said = (what: string, reason: string) =>
      say({ what, outcome: 'refused', name: `${what.split('.')[0]}:unknown`, detail: { reason } });
    expect(said('slack.request', 'badly signed')).toBe(
      "Someone wasn't allowed to send Rollcall a request in the name of Slack because its signature was wrong",
    );
    expect(said('teams.request', 'token')).toBe(
      "Someone wasn't allowed to send Rollcall a request in the name of Teams because its token was missing or wrong",
    );
    expect(said('teams.request', 'tenant')).toContain('use Rollcall from another Teams tenant');
  });
});

describe('what somebody tried whose role does not allow it', () => {
  it.each([
    ['approval.approve', 'approve a request'],
    ['approval.declineSubmit', 'decline a request'],
    ['approval.list', 'open approvals'],
    ['wave.start', 'use a file for several customers'],
  ])('is what they pressed: %s', (what, said) => {
    expect(sayWhat({ what, outcome: 'refused' })).toBe(`wasn't allowed to ${said}`);
  });

  it('has words for every action', () => {
    const context = { service: {}, policy: policySchema.parse(sandboxPolicy()), clock: { now: () => 0 } };
    const neverRun = () => Promise.reject(new Error('Nothing is run for the list.'));
    const ids = listActions(context as unknown as FlowContext, neverRun).map(({ id }) => id);
    expect(ids).toContain('approval.approve');
    const missing = ids.filter((id) => sayWhat({ what: id, outcome: 'refused' }).includes(id));
    expect(missing).toEqual([]);
  });
});
