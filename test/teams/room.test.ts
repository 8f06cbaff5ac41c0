import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/flows/reply.ts';
import type { NoticeView } from '../../src/flows/views/parts.ts';
import type { View } from '../../src/flows/views.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { createRefusalAudit } from '../../src/service/audit/refusalAudit.ts';
import type { TeamsOptions } from '../../src/teams/options.ts';
import { createScaledClock } from '../bench/scaledClock.ts';
import { sampleViews } from '../views/sampleViews.ts';
import { startRoom } from './startRoom.ts';

const MIA = CAST.helpdesk.teams;

function notice(title: string, buttons: NoticeView['buttons'] = []): View {
  return { kind: 'notice', tone: 'info', title, text: [], buttons };
}

function message(title: string): Reply {
  return { type: 'message', view: notice(title) };
}

const button = { action: 'adduser.submit', label: 'Next', id: 'draft_1', version: 2 };

async function bytesOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('a typed command in Teams', () => {
  it.each(['adduser Ada Lovelace', '/adduser Ada Lovelace', 'AddUser   Ada Lovelace'])(
    'runs for "%s" in the 1:1 chat',
    async (text) => {
      const { teams, calls } = await startRoom({ reply: () => message('The form') });
      const mia = teams.as(MIA);
      await mia.say(text);
      await mia.waitForMessage((each) => textOf(each).includes('The form'));
      expect(calls).toHaveLength(1);
      expect(calls[0]?.action).toBe('adduser.open');
      expect(calls[0]?.input.text).toBe('Ada Lovelace');
      expect(calls[0]?.speaker.userId).toBe(MIA);
      expect(teams.violations).toEqual([]);
      expect(teams.protocolErrors).toEqual([]);
    },
  );

  it('is read behind a message that it quotes (T12)', async () => {
    const { teams, calls } = await startRoom({ reply: () => message('The form') });
    const mia = teams.as(MIA);
    await mia.say('adduser Ada', { quotes: '1764357600000' });
    await mia.waitForMessage((each) => textOf(each).includes('The form'));
    expect(calls[0]).toMatchObject({ action: 'adduser.open', input: { text: 'Ada' } });
  });

  it('is answered in the 1:1 chat when it was typed in a channel', async () => {
    const { teams } = await startRoom({ reply: () => message('The form') });
    const mia = teams.as(MIA);
    await mia.say('adduser', { conversation: 'channel' });
    await mia.waitForMessage((each) => textOf(each).includes('The form'));
    const pointer = await mia.waitForMessage((each) => textOf(each).includes('1:1 chat'), 5_000, 'channel');
    expect(textOf(pointer)).not.toContain('The form');
  });

  it('gets help when it is no command', async () => {
    const { teams, calls } = await startRoom({ reply: () => message('Help') });
    await teams.as(MIA).say('please do not run adduser');
    await teams.as(MIA).waitForMessage((each) => textOf(each).includes('Help'));
    expect(calls.map(({ action }) => action)).toEqual(['help.unknown']);
  });

  it('runs once when Teams delivers it again', async () => {
    const { teams, calls } = await startRoom({ reply: () => message('Help') });
    const said = await teams.as(MIA).say('help');
    await teams.redeliver(said.id);
    await sleep(200);
    expect(calls).toHaveLength(1);
  });

  it('is answered at once though the work takes long', async () => {
    let finish: () => void = () => undefined;
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { teams } = await startRoom({ reply: () => work.then(() => message('Late')) });
    await teams.as(MIA).say('help');
    finish();
    await teams.as(MIA).waitForMessage((each) => textOf(each).includes('Late'));
  });
});

