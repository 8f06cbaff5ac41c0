import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/teams/textOf.ts';
import type { TeamsUser } from '../../../src/sandbox/teams/user.ts';
import { type Activity, ADAPTIVE_CARD, isJson, type Json } from '../../../src/sandbox/teams/wire.ts';
import { createStage, type Stage } from './fakeBot.ts';

let stage: Stage;
let mia: TeamsUser;
let chat: string;

beforeEach(async () => {
  stage = await createStage();
  mia = stage.teams.as(CAST.helpdesk.teams);
  chat = stage.teams.state.personal(CAST.helpdesk.teams).id;
});

afterEach(() => stage.stop());

const execute = (verb: string, title = verb, extra: Json = {}) => ({
  type: 'Action.Execute',
  title,
  verb,
  data: { id: 'd1', version: 2 },
  ...extra,
});
const card = (text: string, actions: unknown[] = [], inputs: unknown[] = []) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text }, ...inputs],
  actions,
});
const FORM = card(
  'New person',
  [execute('adduser.submit', 'Next'), execute('adduser.back', 'Back', { associatedInputs: 'none' })],
  [
    {
      type: 'Input.Text',
      id: 'givenName',
      label: 'First name',
      isRequired: true,
      errorMessage: 'Enter a first name',
      maxLength: 10,
      regex: '^[A-Z]',
    },
    { type: 'Input.Text', id: 'surname', label: 'Last name', value: 'Lovelace' },
    { type: 'Input.Toggle', id: 'signIn', title: 'Allow sign-in', valueOn: 'allowed', valueOff: 'blocked' },
    {
      type: 'Input.ChoiceSet',
      id: 'licenses',
      label: 'Licenses',
      isMultiSelect: true,
      value: 'e3',
      choices: [
        { title: 'Office 365 E3', value: 'e3' },
        { title: 'Microsoft 365 E5', value: 'e5' },
      ],
    },
    { type: 'Input.Text', id: 'reason', label: 'Reason' },
  ],
);
const answerCard = (value: unknown) => ({
  status: 200,
  body: { statusCode: 200, type: ADAPTIVE_CARD, value },
});
const problems = () => stage.teams.violations.flatMap((violation) => violation.problems).join('\n');

/** The data that a click has sent. */
function dataOf(activity: Activity | undefined): unknown {
  const value = activity?.value;
  return isJson(value) && isJson(value.action) ? value.action.data : undefined;
}

