import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CAST } from '../../../src/sandbox/contoso.ts';
import type { TeamsUser } from '../../../src/sandbox/teams/user.ts';
import {
  type Attachment,
  FILE_CONSENT,
  FILE_DOWNLOAD,
  isJson,
  listOf,
} from '../../../src/sandbox/teams/wire.ts';
import { APP_ID, createStage, type Stage, TENANT } from './fakeBot.ts';

let stage: Stage;
let mia: TeamsUser;
let clock: number;

beforeEach(async () => {
  clock = Date.now();
  stage = await createStage(() => clock);
  mia = stage.teams.as(CAST.helpdesk.teams);
});

afterEach(() => stage.stop());

function downloadUrlOf(attachments: unknown): string {
  const file = listOf(attachments).find(({ contentType }) => contentType === FILE_DOWNLOAD);
  return isJson(file?.content) ? String(file.content.downloadUrl) : '';
}

describe('what a person says', () => {
  it('reaches the bot as a message of Teams', async () => {
    const said = await mia.say('adduser Ada');
    expect(said.status).toBe(200);
    expect(stage.got).toHaveLength(1);
    expect(stage.got[0]).toMatchObject({
      type: 'message',
      id: said.id,
      text: 'adduser Ada',
      channelId: 'msteams',
      serviceUrl: `${stage.url}/teams/connector/`,
      locale: 'en-GB',
      from: { id: expect.stringMatching(/^29:/), aadObjectId: CAST.helpdesk.teams, name: 'Mia Meyer' },
      recipient: { id: `28:${APP_ID}` },
      conversation: { id: expect.stringMatching(/^a:1/), conversationType: 'personal', tenantId: TENANT },
      channelData: { tenant: { id: TENANT } },
      attachments: [{ contentType: 'text/html', content: '<p>adduser Ada</p>' }],
    });
    expect(mia.messages()).toMatchObject([{ from: CAST.helpdesk.teams, text: 'adduser Ada' }]);
  });

  it('reaches the bot in a channel only with a mention, and without files', async () => {
    const files = [{ name: 'people.csv', content: 'a,b' }];
    expect(await mia.say('hello all', { conversation: 'channel', mention: false, files })).not.toHaveProperty(
      'status',
    );
    expect(stage.got).toEqual([]);
    const { id } = await mia.say('adduser', { conversation: 'channel', files });
    expect(stage.got[0]).toMatchObject({
      text: '<at>Rollcall</at> adduser\n',
      conversation: {
        conversationType: 'channel',
        isGroup: true,
        id: expect.stringContaining(`;messageid=${id}`),
      },
      channelData: {
        team: { id: expect.stringMatching(/^19:/) },
        channel: { id: expect.stringMatching(/^19:/) },
      },
    });
    expect(listOf(stage.got[0]?.entities)).toContainEqual({
      type: 'mention',
      text: '<at>Rollcall</at>',
      mentioned: { id: `28:${APP_ID}`, name: 'Rollcall' },
    });
    expect(listOf(stage.got[0]?.attachments).map(({ contentType }) => contentType)).toEqual(['text/html']);
  });

  it('reaches the bot in a group chat without a thread', async () => {
    await mia.say('help', { conversation: 'group' });
    expect(stage.got[0]).toMatchObject({
      conversation: { conversationType: 'groupChat', id: expect.not.stringContaining(';') },
    });
  });

  it('is sent again with the same id when asked to', async () => {
    const { id } = await mia.say('adduser');
    expect(await stage.teams.redeliver(id)).toBe(200);
    expect(stage.got.map((activity) => activity.id)).toEqual([id, id]);
    await expect(stage.teams.redeliver('1')).rejects.toThrow('no message 1');
  });

  it('is sent again when the bot is late: same id, then a new one, then no more', async () => {
    // Long enough for each to arrive on a busy machine.
    stage.teams.switches.redeliverAfterMs = 500;
    stage.answer = () => new Promise(() => undefined);
    const { id, status } = await mia.say('adduser');
    expect(status).toBe(0);
    const ids = stage.got.map((activity) => activity.id);
    expect(ids).toHaveLength(3);
    expect(ids.slice(0, 2)).toEqual([id, id]);
    expect(ids[2]).not.toBe(id);
    expect(stage.teams.protocolErrors.map(({ kind }) => kind)).toEqual([
      'late',
      'late',
      'late',
      'unanswered',
    ]);
  });

  it('is not sent again when the bot answers in time', async () => {
    stage.teams.switches.redeliverAfterMs = 400;
    stage.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { status: 200 };
    };
    await mia.say('adduser');
    expect(stage.got).toHaveLength(1);
    expect(stage.teams.protocolErrors).toEqual([]);
  });

  it('is noted when the bot refuses it or is gone', async () => {
    stage.answer = async () => ({ status: 500 });
    expect((await mia.say('adduser')).status).toBe(500);
    stage.teams.setBotUrl('http://127.0.0.1:1');
    expect((await mia.say('adduser')).status).toBe(0);
    expect(stage.teams.protocolErrors.map(({ kind }) => kind)).toEqual(['refused', 'unreachable']);
  });

  it('needs the app, which can be taken away and added', async () => {
    await mia.uninstall();
    await expect(mia.say('adduser')).rejects.toThrow('not installed');
    await mia.install();
    expect((await mia.say('adduser')).status).toBe(200);
    expect(stage.got.map(({ type, action }) => [type, action])).toEqual([
      ['conversationUpdate', undefined],
      ['installationUpdate', 'remove'],
      ['conversationUpdate', undefined],
      ['installationUpdate', 'add'],
      ['message', undefined],
    ]);
  });
});

