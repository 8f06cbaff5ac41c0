import { CAST } from '../contoso.ts';
import { textOf } from '../slack/textOf.ts';
import type { Sandbox } from '../stage.ts';
import type { Transcript } from './transcript.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const USER_NAME = 'katherine.johnson@contoso.com';
const RECIPIENT = 'manager@contoso.com';

/** Helpdesk creates one person with `/adduser` in Slack. */
export async function playSlack(sandbox: Sandbox, transcript: Transcript): Promise<void> {
  const mia = sandbox.slack.as(CAST.helpdesk.slack);
  transcript.scene('Slack: helpdesk adds one person');
  transcript.does('Mia', 'types  /adduser Katherine Johnson');
  await mia.command('/adduser', 'Katherine Johnson');
  const form = await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
  transcript.sees('Mia', textOf(form));

  transcript.does('Mia', 'chooses Germany, Office 365 E3, one recipient, and presses Next');
  mia.fill({
    usageLocation: 'DE',
    licenses: [OFFICE_E3],
    recipients: RECIPIENT,
    reason: 'TICKET-4711',
  });
  await mia.submit();
  const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
  transcript.sees('Mia', textOf(confirm));

  transcript.does('Mia', 'presses Create');
  await mia.submit();
  const result = await mia.waitForMessage((message) => textOf(message).includes('Reveal password'));
  transcript.sees('Mia', textOf(result));
  const mail = await sandbox.mail.waitForMail(({ to }) => to.includes(RECIPIENT));
  transcript.sees(RECIPIENT, hidePasswords(mail.text));

  const account = sandbox.graph.state.findUser(USER_NAME);
  transcript.holds(`${USER_NAME} exists in the tenant`, account !== undefined);
  transcript.holds(
    'with the license Office 365 E3',
    account?.assignedLicenses.some(({ skuId }) => skuId === OFFICE_E3) === true,
  );
  transcript.holds(
    'the mail holds the password that the account has',
    account !== undefined && mail.text.includes(account.password),
  );
  transcript.holds(
    'no message or form in Slack held it',
    account !== undefined && !JSON.stringify(mia.messages()).includes(account.password),
  );
}

/** Passwords are for the people in the mail, not for a terminal's scrollback. */
export function hidePasswords(text: string): string {
  return text.replace(/^([ \t]*(?:First )?password:?\s+)\S+/gim, '$1••••-••••-••••-••••');
}
