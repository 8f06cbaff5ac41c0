import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/domain/terms.ts';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { createWorld, MIA, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const TEAMS_ID = 'a1b6b0f2-2222-4f6f-9d0e-222222222222';
const speak = ({ userId }: { userId: string }) => ({
  platform: 'slack' as const,
  workspace: 'T0CONTOSO',
  userId,
});
const IN_TEAMS = { platform: 'teams' as const, workspace: 't', userId: TEAMS_ID };
const TEAMS_PLACE: Place = { ...PLACE, platform: 'teams', conversationId: 'a:1' };

function open() {
  const people = [OMAR, MIA].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId }));
  const [omar, mia] = people;
  const world = createWorld({ people: [{ ...omar, teams: TEAMS_ID }, mia ?? {}] });
  const { clock, policy, service, store } = world;
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const type = async (who: Parameters<typeof flows.run>[1], words: string) => {
    const { action, text } = flows.commandOf(words) ?? { action: 'unknown', text: '' };
    const place = who.platform === 'teams' ? TEAMS_PLACE : PLACE;
    const reply = await flows.run(action, who, place, { text });
    return reply.type === 'message' || reply.type === 'form' ? reply.view : undefined;
  };
  return { ...world, flows, type };
}

describe('pause and go on', () => {
  it('are for admins, in both chats, and say so to whoever asks for anything', async () => {
    const { type } = open();
    expect(await type(speak(MIA), 'pause')).toMatchObject({ title: 'This needs the role admin.' });
    expect(await type(IN_TEAMS, 'pause')).toMatchObject({ title: 'Rollcall is paused.' });
    for (const words of ['adduser Ada Lovelace', 'user ada', 'licenses', 'template']) {
      expect(await type(speak(MIA), words)).toMatchObject({
        title: 'Rollcall is paused.',
        text: [expect.stringMatching(/^Omar Haddad paused it at /), expect.any(String)],
        next: 'Ask again once an admin has typed "go on".',
      });
    }
    expect(await type(speak(OMAR), 'pause')).toMatchObject({ title: 'Rollcall was paused already.' });
    expect(await type(speak(MIA), 'help')).toMatchObject({ kind: 'help' });
    expect(await type(speak(OMAR), 'history')).toMatchObject({ kind: 'history' });
    expect(await type(speak(OMAR), 'approvals')).toMatchObject({ title: 'Nothing waits for you.' });
    expect(await type(speak(MIA), 'go on')).toMatchObject({ title: 'This needs the role admin.' });
    expect(await type(speak(OMAR), '/Go  on')).toMatchObject({ title: 'Rollcall goes on.' });
    expect(await type(speak(MIA), 'template')).toMatchObject({ title: 'Here are the templates.' });
    expect(await type(speak(OMAR), 'go on')).toMatchObject({ title: 'Rollcall is not paused.' });
  });

  it('hold buttons and forms as well as words: no action but these, help, history, looking and to cancel is carried out', async () => {
    const { flows, service } = open();
    await service.brake.pause(OMAR);
    for (const action of ['job.retry', 'job.reveal', 'approval.approve', 'reset.start', 'addusers.file']) {
      const reply = await flows.run(action, speak(OMAR), PLACE, { id: 'x', version: 1 });
      if (flows.answersOf(action) === undefined) continue;
      expect(reply).toMatchObject({ view: { title: 'Rollcall is paused.' } });
    }
    const reply = await flows.run('approval.cancel', speak(OMAR), PLACE, { id: 'x', version: 1 });
    expect(reply).toMatchObject({ view: { title: 'This request no longer exists.' } });
  });

  it('leave words alone that only begin like it', () => {
    const { flows } = open();
    expect(flows.commandOf('go')).toBeUndefined();
    expect(flows.commandOf('go on holiday')).toBeUndefined();
  });
});

describe('forget', () => {
  it('is for admins, shows how much is kept, asks before it deletes, and gives a receipt', async () => {
    const { accept, finish, flows, type, store } = open();
    const ada = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada', usageLocation: 'US' };
    const { id } = await accept([ada], { kind: 'one' });
    await finish(id);
    expect(await type(speak(MIA), 'forget ada@contoso.com')).toMatchObject({
      title: 'This needs the role admin.',
    });
    expect(await type(IN_TEAMS, 'forget bob@contoso.com')).toMatchObject({
      title: 'Nothing is kept about this person.',
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
