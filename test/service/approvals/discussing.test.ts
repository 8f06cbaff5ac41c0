import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { createWorld, OMAR, type World } from '../fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const GRACES_TEAMS = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';
const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', slack: 'U0OMARHADD', roles: ['helpdesk', 'admin'] },
  { id: 'grace', name: 'Grace Okafor', slack: 'U0GRACEOKA', teams: GRACES_TEAMS, roles: ['approver'] },
  { id: 'kim', name: 'Kim Park', slack: 'U0KIMPARK0', roles: ['approver'] },
];
const GRACE: Actor = {
  ...OMAR,
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  userId: 'U0GRACEOKA',
};
const KIM: Actor = { ...OMAR, id: 'kim', name: 'Kim Park', roles: ['approver'], userId: 'U0KIMPARK0' };
const QUESTION = 'Does she need E5, or is E3 enough?';

async function ask(): Promise<{ world: World; id: string }> {
  const rule = { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { people: ['grace'] }, expireAfterHours: 2 };
  const world = createWorld({ people: PEOPLE, approvals: [rule] });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  const asked = await world.service.approvals.submit(
    await world.prepare(1, { kind: 'one', settings: { licenses: [E5] } }),
  );
  if (!('request' in asked)) throw new Error('This needed no approval.');
  return { world, id: asked.request.request.id };
}

const addedTo = async (world: World, id: string, before: number) =>
  (await world.store.loadRequest(id))?.copies.slice(before);

