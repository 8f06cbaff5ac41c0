import { CAST } from '../contoso.ts';
import type { Sandbox } from '../stage.ts';
import { textOf } from '../teams/textOf.ts';
import { hidePasswords } from './slackScene.ts';
import { rightStarters, writeStarters, wrongStarters } from './starters.ts';
import type { Transcript } from './transcript.ts';

const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const RECIPIENTS = ['delivery@contoso.com', 'hr@contoso.com'];

/** An admin creates 22 people from a CSV of 25 in Teams. */
export async function playTeams(sandbox: Sandbox, transcript: Transcript): Promise<void> {
  const omar = sandbox.teams.as(CAST.admin.teams);
  transcript.scene('Teams: an admin attaches a CSV of 25 people');
  transcript.does('Omar', 'attaches new-starters.csv in the 1:1 chat');
  await omar.say('', { files: [{ name: 'new-starters.csv', content: writeStarters() }] });
  const verification = await omar.waitForMessage((message) => textOf(message).includes('new-starters.csv'));
  transcript.sees('Omar', textOf(verification));
  transcript.holds(
    `${wrongStarters().length} rows are to fix`,
    textOf(verification).includes(`${wrongStarters().length} to fix`),
  );

  transcript.does('Omar', 'presses Set up 22 people');
  const setup = await omar.click(verification, 'addusers.setup');
  transcript.does('Omar', 'allows sign-in, chooses Germany, Business Basic and two recipients, presses Next');
  const confirm = await omar.click(setup, 'addusers.setupSubmit', {
    signIn: 'allowed',
    usageLocation: 'DE',
    licenses: BUSINESS_BASIC,
    recipients: RECIPIENTS.join('\n'),
    reason: 'New starters, Berlin',
  });
  transcript.sees('Omar', textOf(confirm));

  transcript.does('Omar', 'presses Create');
  await omar.click(confirm, 'addusers.start');
  const results = await omar.waitForMessage(
    (message) => JSON.stringify(message).includes('job.reveal'),
    60_000,
  );
  transcript.sees('Omar', textOf(results));

  const accounts = rightStarters().map(({ userName }) => sandbox.graph.state.findUser(userName));
  const created = accounts.filter((account) => account !== undefined);
  transcript.holds(`${rightStarters().length} people exist`, created.length === rightStarters().length);
  transcript.holds(
    'all with the license and the location',
    created.every(
      ({ assignedLicenses, usageLocation }) =>
        usageLocation === 'DE' && assignedLicenses.some(({ skuId }) => skuId === BUSINESS_BASIC),
    ),
  );
  transcript.holds(
    'nobody was created for the three wrong rows',
    wrongStarters()
      .filter(({ userName }) => userName !== 'ada@contoso.com')
      .every(({ userName }) => sandbox.graph.state.findUser(userName) === undefined) &&
      sandbox.graph.state.findUser('ada@contoso.com')?.displayName === 'Ada Lovelace',
  );
  for (const recipient of RECIPIENTS) {
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes(recipient));
    transcript.holds(
      `one mail to ${recipient} with the passwords of all of them`,
      created.every(({ password }) => mail.text.includes(password)),
    );
  }
  const sample = await sandbox.mail.waitForMail(({ to }) => to.includes(RECIPIENTS[0] ?? ''));
  transcript.sees(RECIPIENTS[0] ?? '', hidePasswords(sample.text).split('\n').slice(0, 12).join('\n'));
  transcript.holds(
    'no card in Teams held a password',
    created.every(({ password }) => !JSON.stringify(omar.messages()).includes(password)),
  );
}
