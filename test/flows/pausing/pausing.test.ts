import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/domain/terms.ts';
import { createFlows, listActions } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { createWorld, MIA, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

/** The list is read, and nothing of it pressed here. */
const neverRun = () => Promise.reject(new Error('Nothing is run for the list.'));

const MIAS_ID = 'a1b6b0f2-1111-4f6f-9d0e-111111111111';
const TEAMS_ID = 'a1b6b0f2-2222-4f6f-9d0e-222222222222';
const speak = ({ userId }: { userId: string }) => ({
  platform: 'slack' as const,
  workspace: 'T0CONTOSO',
  userId,
});
const IN_TEAMS = { platform: 'teams' as const, workspace: 't', userId: TEAMS_ID };
const TEAMS_PLACE: Place = { ...PLACE, platform: 'teams', conversationId: 'a:1' };

function open(approvals: object[] = []) {
  const people = [OMAR, MIA].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId }));
  const [omar, mia] = people;
  const world = createWorld({
    people: [
      { ...omar, teams: TEAMS_ID },
      { ...mia, teams: MIAS_ID },
    ],
    approvals,
  });
  const { clock, policy, service, store } = world;
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const context = { service, policy, auditRefusal, clock, ids, log };
  const flows = createFlows(context);
  const type = async (who: Parameters<typeof flows.run>[1], words: string) => {
    const { action, text } = flows.commandOf(words) ?? { action: 'unknown', text: '' };
    const place = who.platform === 'teams' ? TEAMS_PLACE : PLACE;
    const reply = await flows.run(action, who, place, { text });
    return reply.type === 'message' || reply.type === 'form' ? reply.view : undefined;
  };
  return { ...world, flows, type, actions: listActions(context, neverRun) };
}

/** Nothing of these has an effect, but to keep something from it: whatever is new is refused until it stands here. */
const STILL_ANSWERED = [
  ...['oldData.goOn', 'oldData.cancel'],
  ...['help.show', 'help.unknown', 'template.send', 'history.show', 'history.csv', 'pause.start'],
  ...['user.find', 'user.show', 'user.plans', 'putBack.list', 'licenses.show', 'presets.show', 'forget.find'],
  ...['addusers.log', 'addusers.restorable', 'assign.log', 'leavers.log'],
  // What goes on with one of these is refused there.
  ...['customer.form', 'customer.message'],
  ...['customers.list', 'customers.show', 'customers.week', 'customers.check', 'customers.look'],
  ...['leave.find', 'job.show', 'job.results', 'job.leftFile'],
  ...['approval.list', 'approval.open', 'approval.show', 'approval.people', 'approval.cancel'],
  ...['approval.change', 'approval.changeSubmit'],
];

