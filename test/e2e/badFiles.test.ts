import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { makeWorkbook } from '../composition/makeWorkbook.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const HEADER = ['Username', 'Display name'];
const ADA = ['ada.k@contoso.com', 'Ada K'];
const zip = (files: Record<string, string>) =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const bomb = () =>
  makeWorkbook({
    sheets: [{ name: 'A', rows: [HEADER, ADA] }],
    parts: { 'xl/sharedStrings.xml': `<x>${' '.repeat(60 * 1024 * 1024)}</x>` },
  });
const emptyRows = () => {
  const cells = (...texts: string[]) => texts.map((one) => `<c t="inlineStr"><is><t>${one}</t></is></c>`);
  const empty = Array.from({ length: 100_000 }, (_, index) => `<row r="${index + 3}"><c s="1"/></row>`);
  const people = `<row r="1">${cells(...HEADER).join('')}</row><row r="2">${cells(...ADA).join('')}</row>`;
  const sheetData = `${people}${empty.join('')}<row r="1048576"></row>`;
  return makeWorkbook({ sheets: [{ name: 'A', rows: [], sheetData }] });
};
const macros = () =>
  makeWorkbook({
    sheets: [{ name: 'A', rows: [HEADER, ADA] }],
    parts: { 'xl/vbaProject.bin': 'macro', 'xl/externalLinks/externalLink1.xml': '<externalLink/>' },
  });
const farHeader = `${Array.from({ length: 39 }, (_, index) => `Line ${index}`).join('\n')}\n${HEADER}\n${ADA}\n`;
const wide = Array.from({ length: 5_000 }, (_, index) => `Header ${index}`).join(',');

/** What a person may attach by mistake or in bad faith, and what the answer has to say. */
// Made before the bot starts: packing a bomb keeps this process, which is also its Slack and Teams, busy for seconds.
const FILES: readonly [name: string, content: string | Buffer, says: string][] = [
  ['bomb.xlsx', bomb(), 'Once unpacked, the workbook is too large'],
  ['rows.xlsx', emptyRows(), '1 ready'],
  ['macros.xlsm', macros(), '1 ready'],
  [
    'locked.xlsx',
    Buffer.concat([OLE, Buffer.alloc(2_000), Buffer.from('EncryptedPackage', 'utf16le')]),
    'password',
  ],
  ['calc.ods', zip({ mimetype: 'x', 'content.xml': '<x/>' }), 'OpenDocument'],
  ['mac.numbers', zip({ 'Index/Document.iwa': 'x' }), 'Numbers'],
  ['list.pdf', '%PDF-1.7\n1 0 obj', 'PDF'],
  ['huge.csv', `${HEADER}\n${`${ADA}\n`.repeat(1_600_000)}`, 'more than 5000 people'],
  ['far.csv', farHeader, 'None of the first 20 rows'],
  ['wide.csv', `${wide}\nx\n`, '5000 columns'],
];

describe('bad files', () => {
  it('each get their own words in Teams with the name of the file, and nobody is created', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    for (const [name, content, says] of FILES) {
      const before = omar.cards().length;
      await omar.say('', { files: [{ name, content }] });
      const isAnswer = (text: string) => text.includes(says) && text.includes(name);
      await expect
        .poll(() => omar.cards().slice(before).map(textInTeams).some(isAnswer), {
          timeout: 20_000,
          message: name,
        })
        .toBe(true);
    }
    expect(setUp.sandbox.graph.state.findUser('ada.k@contoso.com')).toBeUndefined();
  }, 120_000);

  const TEN = Array.from({ length: 10 }, (_, index) => ({
    name: index === 0 ? 'scan.pdf' : `list${index}.csv`,
    content: index === 0 ? '%PDF-1.7' : `${HEADER}\nnew${index}@contoso.com,New ${index}\n`,
  }));
  const isReadAlone = (text: string) =>
    text.includes('You sent 10 files. Rollcall is reading one of them:\nlist1.csv') &&
    TEN.every(({ name }) => name === 'list1.csv' || text.includes(`Not read: ${name}`));

  it('ten in one message: the first list is read, and each of the others is named as not read, in Slack', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('', { files: TEN });
    await omar.waitForMessage((message) => /list1\.csv[\s\S]*1 ready/.test(textInSlack(message)));
    await omar.waitForMessage((message) => isReadAlone(textInSlack(message)));
  }, 60_000);

  it('ten in one message: the same in Teams', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    await omar.say('', { files: TEN });
    await omar.waitForMessage((message) => /list1\.csv[\s\S]*1 ready/.test(textInTeams(message)));
    await omar.waitForMessage((message) => isReadAlone(textInTeams(message)));
    expect(setUp.sandbox.graph.state.findUser('new1@contoso.com')).toBeUndefined();
  }, 60_000);

  it('each get their own words in Slack with the name of the file, too', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    for (const [name, content, inTeams] of FILES) {
      // Slack says how large a file is before it is downloaded.
      const says = name === 'huge.csv' ? 'larger than 10 MB' : inTeams;
      await omar.say('', { files: [{ name, content }] });
      await omar.waitForMessage(
        (message) => textInSlack(message).includes(says) && textInSlack(message).includes(name),
        20_000,
      );
    }
    expect(setUp.sandbox.graph.state.findUser('ada.k@contoso.com')).toBeUndefined();
  }, 120_000);
});
