import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { makeSheet, makeWorkbook } from '../composition/makeWorkbook.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const ASKED = 'Are these columns right?';
const USE = 'addusers.columnsUse';

const accountOf = (userName: string) => setUp.sandbox.graph.state.findUser(userName);

describe('F9 and F18: the columns of a file are chosen in the chat', () => {
  it('in Teams, of a workbook whose mail addresses are private, remembered and forgotten', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const content = makeSheet(
      ['Given', 'Family', 'E-mail', 'Shoe'],
      ['Ylva', 'Lund', 'ylva@private.example', 'TajneX'],
      ['Xeno', 'Ray', 'xeno@private.example', 'TajneY'],
    );
    await omar.say('', { files: [{ name: 'payroll.xlsx', content }] });
    const asked = await omar.waitForMessage((message) => textInTeams(message).includes(ASKED));
    expect(textInTeams(asked)).toContain('Ylva Lund  ylva@private.example');

    const form = await omar.click(asked, 'addusers.columnsOpen');
    expect(textInTeams(form)).toContain('E-mail (ylva@private.example)');
    expect(textInTeams(form)).not.toContain('Tajne');
    const made = await omar.click(form, 'addusers.columnsNames', {});
    expect(textInTeams(made)).toContain('Ylva Lund  ylva.lund@contoso.com');
    expect(textInTeams(made)).toContain('Alternate email address: ylva@private.example');
    const refused = await omar.click(made, USE, { column3: 'surname' });
    expect(textInTeams(refused)).toContain('Family is already read as Last name.');
    const checked = await omar.click(refused, USE, { column3: 'none', columnsName: 'Payroll' });
    expect(textInTeams(checked)).toContain('2 ready');

    const setup = await omar.click(checked, 'addusers.setup');
    const confirm = await omar.click(setup, 'addusers.setupSubmit', {
      signIn: 'allowed',
      usageLocation: 'US',
    });
    await omar.click(confirm, 'addusers.start');
    const ylva = () => accountOf('ylva.lund@contoso.com')?.otherMails;
    await expect.poll(ylva, { timeout: 20_000 }).toEqual(['ylva@private.example']);

    const next = 'Given,Family,E-mail,Shoe\nWim,Berg,wim@private.example,43';
    await omar.say('', { files: [{ name: 'next.csv', content: next }] });
    const offered = await omar.waitForMessage((message) => textInTeams(message).includes('next.csv'));
    expect(textInTeams(offered)).toContain('Read the same way as “Payroll”');
    expect(textInTeams(offered)).toContain('Wim Berg  wim.berg@contoso.com');
    const known = await omar.click(offered, 'addusers.columnsOpen');
    const forgotten = await omar.click(known, 'addusers.columnsForget', {});
    expect(textInTeams(forgotten)).not.toContain('Payroll');
    const back = await omar.click(forgotten, 'addusers.check');
    expect(textInTeams(back)).toContain(ASKED);
    await omar.click(back, 'addusers.cancel');
  }, 90_000);

  it('in Slack, where each choice shows the people anew, with letters that were a guess', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    const content = iconv.encode('Vorname;Nachname;E-Mail\nJiří;Dvořák;jiri@private.example\n', 'win1250');
    await omar.say('', { files: [{ name: 'czech.csv', content }] });
    const asked = await omar.waitForMessage((message) => textInSlack(message).includes(ASKED));
    await omar.click(asked, 'addusers.columnsOpen');
    const form = await omar.waitForModal((view) => view.callback_id === USE);
    expect(textInSlack(form)).toContain('Jiří Dvořák');
    const blockOf = (field: string) =>
      omar.openModal()?.blocks.find(({ block_id }) => String(block_id).startsWith(`${field}~`))?.block_id;
    const choose = (field: string, value: string) =>
      omar.clickInModal({ actionId: 'addusers.columnsShow', blockId: String(blockOf(field)) }, value);
    await choose('encoding', 'win1252');
    await omar.waitForModal((view) => textInSlack(view).includes('Jiøí Dvoøák'));
    await choose('encoding', 'win1250');
    await omar.waitForModal((view) => textInSlack(view).includes('Jiří Dvořák jiri@private.example'));
    await choose('column2', 'otherMails');
    await omar.waitForModal((view) => textInSlack(view).includes('Jiří Dvořák jiri.dvorak@contoso.com'));
    await omar.submit();
    const checked = await omar.waitForMessage(
      (message) => textInSlack(message).includes('1 ready') && textInSlack(message).includes('czech.csv'),
    );
    // The message of before says that there is a newer one, and has no buttons.
    const isOutdated = (text: string) => text.includes('There is a newer message');
    const outdated = await omar.waitForMessage((message) => isOutdated(textInSlack(message)));
    expect(outdated.blocks.filter(({ type }) => type === 'actions')).toEqual([]);
    await omar.click(checked, 'addusers.cancel');
  }, 60_000);
});

