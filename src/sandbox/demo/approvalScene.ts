import { CAST } from '../contoso.ts';
import { textOf as slackText } from '../slack/textOf.ts';
import type { Sandbox } from '../stage.ts';
import { textOf as teamsText } from '../teams/textOf.ts';
import type { Transcript } from './transcript.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const NAME = 'Dorothy Vaughan';
const USER_NAME = 'dorothy.vaughan@contoso.com';

/** Helpdesk asks in Slack for a license that needs approval; the manager approves in Teams. */
export async function playApproval(sandbox: Sandbox, transcript: Transcript): Promise<void> {
  const mia = sandbox.slack.as(CAST.helpdesk.slack);
  const grace = sandbox.teams.as(CAST.manager.teams);
  const exists = () => sandbox.graph.state.findUser(USER_NAME) !== undefined;
  transcript.scene('Slack and Teams: a license that the manager approves');
  // A bot may write first only to somebody who has opened it.
  await grace.say('help');
  await grace.waitForMessage((message) => teamsText(message).includes(CAST.manager.name));

  transcript.does(
    'Mia',
    `types  /adduser ${NAME}  in Slack, chooses Microsoft 365 E5 and presses Ask for approval`,
  );
  await mia.command('/adduser', NAME);
  await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
  mia.fill({ usageLocation: 'US', licenses: [MICROSOFT_E5], reason: 'Leads the new team' });
  await mia.submit();
  await mia.waitForModal((view) => view.callback_id === 'adduser.create');
  await mia.submit();
  const waiting = await mia.waitForMessage((message) => slackText(message).includes('Waiting for approval'));
  transcript.sees('Mia', slackText(waiting));
  const card = await grace.waitForMessage((message) => teamsText(message).includes('Approval needed'));
  transcript.sees('Grace (Teams)', teamsText(card));
  transcript.holds(`${USER_NAME} does not exist before somebody decides`, !exists());

  transcript.does('Grace', 'presses Approve in Teams');
  await grace.click(card, 'approval.approve');
  const told = await mia.waitForMessage(
    (message) => message.ts === waiting.ts && slackText(message).includes('approved in Teams'),
  );
  transcript.sees('Mia', slackText(told));
  await mia.waitForMessage(
    (message) => slackText(message).includes(USER_NAME) && slackText(message).includes('Reveal password'),
  );
  transcript.holds(`${USER_NAME} exists once Grace has approved`, exists());
  const after = await grace.waitForMessage(
    (message) => message.id === card.id && teamsText(message).includes('approved in Teams'),
  );
  transcript.holds(
    "Grace's card says who decided and offers no button",
    !teamsText(after).includes('Decline'),
  );
}
