import { CAST } from '../contoso.ts';
import type { Sandbox } from '../stage.ts';
import { textOf } from '../teams/textOf.ts';
import type { Transcript } from './transcript.ts';

/** Two people for each of the sandbox's customers. */
const FILE = [
  'Customer,Username,First name,Last name,Display name',
  'Contoso,lise@contoso.com,Lise,Meitner,Lise Meitner',
  'Contoso,emmy@contoso.com,Emmy,Noether,Emmy Noether',
  'Fabrikam,max@fabrikam.com,Max,Planck,Max Planck',
  'Fabrikam,paul@fabrikam.com,Paul,Erdős,Paul Erdős',
  'Tailspin Toys,marie@tailspintoys.com,Marie,Curie,Marie Curie',
  'Tailspin Toys,otto@tailspintoys.com,Otto,Hahn,Otto Hahn',
].join('\r\n');

/**
 * A partner creates people for three customers from one file. Something goes wrong for the second, so that the third is not
 * begun; once it is put right, the rest goes on. For a sandbox with several customers, in which one is begun at a time.
 */
export async function playWaves(sandbox: Sandbox, transcript: Transcript): Promise<void> {
  const omar = sandbox.teams.as(CAST.admin.teams);
  const tenants = sandbox.directories.tenants;
  const count = (customer: string, domain: string): number =>
    ['lise', 'emmy', 'max', 'paul', 'marie', 'otto'].filter(
      (name) => tenants.get(customer)?.graph.state.findUser(`${name}@${domain}`) !== undefined,
    ).length;
  const created = (): number[] => [
    count('contoso', 'contoso.com'),
    count('fabrikam', 'fabrikam.com'),
    count('tailspin', 'tailspintoys.com'),
  ];
  const fabrikam = tenants.get('fabrikam')?.graph.switches;
  const card = (words: string) => omar.waitForMessage((message) => textOf(message).includes(words), 60_000);

  transcript.scene('Teams: one file for three customers, and one of them has trouble');
  transcript.does('Omar', 'attaches partners.csv, which says of each person which customer they belong to');
  await omar.say('', { files: [{ name: 'partners.csv', content: FILE }] });
  const opened = await card('partners.csv');
  transcript.sees('Omar', textOf(opened));
  transcript.does('Omar', 'presses Set up everyone, allows sign-in, chooses Germany, and presses Next');
  const form = await omar.click(opened, 'addusers.setup');
  const ready = await omar.click(form, 'addusers.setupSubmit', {
    ...{ signIn: 'allowed', usageLocation: 'DE', licenses: '', reason: 'Project start' },
  });
  transcript.sees('Omar', textOf(ready));
  transcript.holds('nobody is created before he agrees to it', created().join() === '0,0,0');

  transcript.does('Omar', 'presses Create 6, and Fabrikam withdraws what Rollcall needs at this moment');
  if (fabrikam !== undefined) fabrikam.forbidden = /^\/users$/;
  await omar.click(ready, 'wave.start');
  const stopped = await card('Stopped: 2 of 6 people created');
  transcript.sees('Omar', textOf(stopped));
  transcript.holds(
    'the first customer has everybody, and the third was not begun',
    created().join() === '2,0,0',
  );

  transcript.does('Omar', 'has Fabrikam allow it again, tries the failed ones again, and continues');
  if (fabrikam !== undefined) fabrikam.forbidden = undefined;
  const again = await omar.click(stopped, 'wave.retry');
  await omar.waitForMessage((message) => textOf(message).includes('Stopped: 4 of 6 people created'), 60_000);
  await omar.click(again, 'wave.goOn');
  transcript.sees('Omar', textOf(await card('Finished: 6 of 6 people created')));
  transcript.holds('everybody is there, each in their own tenant', created().join() === '2,2,2');
}
