import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { keyOfLeft } from '../../src/service/leaving/listLeft.ts';
import { useSandbox } from './useSandbox.ts';

const DAY_MS = 86_400_000;
const setUp = useSandbox();
const userOf = (name: string) => setUp.sandbox.graph.state.findUser(name);

describe('a person who is changed, and put back', () => {
  it('is edited in Slack, with before and after, and put back in Teams, as they were', async () => {
    const { slack, teams, graph } = setUp.sandbox;
    const before = structuredClone(userOf('ada@contoso.com'));
    const id = before?.id ?? '';
    const managerBefore = graph.state.managers.get(id);
    const mia = slack.as(CAST.helpdesk.slack);
    await mia.command('/user', 'ada@contoso.com');
    const card = await mia.waitForMessage((message) => slackText(message).includes('Ada Lovelace'));
    expect(slackText(card)).not.toContain('Put back');
    await mia.click(card, 'change.open');
    await mia.waitForModal((view) => view.callback_id === 'change.submit');
    mia.fill({ userName: 'sam.stone@contoso.com', otherMails: 'no address' });
    const { errors } = await mia.submit();
    expect(errors?.userName).toContain('already in the directory: Sam Stone');
    expect(errors?.otherMails).toContain('must be a single email address');
    mia.fill({
      userName: 'ada.king@contoso.com',
      otherMails: '',
      jobTitle: 'Countess',
      manager: 'omar.haddad@contoso.com',
      signIn: 'blocked',
      signOut: 'yes',
      reason: 'TICKET-19',
    });
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'change.start');
    expect(slackText(confirm)).toMatch(/Job title: .*Countess/s);
    expect(slackText(confirm)).toMatch(/User name: ada@contoso.com → .*ada.king@contoso.com/s);
    expect(slackText(confirm)).toMatch(/Sign-in: allowed → .*blocked/s);
    expect(slackText(confirm)).toContain('an admin can put them back from their card');
    expect(userOf('ada@contoso.com')?.accountEnabled).toBe(true);
    await mia.submit();
    const result = await mia.waitForMessage(
      (message) => slackText(message).includes('changed in') && slackText(message).includes('Countess'),
      20_000,
    );
    expect(slackText(result)).toContain('✅ Sign-in: blocked');
    const after = userOf('ada.king@contoso.com');
    expect(after).toMatchObject({ id, jobTitle: 'Countess', accountEnabled: false });
    expect(after?.mailNickname).toBe(before?.mailNickname);
    expect(after?.signInSessionsValidFromDateTime).toEqual(expect.any(String));
    expect(graph.state.managers.get(id)).toBe(userOf('omar.haddad@contoso.com')?.id);

    const omar = teams.as(CAST.admin.teams);
    await omar.say('user ada.king@contoso.com');
    const seen = await omar.waitForMessage((message) => teamsText(message).includes('Put back'));
    await omar.click(seen, 'putBack.list', {});
    const list = await omar.waitForMessage((message) =>
      teamsText(message).includes('Earlier states of Ada Lovelace'),
    );
    expect(teamsText(list)).toContain('before Mia Meyer blocked sign-in, signed them out, changed');
    const asked = await omar.click(list, 'putBack.open', {});
    expect(teamsText(asked.card)).toContain('ada.king@contoso.com → ada@contoso.com');
    expect(teamsText(asked.card)).toContain("Passwords don't change");
    await omar.click(asked, 'putBack.start', {});
    await omar.waitForMessage((message) => teamsText(message).includes('Earlier state put back'), 20_000);
    expect(userOf('ada@contoso.com')).toMatchObject({ ...before, jobTitle: before?.jobTitle ?? null });
    expect(graph.state.managers.get(id)).toBe(managerBefore);
  }, 60_000);

  it('is refused for oneself, and for an admin where it would sign them out; both are told why', async () => {
    const { teams, graph } = setUp.sandbox;
    const mia = teams.as(CAST.helpdesk.teams);
    await mia.say('user mia.meyer');
    const own = await mia.waitForMessage((message) => teamsText(message).includes('mia.meyer@'));
    await mia.click(own, 'change.open', {});
    await mia.waitForMessage((message) => teamsText(message).includes('change your own account here'));

    const id = userOf('sam.stone@contoso.com')?.id ?? '';
    graph.state.roleAssignments.push({ principalId: id, role: 'User Administrator' });
    await mia.say('user sam.stone');
    const card = await mia.waitForMessage((message) => teamsText(message).includes('Sam Stone'));
    const form = await mia.click(card, 'change.open', {});
    const refused = await mia.click(form, 'change.submit', { signOut: 'yes' });
    expect(teamsText(refused.card)).toContain('has an admin role');
    const confirm = await mia.click(refused, 'change.submit', { signOut: 'no', jobTitle: 'Clerk' });
    await mia.click(confirm, 'change.start', {});
    await mia.waitForMessage((message) => teamsText(message).includes('✅ Job title: Clerk'), 20_000);
    expect(userOf('sam.stone@contoso.com')).toMatchObject({ jobTitle: 'Clerk', accountEnabled: true });
    graph.state.roleAssignments.length = 0;
  }, 60_000);

  it('is offboarded from Slack after a confirmation, and what Exchange has to do is told', async () => {
    const { slack, graph } = setUp.sandbox;
    const id = userOf('ada@contoso.com')?.id ?? '';
    graph.state.methods.set(id, [{ id: 'phone-1', type: 'phone', isDefault: true }]);
    const omar = slack.as(CAST.admin.slack);
    await omar.command('/offboard', 'ada@contoso.com');
    const form = await omar.waitForModal((view) => view.callback_id === 'leave.submit');
    expect(slackText(form)).toContain('Leaves for good');
    omar.fill({ reason: 'TICKET-20' });
    await omar.submit();
    const confirm = await omar.waitForModal((view) =>
      slackText(view).includes("The account won't be deleted"),
    );
    expect(slackText(confirm)).toMatch(/Removed from groups: .*Engineering/s);
    expect(slackText(confirm)).not.toContain('…');
    expect(userOf('ada@contoso.com')?.accountEnabled).toBe(true);
    await omar.submit();
    expect(omar.openModal()).toBeUndefined();
    const result = await omar.waitForMessage(
      (message) => slackText(message).includes('offboarded in') && slackText(message).includes('✅'),
      20_000,
    );
    expect(slackText(result)).toContain("Set-Mailbox -Identity 'ada@contoso.com' -Type Shared");
    await omar.click(result, 'job.tickOff');
    await omar.waitForModal((view) => view.callback_id === 'job.tickOffSubmit');
    await expect(omar.submit()).rejects.toThrow('left is empty');
    const what = 'Convert the mailbox to a shared mailbox within 30 days (assign a license first)';
    const command = "Set-Mailbox -Identity 'ada@contoso.com' -Type Shared";
    omar.fill({ left: [keyOfLeft('r0001', { what, command })] });
    await omar.submit();
    const ticked = await omar.waitForMessage((message) =>
      slackText(message).includes('☑️ Convert the mailbox'),
    );
    expect(slackText(ticked)).toContain('Done by Omar Haddad');
    expect(slackText(ticked)).not.toContain('-Type Shared');
    expect(slackText(ticked)).toContain('-HiddenFromAddressListsEnabled');
    expect(userOf('ada@contoso.com')).toMatchObject({ accountEnabled: false, assignedLicenses: [] });
    expect(graph.state.methods.get(id)).toEqual([]);
    expect(JSON.stringify(graph.state.mailboxes.get(id))).toContain('no longer works here');
    expect(graph.state.groups.filter(({ members }) => members.has(id))).toEqual([]);
  }, 60_000);

  it('comes back from a deletion in Teams and, instead of being added anew, in Slack, with what they had before they left', async () => {
    const { slack, teams, graph } = setUp.sandbox;
    const id = userOf('ada@contoso.com')?.id ?? '';
    const remove = (userName: string): void => {
      const user = graph.state.users.get(id);
      if (user === undefined) throw new Error('no Ada');
      graph.state.users.delete(id);
      const userPrincipalName = `${id.replaceAll('-', '')}${userName}`;
      graph.state.deleted.set(id, { ...user, userPrincipalName, deletedDateTime: '2026-11-20T09:00:00Z' });
    };
    remove('ada@contoso.com');
    const mia = slack.as(CAST.helpdesk.slack);
    await mia.command('/user', 'lovelace');
    const seen = await mia.waitForMessage((message) => slackText(message).includes('deleted on 2026-11-20'));
    expect(JSON.stringify(seen.blocks)).not.toContain('comeBack.open');

    const omar = teams.as(CAST.admin.teams);
    await omar.say('user ada@contoso.com');
    const list = await omar.waitForMessage((message) => teamsText(message).includes('deleted on 2026-11-20'));
    const form = await omar.click(list, 'comeBack.open', {});
    expect(teamsText(form.card)).toContain('before Rollcall changed them');
    expect(JSON.stringify(form.card)).toContain('Engineering');
    const forged = await omar.click(form, 'comeBack.submit', { signIn: 'perhaps' }, { force: true });
    expect(teamsText(forged.card)).toContain("isn't one of the choices");
    const confirm = await omar.click(form, 'comeBack.submit', { reason: 'TICKET-22' });
    expect(teamsText(confirm.card)).toMatch(/Account: .*deleted → .*restored/s);
    expect(teamsText(confirm.card)).toMatch(/Added to groups: .*Engineering/s);
    expect(userOf('ada@contoso.com')).toBeUndefined();
    await omar.click(confirm, 'comeBack.start', {});
    const result = await omar.waitForMessage(
      (message) => teamsText(message).includes('Restored with the old password'),
      20_000,
    );
    expect(teamsText(result)).toContain('✅ Account: restored');
    expect(userOf('ada@contoso.com')).toMatchObject({ id, accountEnabled: true });
    expect(userOf('ada@contoso.com')?.assignedLicenses).toHaveLength(1);
    expect(
      graph.state.groups.some(({ displayName, members }) => displayName === 'Engineering' && members.has(id)),
    ).toBe(true);

    remove('ada.lovelace@contoso.com');
    const inSlack = slack.as(CAST.admin.slack);
    await inSlack.command('/adduser', 'Ada Lovelace');
    await inSlack.waitForModal((view) => view.callback_id === 'adduser.submit');
    await inSlack.submit();
    await inSlack.waitForModal((view) => slackText(view).includes('was deleted in the last 30 days'));
    await inSlack.clickInModal('comeBack.open');
    await inSlack.waitForModal((view) => view.callback_id === 'comeBack.submit');
    inSlack.fill({ groups: [], signIn: 'blocked' });
    await inSlack.submit();
    const asked = await inSlack.waitForModal((view) => view.callback_id === 'comeBack.start');
    expect(slackText(asked)).toMatch(/Removed from groups: .*Engineering/s);
    await inSlack.submit();
    await inSlack.waitForMessage(
      (message) =>
        slackText(message).includes('✅ Account: restored') && slackText(message).includes('Ada Lovelace'),
      20_000,
    );
    expect(userOf('ada.lovelace@contoso.com')).toMatchObject({ id, accountEnabled: false });
    expect(
      graph.state.groups.some(({ displayName, members }) => displayName === 'Engineering' && members.has(id)),
    ).toBe(false);
  }, 60_000);

  it('is planned to leave in Teams, at an hour that both chats say, and kept after all in Slack', async () => {
    const { slack, teams } = setUp.sandbox;
    const omar = teams.as(CAST.admin.teams);
    await omar.say('offboard sam.stone');
    const whole = await omar.waitForMessage((message) => JSON.stringify(message).includes('leave.submit'));
    expect(teamsText(whole)).toContain('Sam Stone');
    const form = await omar.click(whole, 'leave.preset', { preset: 'Long leave', reason: 'TICKET-21' });
    expect(teamsText(form)).toContain('Filled in from “Long leave”.');
    expect(JSON.stringify(form)).toContain('"value":"block,signOut,reply"');
    expect(JSON.stringify(form)).toContain('Sam Stone is on leave.');
    expect(JSON.stringify(form)).toContain('TICKET-21');
    const year = new Date().getUTCFullYear() + 1;
    const refused = await omar.click(form, 'leave.submit', { date: `03/04/${year}`, zone: 'Atlantis' });
    expect(teamsText(refused.card)).toContain(`Write ${year}-04-03 or ${year}-03-04`);
    expect(teamsText(refused.card)).toContain('Enter a time zone');
    const typed = { date: `4 March ${year}`, time: '5 pm', zone: 'berlin' };
    const confirm = await omar.click(refused, 'leave.submit', typed);
    expect(teamsText(confirm.card)).toContain(`Starts: ${year}-03-04 17:00 (Europe/Berlin)`);
    expect(teamsText(confirm.card)).toContain('Rollcall checks everything again at that time');
    await omar.click(confirm, 'leave.start', {});
    await omar.waitForMessage((message) => teamsText(message).includes('Cancel the plan'));

    const inSlack = slack.as(CAST.admin.slack);
    await inSlack.command('/user', 'sam.stone@contoso.com');
    await inSlack.waitForMessage((message) => slackText(message).includes('planned by Omar Haddad'));
    await inSlack.command('/offboard', '');
    const list = await inSlack.waitForMessage((message) => slackText(message).includes('Who is leaving?'));
    expect(slackText(list)).toContain(
      `Sam Stone: ${year}-03-04 17:00 (Europe/Berlin), planned by Omar Haddad`,
    );
    await inSlack.click(list, 'approval.open');
    const plan = await inSlack.waitForMessage((message) => slackText(message).includes('in your time zone'));
    expect(slackText(plan)).toContain(`Starts: ${year}-03-04 17:00 (Europe/Berlin)`);
    await inSlack.click(plan, 'approval.cancel');
    await inSlack.waitForMessage((message) => slackText(message).includes('Canceled by the requester'));
    await omar.waitForMessage((message) => teamsText(message).includes('Canceled by the requester'));
    expect(userOf('sam.stone@contoso.com')?.accountEnabled).toBe(true);
  }, 60_000);

  it('leaves at the planned hour, with a reminder the day before, and is deleted some days later unless needed again, though Rollcall was killed before and after', async () => {
    const { sandbox } = setUp;
    const omar = sandbox.slack.as(CAST.admin.slack);
    // Ada leaves now, and is deleted after 30 days.
    const teams = sandbox.teams.as(CAST.admin.teams);
    Object.assign(userOf('ada@contoso.com') ?? {}, { accountEnabled: true });
    await teams.say('offboard ada@contoso.com');
    const form = await teams.waitForMessage(
      (message) =>
        JSON.stringify(message).includes('leave.submit') && teamsText(message).includes('Ada Lovelace'),
    );
    const steps = 'block,signOut,licenses';
    const wrong = await teams.click(form, 'leave.submit', {
      steps,
      deleteAfter: 'soon',
      reason: 'TICKET-23',
    });
    expect(JSON.stringify(wrong)).toContain('a number of days from 1 to 365');
    const sure = await teams.click(wrong, 'leave.submit', { steps, deleteAfter: '30', reason: 'TICKET-23' });
    expect(teamsText(sure.card)).toContain('deleted 30 days after that, unless someone keeps it');
    await teams.click(sure, 'leave.start', {});
    const due = await teams.waitForMessage((message) => teamsText(message).includes('to be deleted on'));
    expect(teamsText(due)).toContain('Account: to be deleted on');
    await teams.waitForMessage(
      (message) =>
        teamsText(message).includes('Deletion planned') && teamsText(message).includes('Keep the account'),
    );
    await omar.command('/offboard', 'sam.stone@contoso.com');
    await omar.waitForModal((view) => view.callback_id === 'leave.submit');
    const date = new Date(Date.now() + 31 * DAY_MS).toISOString().slice(0, 10);
    omar.fill({ date, time: '00:00', zone: 'UTC', deleteAfter: '1' });
    await omar.submit();
    await omar.waitForModal((view) => slackText(view).includes('Offboard them later?'));
    await omar.submit();
    await omar.waitForMessage((message) => slackText(message).includes('ℹ️ Planned'));
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/user', 'sam.stone@contoso.com');
    const seen = await mia.waitForMessage((message) => slackText(message).includes('Leaves:'));
    expect(slackText(seen)).toContain(`${date} 00:00 (UTC), planned by Omar Haddad`);
    expect(slackText(seen)).not.toContain('offboarding');
    await omar.command('/user', 'sam.stone@contoso.com');
    const own = await omar.waitForMessage((message) => slackText(message).includes('Leaves:'));
    expect(slackText(own)).toContain('Change offboarding…');
    expect(slackText(own)).toContain('Show planned offboarding');
    await sandbox.letTimePass(30 * DAY_MS);
    await omar.waitForMessage((message) => slackText(message).includes('Starts within a day'), 20_000);
    expect(userOf('sam.stone@contoso.com')?.accountEnabled).toBe(true);
    await teams.waitForMessage((message) => teamsText(message).includes('✅ Deleted'), 20_000);
    expect(userOf('ada@contoso.com')).toBeUndefined();
    await omar.command('/user', 'ada@contoso.com');
    const deleted = await omar.waitForMessage((message) => slackText(message).includes('Restore…'));
    expect(slackText(deleted)).toContain('Ada Lovelace');
    await sandbox.letTimePass(DAY_MS);
    const result = await omar.waitForMessage(
      (message) => slackText(message).includes('Sam Stone') && slackText(message).includes('offboarded in'),
      20_000,
    );
    expect(slackText(result)).toContain('✅ Sign-in: blocked');
    expect(userOf('sam.stone@contoso.com')?.accountEnabled).toBe(false);
    Object.assign(userOf('sam.stone@contoso.com') ?? {}, { accountEnabled: true });
    await sandbox.letTimePass(DAY_MS);
    await omar.command('/offboard', '');
    await omar.waitForMessage((message) => slackText(message).includes('Who is leaving?'));
    // It was done once, and who may sign in again is not deleted.
    await omar.waitForMessage((message) => slackText(message).includes('allowed to sign in again'), 20_000);
    expect(userOf('sam.stone@contoso.com')?.accountEnabled).toBe(true);
  }, 90_000);
});