describe('a file', () => {
  it('is read in the 1:1 chat', async () => {
    const contents: string[] = [];
    const { teams } = await startRoom({
      reply: async ({ action, input }) => {
        if (action === 'addusers.file' && input.file) contents.push(await bytesOf(await input.file.open()));
        return message('Checked');
      },
    });
    await teams.as(MIA).say('', { files: [{ name: 'people.csv', content: 'a,b\n1,2\n' }] });
    await teams.as(MIA).waitForMessage((each) => textOf(each).includes('Checked'));
    expect(contents).toEqual(['a,b\n1,2\n']);
    expect(teams.violations).toEqual([]);
  });

  it('in a channel gets the way to the 1:1 chat instead', async () => {
    const { teams, calls } = await startRoom({ reply: () => message('Checked') });
    await teams.as(MIA).say('', { conversation: 'channel', files: [{ name: 'people.csv', content: 'a' }] });
    await teams.as(MIA).waitForMessage((each) => textOf(each).includes('1:1 chat'), 5_000, 'channel');
    expect(calls).toEqual([]);
  });

  it('larger than the cap stops while it streams', async () => {
    const codes: unknown[] = [];
    const { teams } = await startRoom({
      reply: async ({ input }) => {
        await bytesOf((await input.file?.open()) ?? (async function* () {})()).catch((error) =>
          codes.push(error.code),
        );
        return message('Done');
      },
    });
    await teams.as(MIA).say('', { files: [{ name: 'people.csv', content: 'x'.repeat(20_000) }] });
    await teams.as(MIA).waitForMessage((each) => textOf(each).includes('Done'));
    expect(codes).toEqual(['FILE_TOO_LARGE']);
  });

  it('from a host that is not listed is not fetched', async () => {
    const codes: unknown[] = [];
    const { teams } = await startRoom({
      reply: async ({ input }) => {
        await input.file?.open().catch((error) => codes.push(error.code));
        return message('Done');
      },
      room: { fileHosts: ['contoso-my.sharepoint.com'] },
    });
    await teams.as(MIA).say('', { files: [{ name: 'people.csv', content: 'a' }] });
    await teams.as(MIA).waitForMessage((each) => textOf(each).includes('Done'));
    expect(codes).toEqual(['FILE_HOST_REFUSED']);
  });

  it('made by the bot is put into OneDrive after consent, made anew then', async () => {
    const view = notice('Here is the log.');
    const { teams, calls } = await startRoom({
      reply: () => ({
        type: 'message',
        view,
        files: [
          {
            name: 'log.csv',
            contentType: 'text/csv',
            bytes: Buffer.from('row,problem\r\n'),
            again: { action: 'addusers.log', id: 'draft_1', version: 2 },
          },
        ],
      }),
    });
    const mia = teams.as(MIA);
    await mia.say('template');
    const consent = await mia.waitForMessage((each) =>
      each.attachments.some(({ contentType }) => contentType.includes('file.consent')),
    );
    await mia.consent(consent, 'accept');
    expect(mia.files().map(({ name, content }) => [name, content.toString()])).toEqual([
      ['log.csv', 'row,problem\r\n'],
    ]);
    expect(calls.at(-1)).toMatchObject({ action: 'addusers.log', input: { id: 'draft_1', version: 2 } });
    expect(teams.violations).toEqual([]);
  });
});

