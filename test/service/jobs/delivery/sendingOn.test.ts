import { describe, expect, it } from 'vitest';
import { createWorld, MAIL_TO, MIA, OMAR } from '../../fakes/world.ts';
import { mailedPasswords } from './mailed.ts';

const BOSS = 'boss@contoso.com';

describe('sending first passwords to somebody else', () => {
  it('mails the same passwords, to them alone, and makes no new ones', async () => {
    const world = createWorld();
    const { job } = await world.run(3);
    const before = world.tenant.find('person2@contoso.com')?.password;
    expect(await world.service.jobs.sendTo(OMAR, job.id, BOSS)).toMatchObject({ problems: [] });
    const { job: after } = await world.finish(job.id);
    expect(after.deliveries.map(({ recipient, state }) => `${recipient} ${state}`)).toEqual([
      'it@contoso.com accepted',
      'boss@contoso.com accepted',
    ]);
    expect(world.mailer.inbox.map(({ to }) => to)).toEqual([MAIL_TO, BOSS]);
    expect(mailedPasswords(world, 'person2@contoso.com')).toEqual([before, before]);
    expect(world.store.entries()).toContainEqual(
      expect.objectContaining({ what: 'passwords.sent_on', outcome: 'done', detail: { recipients: BOSS } }),
    );
  });

  it('mails them a link of their own where links are mailed', async () => {
    const world = createWorld();
    const { job } = await world.run(2, { settings: { delivery: 'link' } });
    await world.service.jobs.sendTo(OMAR, job.id, BOSS);
    await world.finish(job.id);
    const tokens = world.mailer.inbox.map(({ text }) => /\/p\/([\w-]+)/.exec(text)?.[1] ?? '');
    expect(tokens).toHaveLength(2);
    for (const token of tokens) expect((await world.service.links.take(token))?.people).toHaveLength(2);
  });

  it('mails again to somebody who is named again, also when their link was opened', async () => {
    const world = createWorld();
    const { job } = await world.run(1, { settings: { delivery: 'link' } });
    const [mail] = world.mailer.inbox;
    await world.service.links.take(/\/p\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '');
    await world.service.jobs.sendTo(OMAR, job.id, MAIL_TO.toUpperCase());
    const { job: after } = await world.finish(job.id);
    expect(after.deliveries).toHaveLength(1);
    expect(world.mailer.inbox).toHaveLength(2);
  });

  it('mails what was to be shown only the customer’s own way', async () => {
    const world = createWorld({ passwordDelivery: 'link' });
    const { job } = await world.run(1, { settings: { delivery: 'show', recipients: [] } });
    expect(world.mailer.inbox).toEqual([]);
    await world.service.jobs.sendTo(OMAR, job.id, BOSS);
    await world.finish(job.id);
    expect(world.mailer.inbox[0]?.text).toContain('/p/');
  });

  it('creates nobody who was not created yet', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }) =>
      person.userPrincipalName === 'person2@contoso.com' ? 'refused' : 'answered';
    const { job } = await world.run(2);
    world.tenant.fateOf = () => 'answered';
    await world.service.jobs.sendTo(OMAR, job.id, BOSS);
    await world.finish(job.id);
    expect([...world.tenant.accounts.keys()]).toEqual(['person1@contoso.com']);
  });

  it('keeps to the domains that may get passwords, and to five addresses', async () => {
    const world = createWorld({ recipientDomains: ['contoso.com'] });
    const { job } = await world.run(1);
    const say = async (text: string) =>
      (await world.service.jobs.sendTo(OMAR, job.id, text)).problems.map(({ message }) => message).join();
    expect(await say('me@evil.example')).toContain('They can go to contoso.com.');
    expect(await say('a@contoso.com\r\nBcc: b@contoso.com')).not.toBe('');
    expect(await say('  ')).toContain('Enter at least one email address');
    expect(await say('a@contoso.com b@contoso.com c@contoso.com')).toBe('');
    await world.finish(job.id);
    expect(await say('d@contoso.com e@contoso.com f@contoso.com')).toContain('at most 5');
    expect(world.mailer.inbox).toHaveLength(4);
  });

  it('is for the requester, once the job is over, when somebody was created', async () => {
    const world = createWorld();
    const running = await world.accept(1);
    await expect(world.service.jobs.sendTo(OMAR, running.id, BOSS)).rejects.toMatchObject({
      code: 'NOT_YET',
    });
    await world.finish(running.id);
    await expect(world.service.jobs.sendTo(MIA, running.id, BOSS)).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    world.tenant.fateOf = () => 'refused';
    const { job } = await world.run([{ userPrincipalName: 'no@contoso.com', displayName: 'No' }]);
    await expect(world.service.jobs.sendTo(OMAR, job.id, BOSS)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(world.mailer.inbox.map(({ to }) => to)).toEqual([MAIL_TO]);
  });
});

describe('mails while a job is being undone', () => {
  async function beginUndo(isShared = false) {
    const world = createWorld(isShared ? { sweepEveryMs: 300_000 } : {});
    world.mailer.outcomeOf = () => ({ status: 'refused', response: '550 no' });
    const { job } = await world.run(3);
    world.mailer.outcomeOf = () => ({ status: 'accepted', response: '250 ok' });
    return { world, jobId: job.id, undo: () => world.service.jobs.undo(OMAR, job.id) };
  }
  const REFUSED = { code: 'NOT_YET', message: expect.stringContaining('undone'), done: 'Nothing was sent.' };

  it.each<
    [string, (jobs: ReturnType<typeof createWorld>['service']['jobs'], id: string) => Promise<unknown>]
  >([
    ['sent again', (jobs, id) => jobs.resend(OMAR, id)],
    ['sent to somebody else', (jobs, id) => jobs.sendTo(OMAR, id, BOSS)],
  ])('are not %s, at any instance, and the undo goes on', async (_what, press) => {
    const { world, jobId, undo } = await beginUndo(true);
    const other = world.startAnother();
    world.tenant.queueMs = 60_000;
    await undo();
    await world.clock.advance(500);
    const mailed = world.mailer.inbox.length;
    await expect(world.clock.until(press(other.jobs, jobId))).rejects.toMatchObject(REFUSED);
    await world.clock.advance(300_000);
    expect(world.mailer.inbox).toHaveLength(mailed);
    expect([...world.tenant.accounts.keys()]).toEqual([]);
    expect((await world.store.loadJob(jobId))?.undo?.state).toBe('done');
    expect(world.logged.filter((line) => line.startsWith('undo.broke'))).toEqual([]);
  });

  it('are not begun either where the undo begins between the look at the job and the write', async () => {
    const { world, jobId } = await beginUndo();
    world.tenant.queueMs = 60_000;
    const { updateJob } = world.store;
    world.store.updateJob = async (id, change, entries) => {
      world.store.updateJob = updateJob;
      await updateJob(id, (job) => ({ ...job, undo: { state: 'running', at: world.clock.now() } }));
      return updateJob(id, change, entries);
    };
    await expect(world.clock.until(world.service.jobs.resend(OMAR, jobId))).rejects.toMatchObject(REFUSED);
    expect((await world.store.loadJob(jobId))?.state).toBe('done');
  });
});
