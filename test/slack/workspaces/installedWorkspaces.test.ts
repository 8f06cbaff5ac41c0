import { describe, expect, it } from 'vitest';
import { createInstalledWorkspaces } from '../../../src/slack/workspaces/installedWorkspaces.ts';
import { LASTS_MS, startInstalled } from './startInstalled.ts';

const HOUR_MS = 3_600_000;

async function start(instances = 1) {
  const house = await startInstalled();
  const all = Array.from({ length: instances }, () =>
    createInstalledWorkspaces(house.options, house.install),
  );
  const [first] = all;
  if (first === undefined) throw new Error('There is no instance.');
  await first.add(house.added);
  const ask = async (workspaces = first) => {
    const { client, calls } = await workspaces.get(undefined);
    return calls.call('auth.test', 'safe', () => client.auth.test());
  };
  return { ...house, all, first, ask };
}

describe('tokens that rotate', () => {
  it('are left alone while they are young', async () => {
    const { clock, grants, ask } = await start();
    clock.advance(9 * HOUR_MS);
    expect((await ask()).ok).toBe(true);
    expect(grants.renewals).toBe(0);
  });

  it.each([
    ['before they are over', 11 * HOUR_MS],
    ['once they are over', LASTS_MS + HOUR_MS],
  ])('are renewed %s, by one of three instances, of whose calls each arrives', async (_when, ms) => {
    const { clock, grants, all, ask } = await start(3);
    for (const each of all) await ask(each);
    clock.advance(ms);
    const answers = await Promise.all(all.flatMap((each) => [ask(each), ask(each), ask(each)]));
    expect(answers.map(({ ok }) => ok)).toEqual(Array.from({ length: 9 }, () => true));
    expect(grants.renewals).toBe(1);
    clock.advance(11 * HOUR_MS);
    await ask();
    expect(grants.renewals).toBe(2);
  });

  it('are asked for again when whoever asked has died, and used as they are until then', async () => {
    const { clock, grants, store, ask } = await start();
    clock.advance(11 * HOUR_MS);
    await store.updateInstallation('T1', (one) => ({ ...one, renewingUntil: clock.now() + 30_000 }));
    expect((await ask()).ok).toBe(true);
    expect(grants.renewals).toBe(0);
    clock.advance(31_000);
    expect((await ask()).ok).toBe(true);
    expect(grants.renewals).toBe(1);
  });

  it('that were granted and not saved are saved later, as the refresh token before them is used up', async () => {
    const { clock, grants, store, ask, news } = await start();
    clock.advance(11 * HOUR_MS);
    const write = store.updateInstallation;
    let writes = 0;
    store.updateInstallation = async (...args) => {
      writes += 1;
      // The first says who asks; then the disk is full for a while.
      if (writes === 2 || writes === 4) throw new Error('ENOSPC: no space left on device');
      return write(...args);
    };
    for (let tries = 0; tries < 3; tries += 1) {
      expect((await ask()).ok).toBe(true);
      clock.advance(31_000);
    }
    expect(writes).toBeGreaterThanOrEqual(6);
    clock.advance(2 * HOUR_MS);
    expect((await ask()).ok).toBe(true);
    expect(grants.renewals).toBe(1);
    expect(news).toEqual([]);
  });

  it('that another instance renewed are found where the own one is refused', async () => {
    const { slack, store, all, ask, install } = await start(2);
    const [, second] = all;
    await ask(second);
    const before = await store.loadInstallation('T1');
    if (before === undefined) throw new Error('not installed');
    const key = install.sealer.newJobKey('slack:T1');
    for (const token of slack.world.tokens.values()) token.gone = 'token_revoked';
    slack.world.tokens.set('xoxb-next', {});
    const { Secret } = await import('../../../src/secrets/secret.ts');
    const token = install.sealer.seal(key, 'T1', 'token', new Secret('xoxb-next'));
    await store.updateInstallation('T1', (one) => ({ ...one, key, token }));
    await expect(ask(second)).resolves.toMatchObject({ ok: true });
  });

  it('never stand in the log or in the open', async () => {
    const { clock, lines, store, ask, added } = await start();
    clock.advance(11 * HOUR_MS);
    await ask();
    const kept = JSON.stringify([lines, await store.listInstallations()]);
    expect(kept).not.toMatch(/xox[be]/);
    expect(kept).not.toContain(added.granted.token);
  });
});