describe('F14 and F18: what a file does not tell is asked', () => {
  it('in Teams, which sheet of a workbook is meant', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const sheet = (name: string, ...people: string[]) => ({
      name,
      rows: [['Display name', 'Username'], ...people.map((one) => [one, `${one}@contoso.com`])],
    });
    const content = makeWorkbook({
      sheets: [
        { name: 'Notes', rows: [['Who to ask: HR']] },
        sheet('March', 'Ann', 'Bea'),
        { ...sheet('Hidden', 'Nobody'), state: 'hidden' },
        sheet('April', 'Cat', 'Dan', 'Eli'),
      ],
    });
    await omar.say('', { files: [{ name: 'spring.xlsx', content }] });
    const asked = await omar.waitForMessage((message) => textInTeams(message).includes('Which sheet'));
    expect(textInTeams(asked)).toContain('March: 2 people');
    expect(textInTeams(asked)).toContain('April: 3 people');
    expect(textInTeams(asked)).not.toContain('Hidden');
    const read = await omar.click(asked, 'April');
    expect(textInTeams(read)).toContain('sheet “April”');
    expect(textInTeams(read)).toContain('3 ready');
    await omar.click(read, 'addusers.cancel');
  }, 60_000);

  it('in Slack, which sheet is meant, and what its columns hold where nobody knows the header', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    const rows = (name: string) => [
      ['Wer', 'Wohin'],
      [name, `${name.toLowerCase()}@contoso.com`],
      ['Zed', 'zed@contoso.com'],
    ];
    const content = makeWorkbook({
      sheets: [
        { name: 'Mai', rows: rows('Fay') },
        { name: 'Juni', rows: rows('Gil') },
      ],
    });
    await omar.say('', { files: [{ name: 'sommer.xlsx', content }] });
    const asked = await omar.waitForMessage((message) => textInSlack(message).includes('Which sheet'));
    expect(textInSlack(asked)).toContain('Juni: 2 people');
    await omar.click(asked, 'addusers.sheet');
    const unknown = await omar.waitForMessage((message) =>
      textInSlack(message).includes('Which columns hold the names?'),
    );
    await omar.click(unknown, 'addusers.columnsOpen');
    const form = await omar.waitForModal((view) => view.callback_id === USE);
    const block = form.blocks.find(({ block_id }) => String(block_id).startsWith('column0~'));
    const names = { actionId: 'addusers.columnsShow', blockId: String(block?.block_id) };
    await omar.clickInModal(names, 'displayName');
    await omar.waitForModal((view) => textInSlack(view).includes('Fay fay@contoso.com'));
    await omar.submit();
    const isRead = (text: string) => text.includes('sheet “Mai”') && text.includes('2 ready');
    const checked = await omar.waitForMessage((message) => isRead(textInSlack(message)));
    await omar.click(checked, 'addusers.cancel');
  }, 60_000);
});

describe('Fix in place: a file is put right in the chat', () => {
  const long = 'Teacher of everything '.repeat(9);
  const slips = Array.from({ length: 10 }, (_, index) => `slip ${index},Slip Kern${index},`);
  const content = [
    'Username,Display name,Job title',
    'not a name,Uma Kern,',
    'vic.lund@contoso.com,,',
    `wes.orr@contoso.com,Wes Orr,${long}`,
    `xia.poe@contoso.com,Xia Poe,${long}`,
    ...slips,
    'omar.other@contoso.com,Omar Haddad,',
  ].join('\n');
  // Slip Kern8 and 9 and the namesake: the first page has ten cells.
  const typed = {
    first: { 'fix2-userPrincipalName': 'uma.kern@contoso.com', 'fix3-displayName': 'Vic Lund' },
    last: { 'fix14-userPrincipalName': 'late.slip@contoso.com' },
  };

  it('in Teams, over two pages', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    await omar.say('', { files: [{ name: 'fix.csv', content }] });
    const checked = await omar.waitForMessage((message) => textInTeams(message).includes('fix.csv'));
    const left = await omar.click(checked, 'Leave out 2');
    expect(textInTeams(left)).toContain('You left them out. Affected: Wes Orr, Xia Poe.');
    const back = await omar.click(left, 'addusers.bringBack');
    const short = await omar.click(back, 'addusers.shorten');
    expect(textInTeams(short)).toContain('3 ready');
    const form = await omar.click(short, 'addusers.fix');
    expect(textInTeams(form)).toContain('Row 3');
    const second = await omar.click(form, 'Next page', typed.first);
    expect(textInTeams(second)).toContain('11 to 13 of 13');
    expect(textInTeams(second)).toContain('Warning only: An account called Omar Haddad already exists');
    const again = await omar.click(second, 'First page', typed.last);
    expect(JSON.stringify(again)).toContain('uma.kern@contoso.com');
    const fixed = await omar.click(again, 'addusers.fixSubmit', {});
    expect(textInTeams(fixed)).toContain('15 ready');
    await omar.click(fixed, 'addusers.cancel');
  }, 60_000);

  it('in Slack, over two pages', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('', { files: [{ name: 'fix.csv', content }] });
    const checked = await omar.waitForMessage((message) => textInSlack(message).includes('fix.csv'));
    const long = checked.blocks.find((block) => JSON.stringify(block).includes('Leave out 2'));
    await omar.click(checked, { actionId: 'addusers.leaveOut', blockId: String(long?.block_id) });
    const left = await omar.waitForMessage((message) => textInSlack(message).includes('You left them out'));
    expect(textInSlack(left)).toContain('Wes Orr, Xia Poe.');
    await omar.click(left, 'addusers.fix');
    await omar.waitForModal((view) => textInSlack(view).includes('1 to 10 of 13'));
    omar.fill(typed.first);
    await omar.clickInModal('addusers.fixMore');
    await omar.waitForModal((view) => textInSlack(view).includes('11 to 13 of 13'));
    omar.fill(typed.last);
    await omar.clickInModal('addusers.fixMore');
    await omar.waitForModal((view) => JSON.stringify(view).includes('uma.kern@contoso.com'));
    await omar.submit();
    const fixed = await omar.waitForMessage((message) => textInSlack(message).includes('13 ready'));
    await omar.click(fixed, 'addusers.cancel');
  }, 60_000);
});