describe('T7: Allow for a file', () => {
  const offer = (): Reply => ({
    type: 'message',
    view: notice('Here is the log.'),
    files: [
      {
        name: 'log.csv',
        contentType: 'text/csv',
        bytes: Buffer.from('row,problem'),
        again: { action: 'addusers.log', id: 'draft_1', version: 2 },
      },
    ],
  });

  it('says which host is missing where the OneDrive is not listed, and takes the card away', async () => {
    const { teams } = await startRoom({
      reply: offer,
      room: { fileHosts: ['contoso-my.sharepoint.com'] },
    });
    teams.switches.uploadWithinMs = 50;
    const mia = teams.as(MIA);
    await mia.say('template');
    const consent = await mia.waitForMessage((each) =>
      each.attachments.some(({ contentType }) => contentType.includes('file.consent')),
    );
    await mia.consent(consent, 'accept');
    const said = await mia.waitForMessage((each) => textOf(each).includes('OneDrive'));
    expect(textOf(said)).toContain("127.0.0.1, where Rollcall isn't set up to put files");
    expect(textOf(said)).toContain('TEAMS_FILE_HOSTS');
    await expect
      .poll(() => mia.messages().some(({ id }) => id === consent.id), { timeout: 10_000 })
      .toBe(false);
    expect(mia.files()).toEqual([]);
  });

  it('puts the file there although OneDrive is busy, and says so where Teams takes no card of it', async () => {
    const { teams } = await startRoom({ reply: offer, room: { clock: createScaledClock(20) } });
    const mia = teams.as(MIA);
    await mia.say('template');
    const consent = await mia.waitForMessage((each) =>
      each.attachments.some(({ contentType }) => contentType.includes('file.consent')),
    );
    teams.switches.uploadsAnswer = [429, 503];
    teams.fail({ method: 'POST', path: /activities/, status: 400 });
    await mia.consent(consent, 'accept');
    expect(mia.files().map(({ name }) => name)).toEqual(['log.csv']);
    const said = await mia.waitForMessage((each) => textOf(each).includes('OneDrive'));
    expect(textOf(said)).toContain('log.csv is in your OneDrive now.');
    await expect
      .poll(() => mia.messages().some(({ id }) => id === consent.id), { timeout: 10_000 })
      .toBe(false);
  });

  it('says that OneDrive did not take the file, when it never does', async () => {
    const { teams } = await startRoom({ reply: offer, room: { clock: createScaledClock(20) } });
    const mia = teams.as(MIA);
    await mia.say('template');
    const consent = await mia.waitForMessage((each) =>
      each.attachments.some(({ contentType }) => contentType.includes('file.consent')),
    );
    teams.switches.uploadsAnswer = [503, 503, 503, 503];
    teams.switches.uploadWithinMs = 50;
    await mia.consent(consent, 'accept');
    await mia.waitForMessage((each) => textOf(each).includes("Your OneDrive didn't accept the file."));
    expect(mia.files()).toEqual([]);
  });

  describe('that never arrives', () => {
    async function ask(room: Partial<TeamsOptions>, reply: () => Reply = offer) {
      const started = await startRoom({ reply, room });
      const mia = started.teams.as(MIA);
      await mia.say('template');
      await mia.waitForMessage((each) => (each.text ?? '').includes('type get file'));
      return { ...started, mia };
    }

    it('is answered with a link to the file, made anew by whoever asks', async () => {
      const given: string[] = [];
      const { mia, calls } = await ask({
        handOut: async ({ name }, { userId }) => {
          given.push(`${name} ${userId}`);
          return 'https://rollcall.example/f/one';
        },
      });
      await mia.say('Get file');
      const said = await mia.waitForMessage((each) => (each.text ?? '').includes('/f/one'));
      expect(said.text).toContain('works once');
      expect(given).toEqual([`log.csv ${MIA}`]);
      expect(calls.at(-1)).toMatchObject({ action: 'addusers.log', input: { id: 'draft_1', version: 2 } });
    });

    it('is answered with why not, where Rollcall has no address', async () => {
      const { mia } = await ask({});
      await mia.say('get file');
      const said = await mia.waitForMessage((each) => textOf(each).includes('PUBLIC_URL'));
      expect(textOf(said)).toContain('choose Allow there');
    });

    it('gives whoever may not have the file any more the refusal', async () => {
      let asked = 0;
      const { mia } = await ask({ handOut: async () => 'https://rollcall.example/f/one' }, () => {
        asked += 1;
        return asked === 1 ? offer() : { type: 'message', view: notice('You may not do this.') };
      });
      await mia.say('get file');
      await mia.waitForMessage((each) => textOf(each).includes('You may not do this.'));
      expect(mia.messages().some(({ text }) => (text ?? '').includes('/f/one'))).toBe(false);
    });

    it('says so when there was no file', async () => {
      const { teams } = await startRoom({ reply: offer });
      await teams.as(MIA).say('get file');
      await teams.as(MIA).waitForMessage((each) => textOf(each).includes('There is no file to get'));
    });
  });
});

