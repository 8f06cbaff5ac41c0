import { describe, expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { showOldData } from '../../../src/flows/oldData/oldData.ts';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { sayRestored } from '../../../src/service/oldData/alive.ts';
import { createWorld, MIA, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const speak = ({ userId }: { userId: string }) => ({
  platform: 'slack' as const,
  workspace: 'T0CONTOSO',
  userId,
});

/** A bot that starts on a copy from the middle of a job for three people. */
async function open() {
  const world = createWorld();
  world.tenant.queueMs = 60_000;
  const { id } = await world.accept(3);
  const copy = world.store.copy();
  await sayRestored(copy);
  world.tenant.queueMs = 0;
  world.restart(copy);
  await world.service.oldData.look();
  await world.service.resume();
  const { clock, policy, service, store } = world;
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const ids = { next: (prefix: string) => `${prefix}_1` };
  const flows = createFlows({ service, policy, auditRefusal, clock, ids, log });
  const press = async (who: { userId: string }, action: string): Promise<Partial<NoticeView>> => {
    const reply = await clock.until(flows.run(action, speak(who), PLACE, { id: 'rollcall', version: 1 }));
    return 'view' in reply ? (reply.view as NoticeView) : {};
  };
  return { ...world, service, id, flows, press };
}

describe('the question after a restore', () => {
  it('is told to whoever asks for anything, and shown again to an admin who types pause', async () => {
    const { press } = await open();
    expect(await press(MIA, 'adduser.open')).toMatchObject({
      title: 'Rollcall is paused.',
      text: [expect.stringMatching(/^It paused itself on .*older copy\.$/), expect.any(String)],
    });
    const question = await press(OMAR, 'pause.start');
    expect(question).toMatchObject({
      title: 'Rollcall paused itself: its data may be an older copy.',
      text: expect.arrayContaining(['Create 3 people. Of 3 of them, 0 already exist in Microsoft 365.']),
      buttons: [{ action: 'oldData.goOn' }, { action: 'oldData.cancel', confirm: expect.anything() }],
    });
  });

  it.each([
    ['oldData.goOn', 3, 'done'],
    ['oldData.cancel', 0, 'stopped'],
  ] as const)('%s is for admins, once, and creates %i people', async (action, people, state) => {
    const { press, service, tenant, finish, id, clock } = await open();
    expect(await press(MIA, action)).toMatchObject({ title: 'You need the admin role for this.' });
    await clock.advance(60_000);
    expect(service.brake.paused()).toBeDefined();
    expect(tenant.sent).toEqual([]);
    expect(await press(OMAR, action)).toMatchObject({ tone: 'success' });
    expect((await finish(id)).job.state).toBe(state);
    expect(tenant.accounts.size).toBe(people);

    // A pause of an admin's own is not ended by the old card.
    await service.brake.pause(OMAR);
    for (const again of ['oldData.goOn', 'oldData.cancel']) {
      expect(await press(OMAR, again)).toMatchObject({ title: 'This was already decided.' });
    }
    expect(service.brake.paused()).toBeDefined();
  });

  it('says to whoever acts for some customers neither what is left nor how to go on', () => {
    const left = { task: 'create', jobs: 1, people: 20, lookedUp: 20, done: 1 } as const;
    const state = { savedAt: 0, jobs: [left], undos: 1, mails: 2, requests: 1, waves: 1 };
    const { text, next, buttons } = showOldData(state, { isForAll: false });
    expect([text.length, buttons]).toEqual([1, []]);
    expect(next).toContain('Only an admin who acts for all customers');
  });

  it('says each kind of what is left, and what could not be looked up', () => {
    const state = {
      savedAt: Date.UTC(2026, 10, 30, 9),
      jobs: [
        { task: 'create', jobs: 1, people: 20, lookedUp: 20, done: 1 },
        { task: 'reset', jobs: 1, people: 1, lookedUp: 0, done: 0 },
        { task: 'leave', jobs: 2, people: 2, lookedUp: 0, done: 0 },
      ],
      ...{ undos: 1, mails: 2, requests: 1, waves: 1 },
    } as const;
    const { text } = showOldData(state, { isForAll: true });
    expect(text.slice(1, 8)).toEqual([
      'Create 20 people. Of 20 of them, 1 already exists in Microsoft 365.',
      "Set a new password for 1 person. Microsoft 365 couldn't be asked what is already there.",
      'Offboard 2 people.',
      'Finish 1 undo.',
      'Try the emails of 2 jobs again.',
      'Start 1 approved request.',
      'Continue with 1 file for several customers.',
    ]);
  });
});