describe('a click', () => {
  it('sends the inputs of the card with the data of the button, and shows the answer in place', async () => {
    const id = await stage.post(chat, FORM);
    stage.answer = async () => answerCard(card('Please confirm', [execute('adduser.create')]));
    const answer = await mia.click(id, 'adduser.submit', { givenName: 'Ada', licenses: 'e3,e5' });
    expect(stage.got[0]).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: id,
      channelId: 'msteams',
      value: { trigger: 'manual', action: { type: 'Action.Execute', verb: 'adduser.submit', title: 'Next' } },
    });
    expect(dataOf(stage.got[0])).toEqual({
      id: 'd1',
      version: 2,
      givenName: 'Ada',
      surname: 'Lovelace',
      signIn: 'blocked',
      licenses: 'e3,e5',
    });
    expect(textOf(answer)).toBe('Please confirm\n[adduser.create]');
    expect(mia.messages()).toHaveLength(1);
    expect(textOf(mia.messages()[0])).toBe(textOf(answer));
    await mia.click(answer, 'adduser.create');
    expect(stage.got).toHaveLength(2);
  });

  it('is by title too, and leaves the inputs out when the button says so', async () => {
    const message = await stage.post(chat, FORM);
    stage.answer = async () => answerCard(card('Back'));
    await mia.click(message, 'Back');
    expect(dataOf(stage.got[0])).toEqual({ id: 'd1', version: 2 });
  });

  it.each([
    ['a required input left empty', {}, 'First name is required: Enter a first name'],
    ['a value that is too long', { givenName: 'Adaadaadaada' }, 'longer than 10'],
    ['a value that does not match', { givenName: 'ada' }, 'does not match'],
    ['a choice that is not there', { givenName: 'Ada', licenses: 'e3,e7' }, "no choice 'e3,e7'"],
    ['a toggle in between', { givenName: 'Ada', signIn: 'maybe' }, "'allowed' or 'blocked'"],
    ['an input that is not there', { givenName: 'Ada', domain: 'x' }, 'no input domain'],
  ])('is stopped by the client on %s, unless forced', async (_what, inputs, said) => {
    const id = await stage.post(chat, FORM);
    await expect(mia.click(id, 'adduser.submit', inputs)).rejects.toThrow(said);
    expect(stage.got).toEqual([]);
    stage.answer = async () => answerCard(card('ok'));
    await mia.click(id, 'adduser.submit', inputs, { force: true });
    expect(dataOf(stage.got[0])).toMatchObject(inputs);
  });

  it('needs one button of that name', async () => {
    const id = await stage.post(chat, card('Two', [execute('job.retry', 'A'), execute('job.retry', 'B')]));
    await expect(mia.click(id, 'job.stop')).rejects.toThrow(
      "no button 'job.stop' in: A (job.retry), B (job.retry)",
    );
    await expect(mia.click(id, 'job.retry')).rejects.toThrow('more than one');
    stage.answer = async () => answerCard(card('ok'));
    expect((await mia.click(id, 'B')).status).toBe(200);
    await expect(mia.click(id, 'A')).rejects.toThrow('in: none');
    await expect(mia.click('1', 'A')).rejects.toThrow('sees no message 1');
  });

  it('is waited for where the bot puts it there later', async () => {
    const id = await stage.post(chat, card('Wait', []));
    const clicked = mia.click(id, 'adduser.create');
    stage.answer = async () => answerCard(card('ok'));
    await stage.call('PUT', `/v3/conversations/${encodeURIComponent(chat)}/activities/${id}`, {
      type: 'message',
      attachments: [{ contentType: ADAPTIVE_CARD, content: card('Now', [execute('adduser.create')]) }],
    });
    expect((await clicked).status).toBe(200);
  });

  it('can be on a card that has since changed', async () => {
    const id = await stage.post(chat, card('Old', [execute('adduser.create')]));
    const [old] = mia.cards();
    if (old === undefined) throw new Error('no card');
    stage.answer = async () => answerCard(card('New'));
    await mia.click(id, 'adduser.create');
    await expect(mia.click(old, 'adduser.create')).rejects.toThrow('no button');
    await mia.click(old, 'adduser.create', {}, { stale: true });
    expect(stage.got).toHaveLength(2);
  });

  it('is not possible on a disabled button, unless forced', async () => {
    const id = await stage.post(chat, card('Off', [execute('job.stop', 'Stop', { isEnabled: false })]));
    await expect(mia.click(id, 'job.stop')).rejects.toThrow('disabled');
    stage.answer = async () => answerCard(card('ok'));
    expect((await mia.click(id, 'job.stop', {}, { force: true })).status).toBe(200);
  });

  it('sends the inputs of a card behind a button with those around it', async () => {
    const inner = {
      type: 'AdaptiveCard',
      body: [{ type: 'Input.Text', id: 'why', label: 'Why' }],
      actions: [execute('decline')],
    };
    const outer = card(
      'Request',
      [{ type: 'Action.ShowCard', title: 'Decline…', card: inner }, execute('approve')],
      [{ type: 'Input.Text', id: 'note', value: 'n' }],
    );
    const id = await stage.post(chat, outer);
    stage.answer = async () => ({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Noted' },
    });
    expect(textOf(await mia.click(id, 'decline', { why: 'too many' }))).toBe('Noted');
    expect(dataOf(stage.got[0])).toMatchObject({
      note: 'n',
      why: 'too many',
    });
    await mia.click(id, 'approve');
    expect(dataOf(stage.got[1])).not.toHaveProperty('why');
  });

  it('changes the card for the one who clicked, until the bot updates the message', async () => {
    const group = stage.teams.state.of(CAST.helpdesk.teams, 'group').id;
    const omar = stage.teams.as(CAST.admin.teams);
    const id = await stage.post(group, card('Who?', [execute('job.reveal')]));
    stage.answer = async () => answerCard(card('For you'));
    await mia.click(id, 'job.reveal');
    expect(textOf(mia.cards('group')[0])).toBe('For you');
    expect(textOf(omar.cards('group')[0])).toBe('Who?\n[job.reveal]');
    const attachments = [{ contentType: ADAPTIVE_CARD, content: card('Done') }];
    await stage.call('PUT', `/v3/conversations/${group}/activities/${id}`, { type: 'message', attachments });
    expect([mia, omar].map((user) => textOf(user.cards('group')[0]))).toEqual(['Done', 'Done']);
  });

  it('does not cover an update that the bot sent before it answered', async () => {
    const id = await stage.post(chat, card('Start', [execute('job.retry')]));
    stage.answer = async () => {
      const attachments = [{ contentType: ADAPTIVE_CARD, content: card('Result') }];
      await stage.call('PUT', `/v3/conversations/${chat}/activities/${id}`, { type: 'message', attachments });
      return answerCard(card('Working'));
    };
    expect(textOf(await mia.click(id, 'job.retry'))).toBe('Result');
    expect(textOf(mia.cards()[0])).toBe('Result');
  });

  it('is tried three times when the bot is late, and shown as unreachable', async () => {
    stage.teams.switches.invokeWithinMs = 300;
    stage.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 450));
      return answerCard(card('Late'));
    };
    const id = await stage.post(chat, card('Start', [execute('job.retry')]));
    const answer = await mia.click(id, 'job.retry');
    expect([answer.status, textOf(answer)]).toEqual([0, 'Unable to reach the app. Please try again.']);
    expect(stage.got).toHaveLength(3);
    expect(new Set(stage.got.map((activity) => activity.id)).size).toBe(1);
    expect(textOf(mia.cards()[0])).toBe('Start\n[job.retry]');
    expect(stage.teams.protocolErrors.map(({ kind }) => kind)).toEqual([
      'late',
      'late',
      'late',
      'unanswered',
    ]);
  });

  it.each([
    [
      'a bad card',
      { statusCode: 200, type: ADAPTIVE_CARD, value: { type: 'AdaptiveCard', version: '1.6' } },
      '1.5 or earlier',
    ],
    ['no body', undefined, 'must be {statusCode'],
    ['an unknown type', { statusCode: 200, type: 'text', value: 'a' }, "type 'text'"],
    [
      'a status as text',
      { statusCode: '200', type: ADAPTIVE_CARD, value: {} },
      'statusCode must be a number',
    ],
    [
      'a card with an error status',
      { statusCode: 400, type: ADAPTIVE_CARD, value: card('a') },
      'statusCode 200',
    ],
    [
      'an error without a code',
      { statusCode: 500, type: 'application/vnd.microsoft.error', value: {} },
      'code, message',
    ],
    [
      'an error that is none',
      { statusCode: 200, type: 'application/vnd.microsoft.error', value: { code: 'a', message: 'b' } },
      '4xx or 5xx',
    ],
    [
      'a message that is none',
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: {} },
      'string value',
    ],
  ])('shows that something went wrong on %s', async (_what, body, said) => {
    const id = await stage.post(chat, card('Start', [execute('job.retry')]));
    stage.answer = async () => ({ status: 200, body });
    expect(textOf(await mia.click(id, 'job.retry'))).toContain('Something went wrong');
    expect(problems()).toContain(said);
    expect(textOf(mia.cards()[0])).toContain('Start');
  });

  it('shows an error of the bot', async () => {
    const id = await stage.post(chat, card('Start', [execute('job.retry')]));
    const value = { code: 'GONE', message: 'This card is too old.' };
    stage.answer = async () => ({
      status: 200,
      body: { statusCode: 412, type: 'application/vnd.microsoft.error', value },
    });
    expect((await mia.click(id, 'job.retry')).error).toEqual(value);
    expect(stage.teams.violations).toEqual([]);
    stage.answer = async () => ({ status: 501 });
    expect((await mia.click(id, 'job.retry')).status).toBe(501);
    expect(stage.teams.protocolErrors).toMatchObject([
      { kind: 'refused', what: expect.stringContaining('501') },
    ]);
  });

  it('on a Submit button sends a message with a value and no text', async () => {
    const actions = [{ type: 'Action.Submit', title: 'Send', data: { verb: 'old' } }];
    const id = await stage.post(chat, card('Form', actions, [{ type: 'Input.Text', id: 'note' }]));
    await mia.click(id, 'Send', { note: 'hello' });
    expect(stage.got[0]).toMatchObject({
      type: 'message',
      replyToId: id,
      value: { verb: 'old', note: 'hello' },
    });
    expect(stage.got[0]).not.toHaveProperty('text');
  });

  it('on a messageBack or imBack button sends a message with a text', async () => {
    const id = await stage.post(
      chat,
      card('Menu', [
        { type: 'Action.Submit', title: 'A', data: { msteams: { type: 'messageBack', text: 'help' }, n: 1 } },
        { type: 'Action.Submit', title: 'B', data: { msteams: { type: 'imBack', value: 'adduser' } } },
      ]),
    );
    await mia.click(id, 'A');
    await mia.click(id, 'B');
    expect(stage.got).toMatchObject([{ text: 'help', value: { n: 1 } }, { text: 'adduser' }]);
  });

  it('on a link opens it and tells the bot nothing', async () => {
    const id = await stage.post(
      chat,
      card('Links', [
        { type: 'Action.OpenUrl', title: 'Open', url: 'https://rollcall.test/p/1' },
        { type: 'Action.ToggleVisibility', title: 'More', targetElements: ['x'] },
      ]),
    );
    expect((await mia.click(id, 'Open')).url).toBe('https://rollcall.test/p/1');
    await expect(mia.click(id, 'More')).rejects.toThrow('sends nothing');
    expect(stage.got).toEqual([]);
  });

  it('may bring back what the person typed, even with ${} in it', async () => {
    const id = await stage.post(chat, FORM);
    stage.answer = async () => answerCard(card('Reason: ${x}'));
    expect(
      (await mia.click(id, 'adduser.submit', { givenName: 'Ada', reason: 'as ${y}' })).error,
    ).toBeDefined();
    expect(
      (await mia.click(id, 'adduser.submit', { givenName: 'Ada', reason: 'as ${x}' })).error,
    ).toBeUndefined();
  });
});

describe('waiting for a message', () => {
  it('ends when it comes, or is updated so that it fits', async () => {
    const waiting = mia.waitForMessage((message) => textOf(message).includes('Done'));
    const id = await stage.post(chat, card('Working'));
    const attachments = [{ contentType: ADAPTIVE_CARD, content: card('Done') }];
    await stage.call('PUT', `/v3/conversations/${chat}/activities/${id}`, { type: 'message', attachments });
    expect((await waiting).id).toBe(id);
    expect((await mia.waitForMessage(({ id: one }) => one === id)).id).toBe(id);
  });

  it('says what is there when it does not', async () => {
    await stage.post(chat, card('Working'));
    await expect(mia.waitForMessage(() => false, 30)).rejects.toThrow('Working');
  });
});