describe('T9: a step of a card', () => {
  it('stands in the message too, for a second client and for a phone', async () => {
    const { teams } = await startRoom({
      answers: { 'adduser.submit': 'form' },
      reply: ({ action }) => ({
        type: 'form',
        view: action === 'adduser.submit' ? notice('Confirm') : notice('Start', [button]),
      }),
    });
    teams.switches.forgetsAnswers = true;
    const mia = teams.as(MIA);
    await mia.say('adduser');
    const card = await mia.waitForMessage((each) => textOf(each).includes('Start'));
    await mia.click(card, 'adduser.submit');
    await mia.waitForMessage((each) => each.id === card.id && textOf(each).includes('Confirm'));
    expect(teams.violations).toEqual([]);
    expect(teams.protocolErrors).toEqual([]);
  });

  it('is an answer all the same when the message cannot be changed', async () => {
    const { teams } = await startRoom({
      answers: { 'adduser.submit': 'form' },
      reply: ({ action }) => ({
        type: 'form',
        view: action === 'adduser.submit' ? notice('Confirm') : notice('Start', [button]),
      }),
    });
    const mia = teams.as(MIA);
    await mia.say('adduser');
    const card = await mia.waitForMessage((each) => textOf(each).includes('Start'));
    teams.switches.liveMessages = 404;
    expect(textOf((await mia.click(card, 'adduser.submit')).card)).toContain('Confirm');
  });

  it('that a job keeps up to date is left to its news', async () => {
    const { progress } = sampleViews('Ada', 1);
    const { teams } = await startRoom({
      answers: { 'adduser.submit': 'form' },
      reply: ({ action }) => ({
        type: 'form',
        view: action === 'adduser.submit' ? progress : notice('Start', [button]),
      }),
    });
    const mia = teams.as(MIA);
    await mia.say('adduser');
    const card = await mia.waitForMessage((each) => textOf(each).includes('Start'));
    await mia.click(card, 'adduser.submit');
    await sleep(200);
    expect(mia.messages().find(({ id }) => id === card.id)?.edits).toBe(card.edits);
  });
});

