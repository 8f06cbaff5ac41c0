import { describe, expect, it } from 'vitest';
import { BOT_TOKEN, MIA_DIRECT, startSlack } from './startSlack.ts';

const BYTES = Buffer.from('Username\r\nzo\u00eb\r\n\u0000\u00ff--', 'latin1');
const authorized = { headers: { authorization: `Bearer ${BOT_TOKEN}` } };

async function withFile() {
  const setup = await startSlack();
  const { id } = setup.mia.upload({ name: 'tëam list.csv', content: BYTES });
  const { file } = await setup.must('files.info', { file: id });
  return { ...setup, id, file: file as { url_private_download: string } & Record<string, unknown> };
}

describe('downloading a file', () => {
  it('gives its bytes for the token', async () => {
    const { file } = await withFile();
    expect(file).toMatchObject({ name: 'tëam list.csv', filetype: 'csv', size: BYTES.length });
    const response = await fetch(file.url_private_download, authorized);
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(Buffer.from(await response.arrayBuffer()).equals(BYTES)).toBe(true);
  });

  it.each([
    ['without a token', {}],
    ['with another token', { headers: { authorization: 'Bearer xoxb-other' } }],
  ])('gives the sign-in page %s, with status 200', async (_, init) => {
    const { file } = await withFile();
    const response = await fetch(file.url_private_download, init);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it('gives nothing for a file that is not there', async () => {
    const { baseUrl, call } = await withFile();
    expect((await fetch(`${baseUrl}/slack/files/F1/x`, authorized)).status).toBe(404);
    expect((await call('files.info', { file: 'F1' })).body.error).toBe('file_not_found');
  });

  it('can be told by a path without a host', async () => {
    const { slack, must, id } = await withFile();
    slack.switches.hostRelativeDownloads = true;
    const { file } = await must('files.info', { file: id });
    expect((file as Record<string, unknown>).url_private_download).toMatch(/^\/slack\/files\//);
  });
});

describe('a file in a channel', () => {
  it.each([
    ['C0GENERAL', undefined],
    ['C0RANDOM', 'file_not_found'],
  ])('is reached in %s as far as the bot is a member: %s', async (channel, error) => {
    const { mia, slack, call } = await startSlack();
    await mia.sayInChannel('here', { channel, files: [{ name: 'a.csv', content: 'x' }] });
    const [file] = [...slack.state.files.keys()];
    expect((await call('files.info', { file })).body.error).toBe(error);
  });
});

describe('a file of a person', () => {
  it('comes with the event of its message', async () => {
    const { mia, last } = await startSlack();
    await mia.say('here', { files: [{ name: 'a.csv', content: 'x' }] });
    expect(last('message').body.event).toMatchObject({
      subtype: 'file_share',
      text: 'here',
      files: [{ name: 'a.csv', mimetype: 'text/csv', size: 1, file_access: 'visible' }],
    });
  });

  it('cannot be deleted by the bot, as its own can', async () => {
    const setup = await withFile();
    const refused = await setup.call('files.delete', { file: setup.id });
    expect(refused.body.error).toBe('cant_delete_file');
    const own = await upload(setup, 'own.csv', BYTES);
    await setup.must('files.completeUploadExternal', { files: [{ id: own.id }], channel_id: MIA_DIRECT });
    expect(setup.mia.files()).toHaveLength(1);
    await setup.must('files.delete', { file: own.id });
    expect(setup.mia.files()).toEqual([]);
  });
});

type Setup = Awaited<ReturnType<typeof startSlack>>;

/** Promises a file and sends its bytes, raw or as a form. */
async function upload(
  { must }: Setup,
  filename: string,
  content: Buffer,
  form = false,
  length = content.length,
) {
  const { upload_url, file_id } = await must('files.getUploadURLExternal', { filename, length });
  const body = new FormData();
  body.set('filename', filename);
  body.set('file', new Blob([new Uint8Array(content)]), filename);
  const answer = await fetch(String(upload_url), {
    method: 'POST',
    body: form ? body : new Uint8Array(content),
  });
  return { id: String(file_id), status: answer.status };
}

describe('uploading a file', () => {
  it.each([
    ['raw', false],
    ['as a form', true],
  ])('%s brings exactly its bytes into the channel', async (_, form) => {
    const setup = await startSlack();
    const { id, status } = await upload(setup, 'results.csv', BYTES, form);
    expect(status).toBe(200);
    expect(setup.mia.files()).toEqual([]);
    const args = { files: [{ id }], channel_id: MIA_DIRECT, initial_comment: 'Here' };
    await setup.must('files.completeUploadExternal', args);
    expect(setup.mia.files()).toEqual([{ name: 'results.csv', content: BYTES }]);
    expect(setup.mia.messages()[0]?.text).toBe('Here');
    expect(setup.slack.violations).toEqual([]);
    const again = await setup.call('files.completeUploadExternal', args);
    expect(again.body.error).toBe('file_not_found');
  });

  it('takes blocks in the place of a comment, but no markdown block', async () => {
    const setup = await startSlack();
    const end = async (more: object) => {
      const { id } = await upload(setup, 'results.csv', BYTES);
      const args = { files: [{ id }], channel_id: MIA_DIRECT, ...more };
      return (await setup.call('files.completeUploadExternal', args)).body;
    };
    const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'Here' } }];
    expect(await end({ blocks })).toMatchObject({ ok: true });
    expect(setup.mia.messages()).toMatchObject([{ text: '', blocks, files: [{ name: 'results.csv' }] }]);
    expect(await end({ blocks, initial_comment: 'There' })).toMatchObject({ ok: true });
    expect(setup.mia.messages()[1]).toMatchObject({ text: 'There', blocks: [] });
    expect(await end({ blocks: [{ type: 'markdown', text: '**Here**' }] })).toMatchObject({
      error: 'internal_error',
    });
    expect(await end({ blocks: [{ type: 'section' }] })).toMatchObject({ error: 'invalid_blocks' });
    expect(setup.mia.files()).toHaveLength(2);
  });

  it('is reported when other bytes come than were promised', async () => {
    const setup = await startSlack();
    await upload(setup, 'results.csv', BYTES, false, BYTES.length + 1);
    expect(setup.slack.violations).toMatchObject([{ where: 'upload of results.csv' }]);
  });

  it('needs a name and a length, bytes, and a promise', async () => {
    const { call, must, post } = await startSlack();
    const start = async (args: Record<string, unknown>) =>
      (await call('files.getUploadURLExternal', args)).body.error;
    expect(await start({ length: 3 })).toBe('invalid_arguments');
    expect(await start({ filename: 'a.csv', length: 0 })).toBe('invalid_arguments');
    const { file_id } = await must('files.getUploadURLExternal', { filename: 'a.csv', length: 3 });
    expect((await post(`/slack/upload/${String(file_id)}`, '')).status).toBe(400);
    expect((await post('/slack/upload/F1', 'abc')).status).toBe(404);
    const early = await call('files.completeUploadExternal', { files: [{ id: file_id }] });
    expect(early.body.error).toBe('file_not_found');
  });

  it('ends only where the bot is, and stays private without a channel', async () => {
    const setup = await startSlack();
    const { id } = await upload(setup, 'a.csv', BYTES);
    const complete = async (channel_id: string) =>
      (await setup.call('files.completeUploadExternal', { files: [{ id }], channel_id })).body.error;
    expect(await complete('C0RANDOM')).toBe('not_in_channel');
    expect(await complete('C0NOWHERE')).toBe('channel_not_found');
    await setup.must('files.completeUploadExternal', { files: [{ id }] });
    expect(setup.mia.files()).toEqual([]);
    expect(setup.slack.state.files.get(id)?.content.equals(BYTES)).toBe(true);
  });
});
