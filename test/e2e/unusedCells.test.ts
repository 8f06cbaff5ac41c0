import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { PASSWORD_COLUMNS } from '../roster/columns/passwordColumns.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const UNUSED = ['Salary', 'Notes', 'Geburtsname', 'ForceChangePasswordNextSignIn', '', 'Blood group'];

/** A file in which every cell of a column for passwords, and of one that is not used, begins with this mark. */
function fileOf(mark: string, userNames: readonly string[]): string {
  const columns = [...PASSWORD_COLUMNS, ...UNUSED];
  const header = ['Username', 'Display name', ...columns.map((column) => `"${column}"`)];
  const rows = userNames.map((name) => [
    `${name}@contoso.com`,
    name,
    ...columns.map((_, index) => `${mark}${index}!`),
  ]);
  const tooLong = ['too.long@contoso.com', 'Long', ...columns.map(() => `${mark}x`), `${mark}y`];
  return [header, ...rows, tooLong].map((cells) => cells.join(',')).join('\r\n');
}

function bytesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .map(readWhatIsThere)
    .join('\n');
}

/** Empty for a folder, and for a file that the bot removes meanwhile. */
function readWhatIsThere(path: string): string {
  try {
    return statSync(path).isDirectory() ? '' : readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** What the bot sent to the chats and to Graph; the files that it fetched are answers. */
function sentByBot(): string {
  const requests = setUp.sandbox.wire.exchanges.filter(({ asker }) => asker === 'bot');
  return JSON.stringify(
    requests.map(({ request }) => request),
    (_key, value: unknown) =>
      typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Buffer'
        ? Buffer.from((value as { data: number[] }).data).toString()
        : value,
  );
}

it('F3: a cell of a column that is not used is nowhere, in no file of ours and no message', async () => {
  const inTeams = setUp.sandbox.teams.as(CAST.admin.teams);
  const content = fileOf('TajneT', ['nora.cells', 'nörd.cells']);
  await inTeams.say('', { files: [{ name: 'cells.csv', content }] });
  const card = await inTeams.waitForMessage((message) => textInTeams(message).includes('cells.csv'));
  expect(textInTeams(card)).toContain("Passwords in a file aren't used or kept");
  await inTeams.click(card, 'addusers.log');
  const form = await inTeams.click(card, 'addusers.setup');
  const confirm = await inTeams.click(form, 'addusers.setupSubmit', {
    signIn: 'allowed',
    usageLocation: 'US',
  });
  await inTeams.click(confirm, 'addusers.start');
  const state = setUp.sandbox.graph.state;
  await expect
    .poll(() => state.findUser('nora.cells@contoso.com')?.displayName, { timeout: 20_000 })
    .toBe('nora.cells');

  const inSlack = setUp.sandbox.slack.as(CAST.admin.slack);
  await inSlack.say('', {
    files: [{ name: 'more.csv', content: fileOf('TajneS', ['mora.cells', 'mörd.cells']) }],
  });
  const message = await inSlack.waitForMessage((one) => textInSlack(one).includes('more.csv'));
  await inSlack.click(message, 'addusers.log');
  const logged = () => inSlack.files().find(({ name }) => name === 'more-log.csv');
  await expect.poll(logged, { timeout: 10_000 }).toBeDefined();
  expect(String(logged()?.content)).toContain('mörd.cells');
  expect(String(logged()?.content)).not.toContain('Tajne');
  await inSlack.click(message, 'addusers.cancel');

  const { watched, sandbox } = setUp;
  const places = { log: watched.lines.join('\n'), sent: sentByBot(), folder: bytesIn(sandbox.dataDir) };
  for (const [where, text] of Object.entries({ ...places, everWritten: watched.written })) {
    if (where !== 'log') expect(text, where).toContain('nora.cells');
    expect(text, where).not.toContain('Tajne');
  }
}, 90_000);