describe('a note on a request that waits', () => {
  it('reaches the other side as a new card, in each chat they are in, and survives a restart with it', async () => {
    const { world, id } = await ask();
    await world.store.saveDirect('teams', GRACES_TEAMS, {
      platform: 'teams',
      workspace: 'contoso',
      conversationId: 'graces',
      kind: 'direct',
    });
    const before = (await world.store.loadRequest(id))?.copies.length ?? 0;
    const asked = await world.service.approvals.discuss(GRACE, id, ` ${QUESTION}\n`);
    expect(asked.told).toEqual(['Omar Haddad']);
    expect(await addedTo(world, id, before)).toMatchObject([{ to: 'omar', as: 'requester' }]);
    world.restart();
    const answered = await world.service.approvals.discuss(OMAR, id, 'E5, for the audit.');
    expect(answered.told).toEqual(['Grace Okafor']);
    expect(await addedTo(world, id, before + 1)).toMatchObject([
      { to: 'grace', as: 'approver', platform: 'slack' },
      { to: 'grace', as: 'approver', platform: 'teams' },
    ]);
    expect((await world.store.loadRequest(id))?.notes).toMatchObject([
      { by: 'grace', text: QUESTION },
      { by: 'omar', text: 'E5, for the audit.' },
    ]);
    // It decides nothing.
    expect(answered.state.request).toMatchObject({ state: 'waiting', version: 1, decisions: [] });
  });

  it('is audited without its text', async () => {
    const { world, id } = await ask();
    await world.service.approvals.discuss(GRACE, id, QUESTION);
    const entries = await world.store.readAudit({ subject: id, limit: 100 });
    const noted = entries.filter(({ what }) => what === 'request.discussed');
    expect(noted).toMatchObject([
      { actor: 'grace', outcome: 'done', detail: { characters: QUESTION.length } },
    ]);
    expect(JSON.stringify(entries)).not.toContain(QUESTION);
  });

  it('is refused, and audited, from anybody who was not asked', async () => {
    const { world, id } = await ask();
    await expect(world.service.approvals.discuss(KIM, id, QUESTION)).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    await expect(
      world.service.approvals.discuss({ ...GRACE, customer: 'fabrikam' }, id, QUESTION),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await world.store.loadRequest(id))?.notes).toBeUndefined();
    const entries = await world.store.readAudit({ subject: id, limit: 100 });
    expect(entries.filter(({ what }) => what === 'request.discussed')).toMatchObject([
      { outcome: 'refused' },
      { outcome: 'refused' },
    ]);
  });

  it('is refused once the request is over, by decision or by time', async () => {
    const { world, id } = await ask();
    await world.service.approvals.decide(GRACE, id, 1, 'decline', 'Use E3');
    await expect(world.service.approvals.discuss(OMAR, id, QUESTION)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
    const late = await ask();
    await late.world.clock.advance(2 * 3_600_000);
    await expect(late.world.service.approvals.discuss(GRACE, late.id, QUESTION)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
    });
  });

  it('is said to have been sent to those alone who get a new card', async () => {
    const { world, id } = await ask();
    await world.store.updateRequest(id, (now) => ({
      ...now,
      copies: Array.from({ length: 50 }, (_, index) => ({ ...now.copies[0], userId: `U${index}` }) as never),
    }));
    expect(await world.service.approvals.discuss(OMAR, id, 'Any news?')).toMatchObject({ told: [] });
    expect(await world.service.approvals.discuss(GRACE, id, 'Not yet.')).toMatchObject({ told: [] });
    expect(await world.store.loadRequest(id)).toMatchObject({ notes: [{ by: 'omar' }, { by: 'grace' }] });
  });

  it('is delivered and audited once when it comes twice, also after an answer and when it is the last', async () => {
    const { world, id } = await ask();
    const say = (actor: Actor, text: string) => world.service.approvals.discuss(actor, id, text);
    await say(GRACE, 'Why E5?');
    await say(OMAR, 'For the audit.');
    const copies = (await world.store.loadRequest(id))?.copies.length ?? 0;
    const [one, other] = await Promise.all([say(OMAR, 'It is urgent.'), say(OMAR, 'It is urgent.')]);
    expect([one?.existed, other?.existed].sort()).toEqual([false, true]);
    expect(await say(GRACE, 'Why E5?')).toMatchObject({ existed: true, told: [] });
    expect((await world.store.loadRequest(id))?.copies).toHaveLength(copies + 1);
    const noted = async () =>
      (await world.store.readAudit({ subject: id, limit: 100 })).filter(
        ({ what }) => what === 'request.discussed',
      );
    expect(await noted()).toHaveLength(3);
    // Asked once more, a while later.
    await world.clock.advance(11 * 60_000);
    expect(await say(GRACE, 'Why E5?')).toMatchObject({ existed: false, told: ['Omar Haddad'] });
    await world.service.approvals.decide(GRACE, id, 1, 'decline', 'Use E3');
    expect(await say(GRACE, 'Why E5?')).toMatchObject({ existed: true });
    expect(await noted()).toHaveLength(4);
  });

  it('is a double by the message that it came as, not by its words', async () => {
    const { world, id } = await ask();
    const say = (text: string, messageId: string) =>
      world.service.approvals.discuss(OMAR, id, text, messageId);
    expect(await say('Yes', '1700000000.000001')).toMatchObject({ existed: false });
    expect(await say('Yes', '1700000000.000001')).toMatchObject({ existed: true, told: [] });
    // To the next question, at once; and the first delivered again, days later.
    expect(await say('Yes', '1700000005.000001')).toMatchObject({ existed: false, told: ['Grace Okafor'] });
    await world.clock.advance(3_600_000);
    expect(await say('Yes', '1700000000.000001')).toMatchObject({ existed: true });
    expect((await world.store.loadRequest(id))?.notes).toHaveLength(2);
  });

  it('from a form is a double for some seconds, and meant again after them, with nothing in between', async () => {
    const { world, id } = await ask();
    const say = () => world.service.approvals.discuss(OMAR, id, 'Any news?');
    expect(await say()).toMatchObject({ existed: false });
    await world.clock.advance(15_000);
    expect(await say()).toMatchObject({ existed: true });
    await world.clock.advance(6_000);
    expect(await say()).toMatchObject({ existed: false, told: ['Grace Okafor'] });
  });

  it('is refused, and audited, from an approver whose account whoever asked controls, or who has left', async () => {
    const { world, id } = await ask();
    await world.store.audit({
      at: world.clock.now(),
      actor: 'omar',
      platform: 'slack',
      what: 'password.reset',
      outcome: 'done',
      customer: 'contoso',
      subject: 'grace@contoso.com',
      detail: { objectId: GRACES_TEAMS, jobId: 'job_1' },
    });
    await expect(world.service.approvals.discuss(GRACE, id, QUESTION)).rejects.toMatchObject({
      code: 'NOT_YOURS',
      message: expect.stringContaining("Grace Okafor's password"),
    });
    expect((await world.store.loadRequest(id))?.notes).toBeUndefined();
    // Whoever asked still may.
    await expect(world.service.approvals.discuss(OMAR, id, 'Hello?')).resolves.toBeDefined();
    const roles = (each: string[]) => world.policy.people.map((one) => ({ ...one, roles: each as never }));
    const other = await ask();
    Object.assign(other.world.policy, { people: roles([]), approvals: [] });
    await expect(other.world.service.approvals.discuss(GRACE, other.id, QUESTION)).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    const refused = await world.store.readAudit({ subject: id, limit: 100 });
    expect(
      refused.filter(({ what, outcome }) => what === 'request.discussed' && outcome === 'refused'),
    ).toHaveLength(1);
  });

  it('is kept once when it is sent twice, has something in it, 400 characters at most, ten of them', async () => {
    const { world, id } = await ask();
    const say = (text: string) => world.service.approvals.discuss(GRACE, id, text);
    for (const text of ['', ' \n ', '\ud800', 'x'.repeat(401)]) {
      await expect(say(text)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    }
    await say('once');
    const copies = (await world.store.loadRequest(id))?.copies.length;
    await say('once');
    expect(await world.store.loadRequest(id)).toMatchObject({ notes: [{ text: 'once' }] });
    expect((await world.store.loadRequest(id))?.copies).toHaveLength(copies ?? 0);
    for (let each = 2; each <= 10; each += 1) await say(`x${each}`.padEnd(400, 'x'));
    await expect(say('one more')).rejects.toMatchObject({ code: 'NOT_YET' });
    expect((await world.store.loadRequest(id))?.notes).toHaveLength(10);
  });
});
