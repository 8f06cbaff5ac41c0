import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWorld, MAIL_TO, MIA, OMAR, type World } from '../fakes/world.ts';

const LINKS = { settings: { delivery: 'link' as const } };
const BY_LIST = { settings: { recipients: [] } };
const DAY_MS = 24 * 3_600_000;

/** The tokens of the links that were mailed, in the order of the mails. */
function mailedTokens({ mailer }: World): string[] {
  return mailer.inbox.flatMap(({ text }) => /\/p\/([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? []);
}

function tokenOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

async function newsOf(world: World, jobId: string) {
  const job = await world.store.loadJob(jobId);
  return job?.messages.flatMap(({ link }) => (link === undefined ? [] : [link])) ?? [];
}

describe('mailing one-time links', () => {
  it('mails a link instead of the password, and opens it once for the password the account has', async () => {
    const world = createWorld();
    const { job } = await world.run(1, { ...LINKS, kind: 'one' });
    const password = world.tenant.find('person1@contoso.com')?.password ?? 'none';
    const [mail] = world.mailer.inbox;
    expect(mail?.text).toMatch(/https:\/\/rollcall\.contoso\.com\/p\/[A-Za-z0-9_-]{43}\n/);
    expect(mail?.text).toContain('Omar Haddad created an account at Contoso');
    expect(mail?.text).toContain('Person 1');
    expect(mail?.text).not.toContain(password);
    expect(mail?.html).not.toContain(password);
    const [token = ''] = mailedTokens(world);
    const taken = await world.service.links.take(token);
    expect(taken).toMatchObject({ customer: 'Contoso', createdBy: 'Omar Haddad' });
    expect(taken?.people.map((person) => person.password.reveal())).toEqual([password]);
    expect(await world.service.links.take(token)).toBeUndefined();
    expect(job.state).toBe('done');
  });

  it('keeps the hash of the token and not the token', async () => {
    const world = createWorld();
    await world.run(1, LINKS);
    const [token = ''] = mailedTokens(world);
    const [link] = await world.store.listLinks({});
    expect(link?.hash).toBe(createHash('sha256').update(token).digest('base64url'));
    const kept = JSON.stringify([
      await world.store.listLinks({}),
      await world.store.listJobs({ limit: 9 }),
      world.store.entries(),
      world.logged,
    ]);
    expect(kept).not.toContain(token);
  });

  it('gives each recipient a link of their own, for all people of the job', async () => {
    const world = createWorld();
    await world.run(250, { settings: { delivery: 'link', recipients: [MAIL_TO, 'boss@contoso.com'] } });
    const [first = '', second = '', ...others] = mailedTokens(world);
    expect(others).toEqual([]);
    expect(first).not.toBe(second);
    expect((await world.service.links.take(first))?.people).toHaveLength(250);
    expect((await world.service.links.take(second))?.people).toHaveLength(250);
  });

  it('shows each recipient the people whose rows name them, and nobody else', async () => {
    const world = createWorld();
    const own = [['ann@contoso.com'], ['bob@contoso.com'], ['ann@contoso.com', 'bob@contoso.com'], undefined];
    const { job } = await world.run(4, {
      settings: { delivery: 'link' },
      each: (index) => ({ ...(own[index] === undefined ? {} : { recipients: own[index] }) }),
    });
    await world.service.jobs.sendTo(OMAR, job.id, 'boss@contoso.com');
    await world.finish(job.id);
    const seen: Record<string, string[]> = {};
    for (const [index, token] of mailedTokens(world).entries()) {
      const to = world.mailer.inbox[index]?.to ?? '';
      const names =
        (await world.service.links.take(token))?.people.map(({ displayName }) => displayName) ?? [];
      seen[to] = [...(seen[to] ?? []), ...names].sort();
    }
    expect(seen).toEqual({
      'ann@contoso.com': ['Person 1', 'Person 3'],
      'bob@contoso.com': ['Person 2', 'Person 3'],
      [MAIL_TO]: ['Person 4'],
      'boss@contoso.com': ['Person 1', 'Person 2', 'Person 3', 'Person 4'],
    });
  });

  it('opens for one of fifty at the same time', async () => {
    const world = createWorld();
    await world.run(1, LINKS);
    const [token = ''] = mailedTokens(world);
    const taken = await Promise.all(Array.from({ length: 50 }, () => world.service.links.take(token)));
    expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('opens for three days, and not after', async () => {
    const world = createWorld();
    await world.run(1, { settings: { delivery: 'link', recipients: [MAIL_TO, 'boss@contoso.com'] } });
    const [first = '', second = ''] = mailedTokens(world);
    await world.clock.advance(3 * DAY_MS - 60_000);
    expect(await world.service.links.take(first)).toBeDefined();
    await world.clock.advance(120_000);
    expect(await world.service.links.take(second)).toBeUndefined();
  });

  it('answers the same for a token that never was, and for what is no token', async () => {
    const world = createWorld();
    expect(await world.service.links.take('A'.repeat(43))).toBeUndefined();
    expect(await world.service.links.take('../../etc/passwd')).toBeUndefined();
    expect(world.store.entries()).toEqual([]);
  });

  it('is audited before it shows anything, and shows nothing when it cannot be', async () => {
    const world = createWorld();
    const { job } = await world.run(1, {
      settings: { delivery: 'link', recipients: [MAIL_TO, 'boss@contoso.com'] },
    });
    const [first = '', second = ''] = mailedTokens(world);
    await world.service.links.take(first);
    expect(world.store.entries().at(-1)).toMatchObject({
      what: 'link.opened',
      outcome: 'done',
      actor: `mail:${MAIL_TO}`,
      subject: job.id,
      detail: { recipient: MAIL_TO, people: 1, requestedBy: 'omar' },
    });
    const about = async (words: string) =>
      (await world.service.history.read(OMAR, words)).entries.find(({ what }) => what === 'link.opened')
        ?.name;
    const holder = `someone with the link emailed to ${MAIL_TO}`;
    expect(await Promise.all(['omar', MAIL_TO, job.id].map(about))).toEqual([holder, holder, holder]);
    world.store.broken.audit = true;
    await expect(world.service.links.take(second)).rejects.toMatchObject({ code: 'STORE_BROKEN' });
    world.store.broken.audit = false;
    expect(await world.service.links.take(second)).toBeUndefined();
    expect(world.store.entries().at(-1)).toMatchObject({ what: 'link.opened', outcome: 'refused' });
  });

  it('tells the requester when it was opened, and when it was tried again', async () => {
    const world = createWorld();
    const { job } = await world.run(1, LINKS);
    const [token = ''] = mailedTokens(world);
    await world.service.links.take(token);
    expect(await newsOf(world, job.id)).toMatchObject([
      { recipient: MAIL_TO, openedAt: world.clock.now(), tries: 0 },
    ]);
    await world.service.links.take(token);
    await world.service.links.take(token);
    // A message of its own calls the requester; one that changes does not.
    expect(await newsOf(world, job.id)).toMatchObject([{ tries: 0 }, { tries: 2 }]);
    const { deliveries } = (await world.store.loadJob(job.id)) ?? {};
    expect(deliveries?.[0]?.openedAt).toBeDefined();
  });

  it('tells it after a crash that came between', async () => {
    const world = createWorld();
    const { job } = await world.run(1, LINKS);
    const [link] = await world.store.listLinks({});
    await world.store.takeLink(link?.hash ?? '', world.clock.now());
    expect(await newsOf(world, job.id)).toEqual([]);
    world.restart();
    await world.service.resume();
    expect(await newsOf(world, job.id)).toMatchObject([{ recipient: MAIL_TO, tries: 0 }]);
  });

  it('makes a new link when the mail is sent again, and voids the old one', async () => {
    const world = createWorld();
    const { job } = await world.run(1, LINKS);
    const { deliveries } = await world.clock.until(world.service.jobs.resend(OMAR, job.id));
    expect(deliveries).toMatchObject([{ recipient: MAIL_TO, state: 'accepted' }]);
    const [first = '', second = ''] = mailedTokens(world);
    const ids = world.mailer.inbox.map(({ messageId }) => messageId);
    expect(ids[0]).not.toBe(ids[1]);
    expect(await world.service.links.take(first)).toBeUndefined();
    expect((await world.service.links.take(second))?.people).toHaveLength(1);
    await expect(world.service.jobs.resend(OMAR, job.id)).rejects.toMatchObject({ code: 'ALREADY_DONE' });
  });

  it('sends the same link when a mail is tried again by itself', async () => {
    const world = createWorld();
    let tries = 0;
    const { outcomeOf } = world.mailer;
    world.mailer.outcomeOf = (mail) => {
      tries += 1;
      return tries < 3 ? { status: 'deferred', response: '451 later' } : outcomeOf(mail);
    };
    await world.run(1, LINKS);
    expect(tries).toBe(3);
    expect(await world.store.listLinks({})).toHaveLength(1);
    expect(await world.service.links.take(mailedTokens(world)[0] ?? '')).toBeDefined();
  });

  it('leaves one link that opens after a crash between mail and note', async () => {
    const world = createWorld();
    world.mailer.outcomeOf = () => {
      throw new Error('never answered');
    };
    const job = await world.accept(1, LINKS);
    await world.clock.advance(2_000);
    world.restart();
    world.mailer.outcomeOf = () => ({ status: 'accepted', response: '250 OK' });
    await world.service.resume();
    await world.finish(job.id);
    const open = (await world.store.listLinks({})).filter(({ voidedAt }) => voidedAt === undefined);
    expect(open).toHaveLength(1);
    expect(await world.service.links.take(mailedTokens(world)[0] ?? '')).toBeDefined();
  });

  it('mails nothing without a public address, and says what to set', async () => {
    const world = createWorld({ publicUrl: undefined });
    const { job } = await world.run(1, LINKS);
    expect(world.mailer.inbox).toEqual([]);
    expect(job.deliveries).toMatchObject([
      { state: 'refused', response: expect.stringContaining('no public address') },
    ]);
  });

  it('shows nothing, and is audited so, when the passwords cannot be opened any more', async () => {
    const world = createWorld();
    const { job } = await world.run(1, LINKS);
    await world.store.updateJob(job.id, (now) => ({
      ...now,
      key: { ...now.key, tag: 'AAAAAAAAAAAAAAAAAAAAAA' },
    }));
    expect(await world.service.links.take(mailedTokens(world)[0] ?? '')).toBeUndefined();
    expect(world.store.entries().at(-1)).toMatchObject({ what: 'link.opened', outcome: 'refused' });
  });

  it.each(['customer', 'role'] as const)('shows nothing, and tells so, once its %s is gone', async (why) => {
    const world = createWorld();
    const { job } = await world.run(1, LINKS);
    const { policy } = world;
    if (why === 'role') policy.people = [];
    else policy.customers = policy.customers.map((one) => ({ ...one, id: 'fabrikam' }));
    expect(await world.service.links.take(mailedTokens(world)[0] ?? '')).toBeUndefined();
    const { messages = [] } = (await world.store.loadJob(job.id)) ?? {};
    const news = messages.at(-1)?.link;
    expect(news).toMatchObject({ tries: 0, empty: why });
    // It stays so when somebody tries it again.
    await world.service.links.take(mailedTokens(world)[0] ?? '');
    const after = (await world.store.loadJob(job.id))?.messages ?? [];
    expect(after.map(({ link }) => link?.empty)).toContain(why);
    expect(after.at(-1)?.link).toMatchObject({ tries: 1, empty: why });
  });

  it('tells why it showed nothing also where it was tried again before that was known', async () => {
    const world = createWorld();
    const { job } = await world.run(1, LINKS);
    const [token = ''] = mailedTokens(world);
    world.policy.people = [];
    let goOn: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { audit } = world.store;
    world.store.audit = async (entry) => {
      if (entry.what === 'link.opened' && entry.detail?.tries === 0) await waiting;
      await audit(entry);
    };
    const first = world.service.links.take(token);
    await world.service.links.take(token);
    expect(await newsOf(world, job.id)).toMatchObject([{ tries: 1 }]);
    goOn();
    expect(await first).toBeUndefined();
    expect(await newsOf(world, job.id)).toEqual([
      expect.objectContaining({ tries: 1, triedAt: world.clock.now(), empty: 'role' }),
    ]);
    // Known by now: the next start changes nothing.
    const { messages } = (await world.store.loadJob(job.id)) ?? {};
    world.restart();
    await world.service.resume();
    expect((await world.store.loadJob(job.id))?.messages).toEqual(messages);
  });

  it('shows nobody whose account was deleted again', async () => {
    const world = createWorld();
    const { job } = await world.run(2, LINKS);
    await world.clock.until(world.service.jobs.undo(OMAR, job.id));
    await world.clock.advance(60_000);
    expect(await world.service.links.take(mailedTokens(world)[0] ?? '')).toBeUndefined();
  });
});

describe('a link to a Temporary Access Pass', () => {
  const PASS = { kind: 'one', settings: { delivery: 'pass' } } as const;

  it('makes the pass when it is opened, and not before', async () => {
    const world = createWorld({ temporaryAccessPass: true });
    const { rows } = await world.run(1, PASS);
    expect(world.mailer.inbox[0]?.text).toContain('Temporary Access Pass');
    expect(world.store.entries().map(({ what }) => what)).not.toContain('pass.made');
    const taken = await world.clock.until(world.service.links.take(mailedTokens(world)[0] ?? ''));
    expect(taken?.people[0]?.pass?.value.reveal()).toBe(`pass-of-${rows[0]?.objectId}`);
    expect(taken?.people[0]?.pass?.until).toBe(world.clock.now() + 3_600_000);
    expect(world.store.entries().at(-1)).toMatchObject({
      what: 'pass.made',
      outcome: 'done',
      subject: 'person1@contoso.com',
    });
    expect(await world.service.links.take(mailedTokens(world)[0] ?? '')).toBeUndefined();
  });

  it('shows the password where the tenant makes no pass after all, and says so in the audit', async () => {
    const world = createWorld({ temporaryAccessPass: true });
    await world.run(1, PASS);
    world.tenant.passesOff = true;
    const taken = await world.clock.until(world.service.links.take(mailedTokens(world)[0] ?? ''));
    expect(taken?.people[0]?.pass).toBeUndefined();
    expect(taken?.people[0]?.password.reveal()).toBe(world.tenant.find('person1@contoso.com')?.password);
    expect(world.store.entries().at(-1)).toMatchObject({
      what: 'pass.made',
      outcome: 'failed',
      detail: { code: 'DIRECTORY_REFUSED', instead: 'password' },
    });
  });

  it('is made for each of up to twenty people of a link, those of a file in several links', async () => {
    const world = createWorld({ temporaryAccessPass: true });
    const { rows } = await world.run(45, { settings: { delivery: 'pass' } });
    expect(world.mailer.inbox.map(({ subject }) => subject)).toEqual(
      [1, 2, 3].map((part) => `First sign-ins for new accounts at Contoso (part ${part} of 3)`),
    );
    expect(world.mailer.inbox[0]?.text).toContain('when all of them can sign in at once');
    const [, , last = ''] = mailedTokens(world);
    const taken = await world.clock.until(world.service.links.take(last));
    expect(taken?.people.map(({ pass }) => pass?.value.reveal())).toEqual(
      rows.slice(40).map(({ objectId }) => `pass-of-${objectId}`),
    );
    const made = world.store.entries().filter(({ what }) => what === 'pass.made');
    expect(made.map(({ subject }) => subject).sort()).toEqual(
      rows
        .slice(40)
        .map(({ person }) => person.userPrincipalName)
        .sort(),
    );
  });

  it('is offered where the policy says that the tenant allows it', async () => {
    const deliveries = async (world: World) => (await world.service.facts.read('contoso')).deliveries;
    expect(await deliveries(createWorld())).not.toContain('pass');
    expect(await deliveries(createWorld({ temporaryAccessPass: true }))).toContain('pass');
    const hidden = createWorld({ temporaryAccessPass: true, publicUrl: undefined });
    expect(await deliveries(hidden)).not.toContain('pass');
  });
});

describe('a one-time list for the requester', () => {
  it('shows every password once, and then neither the page nor the chat shows them', async () => {
    const world = createWorld();
    const { job } = await world.run(60, BY_LIST);
    const { url, people } = await world.service.links.makeList(OMAR, job.id);
    expect(people).toBe(60);
    expect(String(url)).toBe('[secret]');
    const taken = await world.service.links.take(tokenOf(url.reveal()));
    expect(taken?.people.map(({ password }) => password.reveal())).toEqual(
      taken?.people.map(({ userPrincipalName }) => world.tenant.find(userPrincipalName)?.password),
    );
    await expect(world.service.links.makeList(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
    });
    await expect(world.service.jobs.claimPasswords(OMAR, job.id)).rejects.toMatchObject({
      code: 'ALREADY_REVEALED',
    });
  });

  it('is given to the requester alone, and not before the job is over', async () => {
    const world = createWorld();
    const running = await world.accept(60, BY_LIST);
    await expect(world.service.links.makeList(OMAR, running.id)).rejects.toMatchObject({ code: 'NOT_YET' });
    const { job } = await world.finish(running.id);
    await expect(world.service.links.makeList(MIA, job.id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect(world.store.entries().at(-1)).toMatchObject({
      what: 'link.given',
      outcome: 'refused',
      actor: 'mia',
    });
  });

  it('has one link that works: a newer one voids it, and so does a chat that could not show it', async () => {
    const world = createWorld();
    const { job } = await world.run(60, BY_LIST);
    const first = await world.service.links.makeList(OMAR, job.id);
    const second = await world.service.links.makeList(OMAR, job.id);
    expect(await world.service.links.take(tokenOf(first.url.reveal()))).toBeUndefined();
    await second.release('the modal was closed');
    expect(await world.service.links.take(tokenOf(second.url.reveal()))).toBeUndefined();
    const third = await world.service.links.makeList(OMAR, job.id);
    expect((await world.service.links.take(tokenOf(third.url.reveal())))?.people).toHaveLength(60);
  });

  it('can be had again when it could not be audited', async () => {
    const world = createWorld();
    const { job } = await world.run(60, BY_LIST);
    const first = await world.service.links.makeList(OMAR, job.id);
    world.store.broken.audit = true;
    await expect(world.service.links.take(tokenOf(first.url.reveal()))).rejects.toMatchObject({
      code: 'STORE_BROKEN',
    });
    world.store.broken.audit = false;
    const second = await world.service.links.makeList(OMAR, job.id);
    expect((await world.service.links.take(tokenOf(second.url.reveal())))?.people).toHaveLength(60);
  });

  it('opens for an hour', async () => {
    const world = createWorld();
    const { job } = await world.run(60, BY_LIST);
    const { url } = await world.service.links.makeList(OMAR, job.id);
    await world.clock.advance(3_600_000);
    expect(await world.service.links.take(tokenOf(url.reveal()))).toBeUndefined();
  });

  it('shows nothing that the chat has shown meanwhile', async () => {
    const world = createWorld();
    const { job } = await world.run(60, BY_LIST);
    const { url } = await world.service.links.makeList(OMAR, job.id);
    await world.service.jobs.claimPasswords(OMAR, job.id);
    expect(await world.service.links.take(tokenOf(url.reveal()))).toBeUndefined();
  });

  it('cannot be made without a public address', async () => {
    const world = createWorld({ publicUrl: undefined });
    const { job } = await world.run(60, BY_LIST);
    await expect(world.service.links.makeList(OMAR, job.id)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      next: expect.stringContaining('PUBLIC_URL'),
    });
  });
});