describe('a button on a card', () => {
  it('sends its id, version and the fields, and the card is replaced in place', async () => {
    const sample = sampleViews('Ada', 2).personForm;
    const form = {
      ...sample,
      domains: sample.domains.map((domain) => ({ ...domain, id: 'contoso.com' })),
      values: { ...sample.values, domain: 'contoso.com' },
    };
    const { teams, calls } = await startRoom({
      answers: { 'adduser.submit': 'form' },
      reply: ({ action }) =>
        action === 'adduser.submit'
          ? { type: 'form', view: notice('Confirm') }
          : { type: 'form', view: form },
    });
    const mia = teams.as(MIA);
    await mia.say('adduser');
    const card = await mia.waitForMessage((each) => textOf(each).includes('Add one person'));
    const result = await mia.click(card, 'adduser.submit', { givenName: 'Grace' });
    expect(textOf(result.card)).toContain('Confirm');
    expect(calls.at(-1)?.input).toMatchObject({
      id: 'draft_1',
      version: 3,
      fields: { givenName: 'Grace', surname: 'Ada', domain: 'contoso.com' },
    });
    expect(calls.at(-1)?.place.message?.messageId).toBe(card.id);
    expect(teams.violations).toEqual([]);
    expect(teams.protocolErrors).toEqual([]);
  });

  it('D23: has a sign of life before a slow answer to words, which takes its place', async () => {
    const { teams } = await startRoom({ reply: () => sleep(2_500).then(() => message('Found')) });
    const mia = teams.as(MIA);
    await mia.say('user ada');
    const sign = await mia.waitForMessage((each) => textOf(each).includes('One moment'));
    await mia.waitForMessage((each) => each.id === sign.id && textOf(each).includes('Found'));
    expect(mia.messages().filter(({ from }) => from === 'bot')).toHaveLength(1);
    expect(teams.protocolErrors).toEqual([]);
  });

  it('says that a slow answer comes, then shows it in the place of the card', async () => {
    const { teams } = await startRoom({
      answers: { 'adduser.submit': 'form' },
      reply: ({ action }) =>
        action === 'adduser.submit'
          ? sleep(4_000).then((): Reply => ({ type: 'form', view: notice('Confirm') }))
          : { type: 'form', view: notice('Start', [button]) },
    });
    const mia = teams.as(MIA);
    await mia.say('adduser');
    const card = await mia.waitForMessage((each) => textOf(each).includes('Start'));
    const result = await mia.click(card, 'adduser.submit');
    expect(result.message).toContain('takes a moment');
    await mia.waitForMessage((each) => each.id === card.id && textOf(each).includes('Confirm'));
    expect(teams.protocolErrors).toEqual([]);
  });

  it.each([
    ['', 0],
    [', and comes late', 4_000],
  ])('leaves the card alone when the answer is a message beside it%s', async (_when, lateMs) => {
    const { teams } = await startRoom({
      answers: { 'adduser.submit': 'form' },
      reply: ({ action }) =>
        action === 'adduser.submit'
          ? sleep(lateMs).then((): Reply => ({ type: 'message', view: notice('Graph is down'), here: true }))
          : { type: 'form', view: notice('Start', [button]) },
    });
    const mia = teams.as(MIA);
    await mia.say('adduser');
    const card = await mia.waitForMessage((each) => textOf(each).includes('Start'));
    await mia.click(card, 'adduser.submit');
    await mia.waitForMessage((each) => textOf(each).includes('Graph is down'));
    const now = mia.messages().find(({ id }) => id === card.id);
    expect(textOf(now)).toContain('Start');
    expect(now?.edits).toBe(card.edits);
  });

  it('is refused when its data holds anything but text', async () => {
    const { teams, calls } = await startRoom({ reply: () => message('x') });
    const value = {
      action: { type: 'Action.Execute', verb: 'adduser.submit', data: { id: 'd', deep: { a: 1 } } },
    };
    const activity = teams.activity(MIA, { type: 'invoke', name: 'adaptiveCard/action', value });
    expect(await teams.deliver(activity)).toBe(200);
    expect(calls).toEqual([]);
  });
});