describe('a workspace', () => {
  it('that is removed is forgotten, admins hear of it once, and no call goes out any more', async () => {
    const { slack, store, news, first, ask } = await start();
    await ask();
    for (const token of slack.world.tokens.values()) token.gone = 'token_revoked';
    const source = { teamId: 'T1', isEnterpriseInstall: false };
    await Promise.all([first.revoked(source), first.revoked(source)]);
    expect(await store.listInstallations()).toEqual([]);
    expect(news).toEqual(['Rollcall was removed from the Slack workspace Contoso.']);
    await expect(ask()).rejects.toMatchObject({ code: 'CHAT_DOWN' });
    expect(store.entries().map(({ what }) => what)).toEqual(['slack.installed', 'slack.removed']);
  });

  it('is called an organization where it is one, with what it takes to come back', async () => {
    const { options, install, store, added, addedFor, organizations, news, nexts } = await startInstalled([
      { teamId: 'T9', enterpriseId: 'E9' },
    ]);
    const workspaces = createInstalledWorkspaces({ ...options, allowedTeams: ['T1', 'E9'] }, install);
    const [organization] = addedFor;
    if (organization === undefined) throw new Error('There is no organization.');
    await workspaces.add({ ...added, installedBy: 'U1' });
    await workspaces.add({ ...organization, installedBy: 'U1' });
    // Ids of the first workspace stand without it, as where its people write.
    expect(store.entries().map(({ actor }) => actor)).toEqual(['slack:U1', 'slack:E9/U1']);
    for (const { world } of organizations) {
      for (const token of world.tokens.values()) token.gone = 'token_revoked';
    }
    await workspaces.revoked({ enterpriseId: 'E9', isEnterpriseInstall: true });
    expect(news).toEqual(['Rollcall was removed from the Slack organization Contoso.']);
    expect(nexts[0]).toContain('add Rollcall to its workspaces again');
  });

  it('that is said to be removed and is not stays: the news was of the installation before', async () => {
    const { store, news, first, ask } = await start();
    await first.revoked({ teamId: 'T1', isEnterpriseInstall: false });
    expect(await store.listInstallations()).toHaveLength(1);
    expect(news).toEqual([]);
    expect((await ask()).ok).toBe(true);
  });

  it('whose token Slack does not know for now, as from an address that is not allowed, stays', async () => {
    const { slack, store, news, ask } = await start();
    for (const token of slack.world.tokens.values()) token.gone = 'invalid_auth';
    await expect(ask()).rejects.toThrow('invalid_auth');
    expect(await store.listInstallations()).toHaveLength(1);
    expect(news).toEqual([]);
    for (const token of slack.world.tokens.values()) delete token.gone;
    expect((await ask()).ok).toBe(true);
  });

  it.each([
    ['was removed while nobody told of it', true],
    ['got its next token in an answer that was lost', false],
  ])('that %s is forgotten once no token lasts, at once and with news', async (_, isRemoved) => {
    const { slack, clock, grants, store, news, first, ask, added } = await start();
    await ask();
    if (isRemoved) slack.world.installed.clear();
    else {
      const client = { client_id: '1.2', client_secret: 'secret', grant_type: 'refresh_token' };
      grants.access({ ...client, refresh_token: String(added.granted.refreshToken) });
    }
    clock.advance(LASTS_MS - HOUR_MS);
    expect((await ask()).ok).toBe(true);
    expect(news).toEqual([]);
    clock.advance(2 * HOUR_MS);
    const at = clock.now();
    await expect(ask()).rejects.toMatchObject({
      code: 'CHAT_DOWN',
      message: expect.stringContaining("isn't installed"),
    });
    expect(clock.now() - at).toBeLessThan(500);
    expect(await store.listInstallations()).toEqual([]);
    expect(news).toEqual(['Rollcall lost its access to the Slack workspace Contoso.']);
    expect(store.entries().map(({ what }) => what)).toEqual(['slack.installed', 'slack.removed']);
    expect(await first.find({ teamId: 'T1', isEnterpriseInstall: false })).toBeUndefined();
  });

  it('that Slack gives no token for now is kept, and a call says so without a second try', async () => {
    const { clock, store, news, ask, install, options } = await start();
    clock.advance(LASTS_MS + HOUR_MS);
    const { Secret } = await import('../../../src/secrets/secret.ts');
    const wrong = { ...install, clientSecret: new Secret('other') };
    const workspaces = createInstalledWorkspaces(options, wrong);
    const at = clock.now();
    await expect(ask(workspaces)).rejects.toMatchObject({
      code: 'CHAT_DOWN',
      message: expect.stringContaining("doesn't give Rollcall a new token"),
    });
    expect(clock.now() - at).toBeLessThan(500);
    expect(await store.listInstallations()).toHaveLength(1);
    expect(news).toEqual([]);
    clock.advance(31_000);
    expect((await ask()).ok).toBe(true);
  });

  it('whose removal nobody told of is noticed at the next call', async () => {
    const { slack, news, ask } = await start();
    for (const token of slack.world.tokens.values()) token.gone = 'account_inactive';
    await expect(ask()).rejects.toThrow();
    expect(news).toHaveLength(1);
  });

  it('that joins an organization is known as part of it on every instance, and after a start', async () => {
    const { slack, clock, store, all, install, options } = await start(3);
    const source = { teamId: 'T1', enterpriseId: 'E1', isEnterpriseInstall: false };
    const found = await Promise.all(all.map((each) => each.find(source)));
    const homes = () => found.map((each) => each?.home());
    expect(homes()).toEqual(all.map(() => ({ teams: ['T1'] })));
    slack.switches.grid = { enterpriseId: 'E1', userTeamId: 'T1', isOrgWide: false };
    slack.calls.length = 0;
    await found[0]?.lookUpOrganization();
    const joined = { teams: ['T1', 'E1'], enterprise: 'E1', isWholeEnterprise: false };
    expect(homes()[0]).toEqual(joined);
    await store.updateInstallation('T1', (one) => ({ ...one, renewingUntil: clock.now() }));
    clock.advance(10_001);
    await Promise.all(all.map((each) => each.find(source)));
    expect(homes()).toEqual([joined, joined, joined]);
    expect(slack.calls.map(({ method }) => method)).toEqual(['auth.test']);
    const next = await createInstalledWorkspaces(options, install).find(source);
    expect(next?.home()).toEqual(joined);
  });

  it('that Slack names no organization for any more has left it, on every instance and after a start', async () => {
    const { slack, clock, all, install, options, store } = await start(2);
    const source = { teamId: 'T1', isEnterpriseInstall: false };
    const [one, other] = await Promise.all(all.map((each) => each.find(source)));
    slack.switches.grid = { enterpriseId: 'E1', userTeamId: 'T1', isOrgWide: false };
    await one?.lookUpOrganization();
    expect(one?.home().enterprise).toBe('E1');
    slack.switches.grid = undefined;
    clock.advance(60_000);
    expect(await one?.lookUpOrganization()).toBe(true);
    await Promise.all(all.map((each) => each.find(source)));
    expect([one?.home(), other?.home()]).toEqual([{ teams: ['T1'] }, { teams: ['T1'] }]);
    expect((await createInstalledWorkspaces(options, install).find(source))?.home()).toEqual({
      teams: ['T1'],
    });
    expect(await store.loadInstallation('T1')).not.toHaveProperty('enterpriseId');
  });

  it('that left its organization as Slack has it, by being deleted, is forgotten with it, and its successor is served by its own id', async () => {
    const { slack, first, added, options, store, news, ask } = await start();
    const found = await first.find({ teamId: 'T1', isEnterpriseInstall: false });
    slack.switches.grid = { enterpriseId: 'E1', userTeamId: 'T1', isOrgWide: false };
    await found?.lookUpOrganization();
    // Slack: "auth.test", errors: "Authentication token is for a deleted user or workspace when using a bot token".
    for (const token of slack.world.tokens.values()) token.gone = 'account_inactive';
    await expect(ask()).rejects.toThrow();
    expect(news).toEqual(['Rollcall was removed from the Slack workspace Contoso.']);
    expect(await store.listInstallations()).toEqual([]);
    Object.assign(options, { allowedTeams: ['T1', 'T2'] });
    await first.add({ ...added, id: 'T2' });
    const next = await first.find({ teamId: 'T2', isEnterpriseInstall: false });
    expect([next?.id, next?.mark, next?.home()]).toEqual(['T2', 'T2', { teams: ['T2'] }]);
    expect(
      await first.find({ teamId: 'T1', enterpriseId: 'E1', isEnterpriseInstall: false }),
    ).toBeUndefined();
  });

  it('about which Slack says nothing is asked about again soon, and once for all who wait', async () => {
    const { slack, clock, first } = await start();
    const found = await first.find({ teamId: 'T1', isEnterpriseInstall: false });
    slack.switches.grid = { enterpriseId: 'E1', userTeamId: 'T1', isOrgWide: false };
    slack.calls.length = 0;
    slack.fail({ method: 'auth.test', times: 1, error: 'internal_error' });
    expect(await Promise.all([found?.lookUpOrganization(), found?.lookUpOrganization()])).toEqual([
      false,
      false,
    ]);
    clock.advance(4_000);
    expect([await found?.lookUpOrganization(), slack.calls.length]).toEqual([false, 1]);
    clock.advance(1_000);
    expect([await found?.lookUpOrganization(), slack.calls.length]).toEqual([true, 2]);
    expect(found?.home().enterprise).toBe('E1');
    clock.advance(59_000);
    expect([await found?.lookUpOrganization(), slack.calls.length]).toEqual([true, 2]);
  });

  it('that the policy names no more is closed at once, in both directions', async () => {
    const { first, ask, options } = await start();
    const source = { teamId: 'T1', isEnterpriseInstall: false };
    expect(await first.find(source)).toBeDefined();
    Object.assign(options, { allowedTeams: ['T2'] });
    expect(await first.find(source)).toBeUndefined();
    await expect(ask()).rejects.toMatchObject({ code: 'CHAT_DOWN' });
  });

  it('is found by its organization where the app is installed for all of it', async () => {
    const { first, options, added } = await start();
    Object.assign(options, { allowedTeams: ['T1', 'E1'] });
    await first.add({ ...added, id: 'E1', enterpriseId: 'E1' });
    const source = { teamId: 'T7', enterpriseId: 'E1', isEnterpriseInstall: true };
    expect(await first.find(source)).toMatchObject({ id: 'E1', mark: 'E1' });
    expect((await first.find({ teamId: 'T1', isEnterpriseInstall: false }))?.mark).toBeUndefined();
    expect(await first.find({ teamId: 'T7', isEnterpriseInstall: false })).toBeUndefined();
  });
});
