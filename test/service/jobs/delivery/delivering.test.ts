import { describe, expect, it } from 'vitest';
import { ACCEPTED, UNREACHABLE } from '../../fakes/fakeMailer.ts';
import { createWorld, MAIL_TO, OMAR } from '../../fakes/world.ts';
import { expectEverybodyOnce, mailedPasswords } from './mailed.ts';

const TWO = { settings: { recipients: [MAIL_TO, 'boss@contoso.com'] } };

describe('mailing first passwords', () => {
  it('sends 250 people in three parts, in the order of the rows, to each recipient', async () => {
    const world = createWorld();
    const { job } = await world.run(250, TWO);
    expect(job.deliveries.map(({ recipient, part, parts }) => `${recipient} ${part}/${parts}`)).toEqual([
      'it@contoso.com 1/3',
      'boss@contoso.com 1/3',
      'it@contoso.com 2/3',
      'boss@contoso.com 2/3',
      'it@contoso.com 3/3',
      'boss@contoso.com 3/3',
    ]);
    expect(new Set(world.mailer.inbox.map(({ messageId }) => messageId)).size).toBe(6);
    const [first, , second] = world.mailer.inbox;
    expect(first?.text.match(/User name: /g)).toHaveLength(100);
    expect(first?.text).toContain('person1@contoso.com');
    expect(first?.text).not.toContain('person101@contoso.com');
    expect(second?.text).toContain('person101@contoso.com');
    expect(second?.subject).toBe('First passwords for new accounts at Contoso (part 2 of 3)');
  });

  it('sends people to where their own cloud signs in (G6)', async () => {
    const world = createWorld({ signInUrl: 'https://portal.apps.mil' });
    await world.run([{ userPrincipalName: 'x@contoso.com', displayName: 'X' }], { kind: 'one' });
    const [mail] = world.mailer.inbox;
    expect(mail?.text).toContain('Sign in at https://portal.apps.mil with');
    expect(mail?.html).toContain('Sign in at https://portal.apps.mil with');
    expect(`${mail?.text}${mail?.html}`).not.toContain('office.com');
  });

  it('says who created whom, and what to do first, in words and in HTML', async () => {
    const world = createWorld();
    const person = { userPrincipalName: 'x@contoso.com', displayName: '<b>"Ann" & Co</b>' };
    const { job } = await world.run([person], { kind: 'one' });
    const [mail] = world.mailer.inbox;
    const password = world.tenant.find('x@contoso.com')?.password ?? 'none';
    expect(mail?.text).toContain('Omar Haddad created an account at Contoso');
    expect(mail?.text).toContain(`<b>"Ann" & Co</b>\nUser name: x@contoso.com\nPassword:  ${password}\n`);
    expect(mail?.text).toContain('asks for a new password');
    expect(mail?.html).toContain('&lt;b&gt;&quot;Ann&quot; &amp; Co&lt;/b&gt;');
    expect(mail?.html).not.toContain('<b>"Ann"');
    expect(mail?.html).toContain(password);
    expect(mail?.html).toContain('name="viewport"');
    expect(mail?.subject).toBe('First password for a new account at Contoso');
    expect(mail?.messageId).toMatch(new RegExp(`^${job.id}\\.1\\.[0-9a-f]{16}@contoso\\.com$`));
  });

  it('mails nobody when nobody was created, and nothing when no recipient was given', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'refused';
    expect((await world.run(2)).job.deliveries).toEqual([]);
    const other = createWorld();
    const { job } = await other.run(2, { settings: { recipients: [] } });
    expect(job.deliveries).toEqual([]);
    expect(world.mailer.tries + other.mailer.tries).toBe(0);
    await expect(other.service.jobs.resend(OMAR, job.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });

  it('keeps what the mail server said, for each recipient', async () => {
    const world = createWorld();
    world.mailer.outcomeOf = ({ to }) =>
      to === MAIL_TO ? ACCEPTED : { status: 'refused', response: '550 5.1.1 No such mailbox' };
    const { job } = await world.run(1, TWO);
    expect(job.deliveries).toMatchObject([
      { recipient: MAIL_TO, state: 'accepted', response: '250 2.0.0 OK' },
      { recipient: 'boss@contoso.com', state: 'refused', response: '550 5.1.1 No such mailbox' },
    ]);
    expect(world.mailer.tries).toBe(2);
  });

  it('tries again while the server puts a mail off', async () => {
    const world = createWorld();
    world.mailer.outcomeOf = () =>
      world.mailer.tries < 3 ? { status: 'deferred', response: '451 4.7.1 Greylisted' } : ACCEPTED;
    const { job } = await world.run(1);
    expect(job.deliveries).toMatchObject([{ state: 'accepted' }]);
    expect(world.mailer.inbox).toHaveLength(1);
  });

  it('ends the job when SMTP stays down, and sends the same passwords again when asked', async () => {
    const world = createWorld();
    world.mailer.outcomeOf = ({ to }) => (to === MAIL_TO ? ACCEPTED : UNREACHABLE);
    const { job, counts } = await world.run(2, TWO);
    expect(counts.created).toBe(2);
    expect(job.state).toBe('done');
    expect(job.deliveries.map(({ state }) => state)).toEqual(['accepted', 'unreachable']);
    expect(job.deliveries[1]?.response).toBe('connect ECONNREFUSED');

    world.mailer.outcomeOf = () => ACCEPTED;
    const [{ deliveries, state }] = await Promise.all([
      world.clock.until(world.service.jobs.resend(OMAR, job.id)),
    ]);
    expect(deliveries).toMatchObject([{ recipient: 'boss@contoso.com', state: 'accepted' }]);
    expect(state.job.state).toBe('done');
    expect(world.mailer.inbox.map(({ to }) => to)).toEqual([MAIL_TO, 'boss@contoso.com']);
    const password = world.tenant.find('person1@contoso.com')?.password;
    expect(mailedPasswords(world, 'person1@contoso.com')).toEqual([password, password]);
    expect(world.tenant.sent).toHaveLength(2);
    await expect(world.service.jobs.resend(OMAR, job.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });

  it('answers a resend after ten seconds with what is known by then', async () => {
    const world = createWorld();
    world.mailer.outcomeOf = () => UNREACHABLE;
    const { job } = await world.run(1);
    const before = world.clock.now();
    const { deliveries } = await world.clock.until(world.service.jobs.resend(OMAR, job.id));
    expect(world.clock.now() - before).toBe(10_000);
    expect(deliveries).toMatchObject([{ state: 'unreachable' }]);
    expect((await world.finish(job.id)).job.state).toBe('done');
  });

  it('creates nobody when a stopped job is only to be mailed', async () => {
    const world = createWorld();
    world.tenant.callMs = 1_000;
    world.mailer.outcomeOf = () => UNREACHABLE;
    const accepted = await world.accept(100);
    await world.clock.advance(700);
    await world.service.jobs.stop(OMAR, accepted.id);
    const { counts } = await world.finish(accepted.id);
    world.mailer.outcomeOf = () => ACCEPTED;
    const { state } = await world.clock.until(world.service.jobs.resend(OMAR, accepted.id));
    expect(state.job.state).toBe('stopped');
    expect(state.counts).toEqual(counts);
    expect(world.mailer.inbox).toHaveLength(1);
  });

  it('mails people created by a retry in a part of their own', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }, nth) =>
      person.displayName === 'Person 1' && nth === 1 ? 'refused' : 'answered';
    const { job } = await world.run(120);
    expect(world.mailer.inbox).toHaveLength(2);
    await world.service.jobs.retry(OMAR, job.id);
    const { job: ended } = await world.finish(job.id);
    expect(world.mailer.inbox).toHaveLength(3);
    expect(world.mailer.inbox[2]?.text.match(/User name: .*/g)).toEqual(['User name: person1@contoso.com']);
    expect(world.mailer.inbox[2]?.subject).toContain('part 3 of 3');
    expect(ended.deliveries).toHaveLength(3);
    expectEverybodyOnce(world, 120);
  });

  it('does not send twice when only the audit of a mail fails', async () => {
    const world = createWorld();
    world.mailer.outcomeOf = () => {
      world.store.broken.audit = true;
      return ACCEPTED;
    };
    const job = await world.accept(1);
    await world.clock.advance(5_000);
    world.store.broken.audit = false;
    expect((await world.finish(job.id)).job.deliveries).toMatchObject([{ state: 'accepted' }]);
    expect(world.mailer.tries).toBe(1);
  });

  it('sends no password before what it opens is on disk as created', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => {
      world.store.broken.rows = true;
      return 'answered';
    };
    const job = await world.accept(1);
    await world.clock.advance(30_000);
    expect(world.tenant.accounts.size).toBe(1);
    expect(world.mailer.tries).toBe(0);
    world.store.broken.rows = false;
    await world.finish(job.id);
    expectEverybodyOnce(world, 1);
  });
});