describe('passwords', () => {
  const people = [
    { displayName: 'Ada', userPrincipalName: 'ada@contoso.com', password: new Secret('abcd-efgh') },
  ];

  it('show in the 1:1 chat and are emptied after a time', async () => {
    const view: View = { kind: 'passwords', people, more: 0, showSeconds: 1 };
    const { teams } = await startRoom({
      answers: { 'adduser.submit': 'private' },
      reply: ({ action }) =>
        action === 'adduser.submit'
          ? { type: 'private', claim: async () => ({ view, release: async () => {} }) }
          : { type: 'form', view: notice('Start', [button]) },
    });
    const mia = teams.as(MIA);
    await mia.say('adduser');
    const card = await mia.waitForMessage((each) => textOf(each).includes('Start'));
    await mia.click(card, 'adduser.submit');
    const shown = await mia.waitForMessage((each) => textOf(each).includes('abcd-efgh'));
    await mia.waitForMessage((each) => each.id === shown.id && !textOf(each).includes('abcd-efgh'));
  });

  it('are emptied by the next start when the bot died while they showed', async () => {
    const view: View = { kind: 'passwords', people, more: 0, showSeconds: 300 };
    const { teams, shown, comeBack } = await startRoom({
      reply: () => ({ type: 'private', claim: async () => ({ view, release: async () => {} }) }),
    });
    const mia = teams.as(MIA);
    await mia.say('help');
    const card = await mia.waitForMessage((each) => textOf(each).includes('abcd-efgh'));
    expect(shown).toMatchObject([{ ref: { messageId: card.id } }]);
    expect(JSON.stringify(shown)).not.toContain('abcd-efgh');
    await comeBack(200_000);
    expect(mia.messages().map(textOf).join()).toContain('abcd-efgh');
    await comeBack(301_000);
    await mia.waitForMessage((each) => each.id === card.id && textOf(each).includes('are now gone'));
    await expect.poll(() => shown).toEqual([]);
  });

  it('are noted before they are claimed, and stay noted while Teams is down', async () => {
    const view: View = { kind: 'passwords', people, more: 0, showSeconds: 1 };
    const notedAtClaim: number[] = [];
    const { teams, shown } = await startRoom({
      reply: () => ({
        type: 'private',
        async claim() {
          notedAtClaim.push(shown.length);
          return { view, release: async () => {} };
        },
      }),
    });
    const mia = teams.as(MIA);
    await mia.say('help');
    await mia.waitForMessage((each) => textOf(each).includes('abcd-efgh'));
    expect(notedAtClaim).toEqual([1]);
    teams.switches.down = true;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(shown).toHaveLength(1);
    teams.switches.down = false;
    await mia.waitForMessage((each) => textOf(each).includes('are now gone'));
    await expect.poll(() => shown).toEqual([]);
  });

  it('are not noted when a refusal shows instead', async () => {
    const { teams, shown } = await startRoom({
      reply: () => ({
        type: 'private',
        claim: async () => ({ view: notice('Shown before', []), release: async () => {} }),
      }),
    });
    const mia = teams.as(MIA);
    await mia.say('help');
    await mia.waitForMessage((each) => textOf(each).includes('Shown before'));
    await expect.poll(() => shown).toEqual([]);
  });

  async function startFailing(when: 'before' | 'after') {
    const happened: string[] = [];
    const view: View = { kind: 'passwords', people, more: 0, showSeconds: 60 };
    const started = await startRoom({
      reply: () => ({
        type: 'private',
        async claim() {
          happened.push('claimed');
          started.teams.switches.down = true;
          return { view, release: async () => void happened.push('released') };
        },
      }),
      room: { clock: createScaledClock(50) },
    });
    started.teams.switches.down = when === 'before';
    await started.teams.as(MIA).say('help');
    return { ...started, happened };
  }

  it('are released when they could not be shown', async () => {
    const { happened } = await startFailing('after');
    await expect.poll(() => happened).toEqual(['claimed', 'released']);
  });

  it('are not claimed when Teams takes no card', async () => {
    const { happened, calls } = await startFailing('before');
    await expect.poll(() => calls).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(happened).toEqual([]);
  });
});

describe('the message extension', () => {
  it('opens the form as a dialog whose buttons submit', async () => {
    const form = sampleViews('Ada', 2).personForm;
    const { teams, calls } = await startRoom({
      reply: ({ action }) =>
        action === 'adduser.submit'
          ? { type: 'form', view: sampleViews('Ada', 2).personConfirm }
          : action === 'adduser.create'
            ? { type: 'follow', view: notice('Creating') }
            : { type: 'form', view: form },
    });
    const mia = teams.as(MIA);
    await mia.extension('adduser');
    expect(textOf(mia.dialog)).toContain('Add one person');
    await mia.submitDialog({ givenName: 'Grace' }, 'adduser.submit');
    expect(calls.at(-1)).toMatchObject({
      action: 'adduser.submit',
      input: { fields: { givenName: 'Grace' } },
    });
    expect(calls.at(-1)?.place.message).toBeUndefined();
    expect(teams.violations).toEqual([]);
    expect(teams.protocolErrors).toEqual([]);
  });
});