describe('pause and resume', () => {
  it('are for admins, in both chats, and say so to whoever asks for anything', async () => {
    const { type } = open();
    expect(await type(speak(MIA), 'pause')).toMatchObject({ title: 'You need the admin role for this.' });
    expect(await type(IN_TEAMS, 'pause')).toMatchObject({ title: 'Rollcall is paused.' });
    for (const words of ['adduser Ada Lovelace', 'adduser']) {
      expect(await type(speak(MIA), words)).toMatchObject({
        title: 'Rollcall is paused.',
        text: [expect.stringMatching(/^Omar Haddad paused it on /), expect.any(String)],
        next: 'Ask again after an admin types resume.',
      });
    }
    expect(await type(speak(OMAR), 'pause')).toMatchObject({ title: 'Rollcall was already paused.' });
    expect(await type(speak(MIA), 'help')).toMatchObject({ kind: 'help' });
    expect(await type(speak(OMAR), 'history')).toMatchObject({ kind: 'history' });
    expect(await type(speak(OMAR), 'approvals')).toMatchObject({ title: 'Nothing is waiting for you.' });
    expect(await type(speak(MIA), 'resume')).toMatchObject({ title: 'You need the admin role for this.' });
    expect(await type(speak(OMAR), '/Resume')).toMatchObject({
      title: 'Rollcall is running again.',
      text: [expect.stringMatching(/^Omar Haddad had paused it on /), expect.any(String)],
    });
    expect(await type(speak(MIA), 'adduser')).toMatchObject({ kind: 'personForm' });
    expect(await type(speak(OMAR), 'resume')).toMatchObject({ title: "Rollcall isn't paused." });
  });

  it('every action that reads answers in a pause, and every other is refused in words', async () => {
    const { flows, service, actions } = open();
    await service.brake.pause(OMAR);
    const answered: string[] = [];
    for (const { id } of actions.filter(({ id }) => id !== 'pause.end')) {
      const reply = await flows.run(id, speak(OMAR), PLACE, { id: 'x', version: 1 });
      const { view } = reply as { view: { title?: string; next?: string } };
      if (view.title !== 'Rollcall is paused.') answered.push(id);
      else expect(view.next).toContain('types resume');
    }
    expect(answered.sort()).toEqual([...STILL_ANSWERED].sort());
    expect(await service.brake.goOn(OMAR)).toBeDefined();
  });

  it.each([
    ['user ada', false],
    ['licenses', false],
    ['presets', false],
    ['template', false],
    ['approvals', false],
    ['history', false],
    ['help', false],
    ['forget ada@contoso.com', false],
    ['what is this', false],
    ['adduser Ada Lovelace', true],
    ['addusers', true],
    ['offboard', false],
    ['offboard ada', false],
  ])('"%s" in a pause, in both chats: refused is %s', async (words, isRefused) => {
    const { service, type } = open();
    await service.brake.pause(OMAR);
    for (const who of [speak(OMAR), IN_TEAMS]) {
      const view = (await type(who, words)) as { title?: string } | undefined;
      expect(view?.title === 'Rollcall is paused.').toBe(isRefused);
    }
  });

  it('let people be left out of a plan meanwhile, and what waits for an answer stay as it is', async () => {
    const approvals = [{ name: 'All', when: {}, by: { people: ['mia'] } }];
    const { clock, flows, prepare, service, store } = open(approvals);
    const asked = await service.approvals.submit(
      await prepare(2, { kind: 'bulk', each: (index) => ({ objectId: `id-${index}` }) }),
    );
    if (!('request' in asked)) throw new Error('This needed no approval.');
    const { id } = asked.request.request;
    await service.brake.pause(OMAR);
    const target = { id, version: 1 };
    const fields = { leaveOut: ['person1@contoso.com'] };
    for (const action of ['approval.change', 'approval.changeSubmit']) {
      const reply = await flows.run(action, speak(OMAR), PLACE, { ...target, fields });
      expect(reply).toMatchObject({ view: { title: 'Rollcall is paused.' } });
    }
    expect(await store.loadRequest(id)).toMatchObject({ version: 1, state: 'waiting' });

    const startsAt = clock.now() + 86_400_000;
    await store.updateRequest(id, (now) => ({
      ...now,
      state: 'approved',
      asked: { ...now.asked, startsAt },
    }));
    const opened = await flows.run('approval.change', speak(OMAR), PLACE, target);
    expect(opened).toMatchObject({ type: 'form', view: { kind: 'changeForm' } });
    const done = await flows.run('approval.changeSubmit', speak(OMAR), PLACE, { ...target, fields });
    expect(done).toMatchObject({ type: 'follow', view: { kind: 'approval', who: 'Person 2' } });
    expect(await store.loadRequest(id)).toMatchObject({ withdrawn: ['id-0'], state: 'approved' });
  });

  it('leave words alone that only begin like it', () => {
    const { flows } = open();
    expect(flows.commandOf('go')).toBeUndefined();
    expect(flows.commandOf('go on holiday')).toBeUndefined();
    expect(flows.commandOf('resume the upload')).toBeUndefined();
    // As it was typed in the versions before.
    expect(flows.commandOf('/Go  on')).toEqual(flows.commandOf('/Resume'));
  });
});

describe('forget', () => {
  it('is for admins, shows how much is kept, asks before it deletes, and gives a receipt', async () => {
    const { accept, finish, flows, type, store } = open();
    const ada = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada', usageLocation: 'US' };
    const { id } = await accept([ada], { kind: 'one' });
    await finish(id);
    expect(await type(speak(MIA), 'forget ada@contoso.com')).toMatchObject({
      title: 'You need the admin role for this.',
    });
    expect(await type(IN_TEAMS, 'forget bob@contoso.com')).toMatchObject({
      title: 'Rollcall keeps nothing about this person.',
    });
    expect(await type(IN_TEAMS, 'forget ada@contoso.com')).toMatchObject({
      title: 'Rollcall keeps this about ada@contoso.com: 1 job.',
      buttons: [{ action: 'forget.start', id: 'ada@contoso.com', confirm: { ok: 'Delete' } }],
    });
    expect(await store.loadJob(id)).toBeDefined();
    const reply = await flows.run('forget.start', IN_TEAMS, TEAMS_PLACE, {
      id: 'ada@contoso.com',
      version: 1,
    });
    expect(reply).toMatchObject({ view: { copy: expect.stringMatching(/^forgotten_/) } });
    expect(await store.loadJob(id)).toBeUndefined();
  });
});
