import { CAST } from '../../src/sandbox/contoso.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { textOf as textOfTeams } from '../../src/sandbox/teams/textOf.ts';

/** What the admin asks for with a file. */
export interface RosterAsked {
  /** With `.csv`; no other file of the drill has it. */
  fileName: string;
  /** User names. */
  names: readonly string[];
  licenses: readonly string[];
  recipients: readonly string[];
}

/** A person's conversation up to the last button, which is pressed apart from it. */
export interface Prepared {
  /** The answer may not come: the bot may be killed meanwhile. */
  press(): Promise<unknown>;
  /** The visible texts of what the bot has said to this person, oldest first. */
  said(): string[];
}

/** A busy machine, and a bot that has just started. */
const PATIENCE_MS = 30_000;

function writeFile(names: readonly string[]): string {
  const rows = names.map((name) => `${name},,,${name.split('@')[0]}`);
  return ['Username,First name,Last name,Display name', ...rows].join('\r\n');
}

/** Attaches a file in Teams, fills the set-up form in, and stops before Create. */
export async function prepareRosterInTeams(sandbox: Sandbox, asked: RosterAsked): Promise<Prepared> {
  const omar = sandbox.teams.as(CAST.admin.teams);
  await omar.say('', { files: [{ name: asked.fileName, content: writeFile(asked.names) }] });
  const verification = await omar.waitForMessage(
    (message) => textOfTeams(message).includes(asked.fileName) && textOfTeams(message).includes('ready'),
    PATIENCE_MS,
  );
  const form = await omar.click(verification, 'addusers.setup');
  const confirm = await omar.click(form, 'addusers.setupSubmit', {
    signIn: 'allowed',
    usageLocation: 'DE',
    licenses: asked.licenses.join(','),
    recipients: asked.recipients.join(', '),
  });
  return {
    press: () => omar.click(confirm, 'addusers.start'),
    said: () =>
      omar
        .messages()
        .filter(({ from }) => from === 'bot')
        .map(textOfTeams),
  };
}