describe('a form in a dialog whose sending fails', () => {
  const failing = (lateMs: number) =>
    startRoom({
      answers: { 'adduser.submit': 'form' },
      reply: ({ action }) =>
        action === 'adduser.submit'
          ? sleep(lateMs).then((): Reply => ({ type: 'message', view: notice('Graph is down'), here: true }))
          : { type: 'form', view: { ...sampleViews('Ada', 2).personForm, id: 'draft_1' } },
    });

  it('stays, with what was typed and the reason above it, and can be sent again', async () => {
    const { teams, calls } = await failing(0);
    const mia = teams.as(MIA);
    await mia.extension('adduser');
    for (const givenName of ['Grace', 'Grace Brewster']) {
      await mia.submitDialog({ givenName }, 'adduser.submit');
      expect(textOf(mia.dialog)).toContain('Graph is down');
      expect(textOf(mia.dialog)).toContain(`[${givenName}]`);
    }
    await mia.submitDialog({}, 'adduser.submit');
    expect(textOf(mia.dialog).split('Graph is down')).toHaveLength(2);
    expect(calls.at(-1)?.input.fields).toMatchObject({ givenName: 'Grace Brewster', surname: 'Ada' });
    expect(teams.violations).toEqual([]);
  });

  it('goes on in the 1:1 chat, with what was typed, when that comes late', async () => {
    const { teams, calls } = await failing(3_500);
    const mia = teams.as(MIA);
    await mia.extension('adduser');
    await mia.submitDialog({ givenName: 'Grace' }, 'adduser.submit');
    await mia.waitForMessage((each) => textOf(each).includes('Graph is down'));
    const form = await mia.waitForMessage((each) => textOf(each).includes('[Grace]'));
    await mia.click(form, 'adduser.submit');
    expect(calls.at(-1)?.input.fields).toMatchObject({ givenName: 'Grace', surname: 'Ada' });
    expect(teams.violations).toEqual([]);
  });
});

