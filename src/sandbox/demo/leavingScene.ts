import { CAST } from '../contoso.ts';
import { textOf as slackText } from '../slack/textOf.ts';
import type { Sandbox } from '../stage.ts';
import { textOf as teamsText } from '../teams/textOf.ts';
import type { Transcript } from './transcript.ts';

const LEAVER = 'ada@contoso.com';

/** An admin offboards somebody in Slack, and puts them back as they were in Teams: they had meant somebody else. */
export async function playLeaving(sandbox: Sandbox, transcript: Transcript): Promise<void> {
  const { graph } = sandbox;
  const inSlack = sandbox.slack.as(CAST.admin.slack);
  const inTeams = sandbox.teams.as(CAST.admin.teams);
  const account = () => graph.state.findUser(LEAVER);
  const groups = () =>
    graph.state.groups
      .filter(({ members }) => members.has(account()?.id ?? ''))
      .map(({ displayName }) => displayName);
  const before = structuredClone(account());
  const groupsBefore = groups();

  transcript.scene('Slack: somebody leaves');
  transcript.does('Omar', `types  /offboard ${LEAVER}`);
  await inSlack.command('/offboard', LEAVER);
  await inSlack.waitForModal((view) => view.callback_id === 'leave.submit');
  inSlack.fill({ reason: 'TICKET-4712' });
  await inSlack.submit();
  const confirm = await inSlack.waitForModal((view) => JSON.stringify(view).includes('leave.start'));
  transcript.sees('Omar', slackText(confirm));
  transcript.holds('nothing is done before he agrees to it', account()?.accountEnabled === true);
  transcript.does('Omar', 'agrees to it');
  await inSlack.submit();
  const result = await inSlack.waitForMessage(
    (message) => slackText(message).includes('Set-Mailbox'),
    60_000,
  );
  transcript.sees('Omar', slackText(result));
  transcript.holds('she cannot sign in any more', account()?.accountEnabled === false);
  transcript.holds(
    'her password is another one, and nobody was told it',
    account()?.password !== before?.password,
  );
  transcript.holds(
    'she holds no license and is in no group',
    account()?.assignedLicenses.length === 0 && groups().length === 0,
  );

  transcript.scene('Teams: she is put back as she was');
  transcript.does('Omar', `types  user ${LEAVER}  in Teams, and presses Put back…`);
  await inTeams.say(`user ${LEAVER}`);
  const card = await inTeams.waitForMessage((message) => JSON.stringify(message).includes('putBack.list'));
  await inTeams.click(card, 'putBack.list');
  const list = await inTeams.waitForMessage((message) => JSON.stringify(message).includes('putBack.open'));
  transcript.sees('Omar', teamsText(list));
  const asked = await inTeams.click(list, 'putBack.open');
  transcript.sees('Omar', teamsText(asked));
  transcript.does('Omar', 'agrees to it');
  await inTeams.click(asked, 'putBack.start');
  const back = await inTeams.waitForMessage(
    (message) => teamsText(message).includes('✅') && account()?.accountEnabled === true,
    60_000,
  );
  transcript.sees('Omar', teamsText(back));
  transcript.holds('she may sign in again', account()?.accountEnabled === true);
  transcript.holds(
    'with the licenses and the groups she had',
    JSON.stringify([account()?.assignedLicenses, groups()]) ===
      JSON.stringify([before?.assignedLicenses, groupsBefore]),
  );
}