describe('a file a person attaches', () => {
  async function attach(): Promise<string> {
    await mia.say('', { files: [{ name: 'people.csv', content: 'First name\nAda' }] });
    return downloadUrlOf(stage.got.at(-1)?.attachments);
  }

  it('comes with a link that needs no token, after the HTML of the message', async () => {
    const url = await attach();
    expect(listOf(stage.got[0]?.attachments).map(({ contentType }) => contentType)).toEqual([
      'text/html',
      FILE_DOWNLOAD,
    ]);
    expect(stage.got[0]?.attachments).toMatchObject([
      {},
      { name: 'people.csv', content: { fileType: 'csv', uniqueId: expect.any(String) } },
    ]);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('First name\nAda');
  });

  it('is out of reach after an hour', async () => {
    const url = await attach();
    clock += 3_599_000;
    expect((await fetch(url)).status).toBe(200);
    clock += 2_000;
    expect((await fetch(url)).status).toBe(403);
  });

  it('can be expired, an HTML page, or elsewhere', async () => {
    const url = await attach();
    stage.teams.switches.files = 'expired';
    expect((await fetch(url)).status).toBe(403);
    stage.teams.switches.files = 'html';
    expect((await fetch(url)).headers.get('content-type')).toContain('text/html');
    stage.teams.switches.files = 'redirect';
    const moved = await fetch(url, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([
      302,
      expect.stringContaining('//localhost:'),
    ]);
    expect((await fetch(url.replace(/files\/[^?]*/, 'files/nothing'))).status).toBe(404);
  });

  it('tells when the bot gives its token away', async () => {
    const url = await attach();
    expect((await fetch(url, { headers: { authorization: 'Bearer secret' } })).status).toBe(401);
    expect(stage.teams.protocolErrors.map(({ kind }) => kind)).toEqual(['leak']);
  });
});

describe('a file the bot offers', () => {
  const CSV = Buffer.from('Name\nAda');
  let uploads: { status: number }[];

  beforeEach(() => {
    uploads = [];
    stage.teams.switches.uploadWithinMs = 300;
  });

  async function offer(
    extra: Partial<Attachment> = {},
    conversationId?: string,
  ): Promise<{ status: number; id: string }> {
    await mia.say('hello');
    const id = conversationId ?? stage.teams.state.personal(CAST.helpdesk.teams).id;
    const { status, body } = await stage.call(
      'POST',
      `/v3/conversations/${encodeURIComponent(id)}/activities`,
      {
        type: 'message',
        attachments: [
          {
            contentType: FILE_CONSENT,
            name: 'results.csv',
            content: { description: 'The results', sizeInBytes: CSV.length, acceptContext: { id: 'j1' } },
            ...extra,
          },
        ],
      },
    );
    return { status, id: String(body.id) };
  }

  function uploadWith(range: string, body: Buffer = CSV, headers: Record<string, string> = {}): void {
    uploads = [];
    stage.answer = async ({ name, value }) => {
      if (name === 'fileConsent/invoke' && isJson(value) && isJson(value.uploadInfo)) {
        const { status } = await fetch(String(value.uploadInfo.uploadUrl), {
          method: 'PUT',
          headers: { 'content-range': range, ...headers },
          body: new Uint8Array(body),
        });
        uploads.push({ status });
      }
      return { status: 200 };
    };
  }

  it('arrives when the person allows it', async () => {
    const { id } = await offer();
    uploadWith('bytes 0-7/8');
    await mia.consent(id, 'accept');
    expect(stage.got.at(-1)).toMatchObject({
      name: 'fileConsent/invoke',
      replyToId: id,
      value: {
        type: 'fileUpload',
        action: 'accept',
        context: { id: 'j1' },
        uploadInfo: { name: 'results.csv' },
      },
    });
    expect(mia.files().map(({ name, content }) => [name, content.toString()])).toEqual([
      ['results.csv', 'Name\nAda'],
    ]);
    expect(stage.teams.as(CAST.admin.teams).files()).toEqual([]);
    expect(stage.teams.protocolErrors).toEqual([]);
  });

  it('does not arrive when the person declines', async () => {
    const { id } = await offer();
    await mia.consent(id, 'decline');
    expect(stage.got.at(-1)).toMatchObject({ value: { action: 'decline' } });
    expect(stage.got.at(-1)?.value).not.toHaveProperty('uploadInfo');
    expect(mia.files()).toEqual([]);
  });

  it.each([
    ['without a range', '', 400],
    ['with a range that does not fit the body', 'bytes 0-99/100', 400],
    ['from the middle', 'bytes 4-7/8', 416],
    ['in a part of an odd size', 'bytes 0-7/16', 400],
  ])(
    'is refused when it is sent %s',
    async (_how, range, status) => {
      const { id } = await offer();
      uploadWith(range);
      const clicked = mia.consent(id, 'accept');
      await expect.poll(() => uploads).toEqual([{ status }]);
      expect(stage.teams.protocolErrors.map(({ kind }) => kind)).toEqual(['upload']);
      uploadWith('bytes 0-7/8');
      await mia.consent(id, 'accept');
      expect(mia.files()).toHaveLength(1);
      await clicked;
    },
    20_000,
  );

  it('may be sent in parts', async () => {
    const { id } = await offer();
    const part = 327_680;
    const big = Buffer.alloc(part + 10, 'x');
    const statuses: number[] = [];
    stage.answer = async ({ value }) => {
      const url = isJson(value) && isJson(value.uploadInfo) ? String(value.uploadInfo.uploadUrl) : '';
      for (const [from, to] of [
        [0, part],
        [part, part + 10],
      ] as const) {
        const response = await fetch(url, {
          method: 'PUT',
          headers: { 'content-range': `bytes ${from}-${to - 1}/${big.length}` },
          body: new Uint8Array(big.subarray(from, to)),
        });
        statuses.push(response.status);
      }
      return { status: 200 };
    };
    await mia.consent(id, 'accept');
    expect(statuses).toEqual([202, 201]);
    expect(mia.files()[0]?.content.length).toBe(part + 10);
  });

  it('is refused with a token, without a name, and outside the 1:1 chat', async () => {
    const { id } = await offer();
    uploadWith('bytes 0-7/8', CSV, { authorization: 'Bearer secret' });
    const clicked = mia.consent(id, 'accept');
    await expect.poll(() => uploads).toEqual([{ status: 401 }]);
    expect((await offer({ name: '' })).status).toBe(400);
    const channel = stage.teams.state.of(CAST.helpdesk.teams, 'channel').id;
    expect((await offer({}, channel)).status).toBe(400);
    expect(stage.teams.violations.flatMap(({ problems }) => problems)).toEqual([
      expect.stringContaining('needs a name'),
      expect.stringContaining('personal chats only'),
    ]);
    await clicked;
  });
});