describe('the door', () => {
  it.each([
    ['without a token', { token: null }],
    ['for another bot', { claims: { aud: 'somebody-else' } }],
    ['from another issuer', { claims: { iss: 'https://evil.example' } }],
    ['that has expired', { claims: { exp: Math.floor(Date.now() / 1000) - 3_600 } }],
    ['that is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 3_600 } }],
    ['that names another service', { claims: { serviceurl: 'https://evil.example/' } }],
    ['signed with another key', { otherKey: true }],
    ['with an unknown key id', { kid: 'nobody' }],
    ['that is not signed', { alg: 'none' }],
    ['signed with the public key as a shared secret', { alg: 'HS256' }],
    ['signed with a key that is not for Teams', { unendorsed: true }],
  ])('is closed to a token %s', async (_name, options) => {
    const { teams, calls, audits } = await startRoom({ reply: () => message('x') });
    const activity = teams.activity(MIA, { text: 'help' });
    expect(await teams.deliver(activity, options as never)).toBe(401);
    await sleep(50);
    expect(calls).toEqual([]);
    expect(audits.at(-1)).toMatchObject({ outcome: 'refused' });
  });

  it('is closed to an activity without a service address', async () => {
    const { teams, calls } = await startRoom({ reply: () => message('x') });
    const { serviceUrl: _gone, ...activity } = teams.activity(MIA, { text: 'help' });
    expect(await teams.deliver(activity)).toBe(403);
    expect(calls).toEqual([]);
  });

  it('is closed to another tenant', async () => {
    const { teams, calls, audits } = await startRoom({ reply: () => message('x') });
    const foreign = '00000000-0000-4000-8000-00000000000f';
    const activity = teams.activity(MIA, {
      text: 'help',
      channelData: { tenant: { id: foreign } },
    });
    expect(await teams.deliver(activity)).toBe(403);
    await sleep(50);
    expect(calls).toEqual([]);
    expect(audits.at(-1)).toMatchObject({ outcome: 'refused', detail: { reason: 'tenant' } });
  });

  it.each([{}, { authorization: 'Bearer wrong' }])(
    'D14: is closed to a sender with %j before their body is there',
    async (headers) => {
      const { botUrl } = await startRoom({ reply: () => message('x') });
      const { hostname, port } = new URL(botUrl);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const path = '/api/messages';
        const sent = request({
          hostname,
          port,
          path,
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', 'content-length': '1000000' },
        });
        sent.on('response', (response) => resolve(response.statusCode));
        sent.on('error', reject);
        // Whoever waits for the body answers nothing.
        sent.setTimeout(5_000, () => resolve(undefined));
        sent.write('{');
      });
      expect(status).toBe(401);
    },
  );

  it.each([
    'https://evil.example/',
    'https://smba.trafficmanager.net.evil.example/',
    'http://127.0.0.1:1/',
    'x',
  ])("is closed to a service address that is not Microsoft's: %s", async (serviceUrl) => {
    const { teams, calls, audits } = await startRoom({ reply: () => message('x') });
    const activity = teams.activity(MIA, { text: 'help', serviceUrl });
    expect(await teams.deliver(activity)).toBe(403);
    expect(calls).toEqual([]);
    expect(audits.at(-1)).toMatchObject({ detail: { reason: 'serviceUrl' } });
  });

  it('cannot be used to flood the audit log', async () => {
    const entries: unknown[] = [];
    const store = { audit: async (entry: unknown) => void entries.push(entry) };
    // One minute, however long 80 answers take.
    const clock = { now: () => 0, sleep: async () => undefined };
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const { teams } = await startRoom({
      reply: () => message('x'),
      room: { auditRefusal: createRefusalAudit({ store, clock, log }) },
    });
    const activity = teams.activity(MIA, { text: 'help' });
    const answers = await Promise.all(
      Array.from({ length: 80 }, () => teams.deliver(activity, { token: null })),
    );
    expect(new Set(answers)).toEqual(new Set([401]));
    expect(entries).toHaveLength(60);
  });

  it('stays closed when the refusal cannot be audited', async () => {
    const { teams, calls } = await startRoom({
      reply: () => message('x'),
      audit: () => Promise.reject(new Error('the disk is full')),
    });
    expect(await teams.deliver(teams.activity(MIA, { text: 'help' }), { token: null })).toBe(401);
    expect(calls).toEqual([]);
  });

  it('takes no body of more than 1 MB, and none that is no JSON', async () => {
    const { teams, calls, botUrl } = await startRoom({ reply: () => message('x') });
    const large = teams.activity(MIA, { text: 'x'.repeat(1_100_000) });
    expect(await teams.deliver(large)).toBe(413);
    const broken = await fetch(`${botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"type":',
    });
    // Nobody without a token has a body read.
    expect(broken.status).toBe(401);
    expect(calls).toEqual([]);
  });

  it('lets no prototype and no depth of a card do harm', async () => {
    const { teams, calls } = await startRoom({ reply: () => message('x') });
    const press = (data: unknown) => {
      const value = { action: { type: 'Action.Execute', verb: 'adduser.submit', data } };
      return teams.deliver(teams.activity(MIA, { type: 'invoke', name: 'adaptiveCard/action', value }));
    };
    await press(JSON.parse('{"id":"d","version":"1","__proto__":{"roles":["admin"]},"constructor":{"a":1}}'));
    await press(JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`));
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
    expect(calls).toEqual([]);
    await press(JSON.parse('{"id":"d","version":"1","__proto__":"admin"}'));
    await expect.poll(() => calls).toHaveLength(1);
    expect(Object.getPrototypeOf(calls[0]?.input.fields ?? {})).toBe(Object.prototype);
  });

  it('is open to the same activity with a good token', async () => {
    const { teams, calls } = await startRoom({ reply: () => message('x') });
    expect(await teams.deliver(teams.activity(MIA, { text: 'help' }))).toBe(200);
    await expect.poll(() => calls).toHaveLength(1);
  });
});
