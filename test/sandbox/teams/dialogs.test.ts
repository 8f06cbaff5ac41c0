import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/teams/textOf.ts';
import type { TeamsUser } from '../../../src/sandbox/teams/user.ts';
import { ADAPTIVE_CARD, type Json } from '../../../src/sandbox/teams/wire.ts';
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

const submit = (title: string, data: Json) => ({ type: 'Action.Submit', title, data });
const card = (text: string, actions: unknown[], body: unknown[] = []) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text }, ...body],
  actions,
});
const FORM = card(
  'New person',
  [submit('Next', { verb: 'adduser.submit', id: 'd1' }), submit('Back', { verb: 'adduser.back' })],
  [{ type: 'Input.Text', id: 'givenName', label: 'First name', isRequired: true, errorMessage: 'Enter one' }],
);
const show = (content: unknown, title: unknown = 'Add a person') => ({
  status: 200,
  body: { task: { type: 'continue', value: { title, card: { contentType: ADAPTIVE_CARD, content } } } },
});
const OPENER = card('Start', [submit('Add a person', { msteams: { type: 'task/fetch' }, form: 'adduser' })]);
const problems = () => stage.teams.violations.flatMap((violation) => violation.problems).join('\n');

describe('a dialog from a card', () => {
  it('opens, is submitted, goes on and closes', async () => {
    const id = await stage.post(chat, OPENER);
    stage.answer = async () => show(FORM);
    const opened = await mia.openDialog(id, 'Add a person');
    expect(stage.got[0]).toMatchObject({
      type: 'invoke',
      name: 'task/fetch',
      replyToId: id,
      value: { data: { msteams: { type: 'task/fetch' }, form: 'adduser' }, context: { theme: 'default' } },
    });
    expect(opened.dialog?.title).toBe('Add a person');
    expect(textOf(opened)).toContain('First name *: []');

    await expect(mia.submitDialog({}, 'adduser.submit')).rejects.toThrow('Enter one');
    await expect(mia.submitDialog({ givenName: 'Ada' })).rejects.toThrow('say which button: Next, Back');
    stage.answer = async () =>
      show(card('Confirm', [submit('Create', { verb: 'adduser.create' })]), 'Confirm');
    await mia.submitDialog({ givenName: 'Ada' }, 'adduser.submit');
    expect(stage.got[1]).toMatchObject({
      name: 'task/submit',
      value: { data: { verb: 'adduser.submit', id: 'd1', givenName: 'Ada' } },
    });
    expect(mia.dialog?.title).toBe('Confirm');

    stage.answer = async () => ({ status: 200, body: { task: { type: 'message', value: 'Created' } } });
    expect(textOf(await mia.submitDialog())).toBe('Created');
    expect(mia.dialog).toBeUndefined();
    await expect(mia.submitDialog()).rejects.toThrow('no dialog');
    expect(textOf(mia.cards()[0])).toContain('Start');
  });

  it('stays open with an error when the bot fails, and closes on an empty answer', async () => {
    const id = await stage.post(chat, OPENER);
    stage.answer = async () => show(card('One', [submit('Go', {})]));
    await mia.openDialog(id, 'Add a person');
    stage.answer = async () => ({ status: 500 });
    expect((await mia.submitDialog()).error).toBeDefined();
    expect(mia.dialog?.title).toBe('Add a person');
    stage.answer = async () => ({ status: 200 });
    expect((await mia.submitDialog()).error).toBeUndefined();
    expect(mia.dialog).toBeUndefined();
  });

  it.each([
    ['no task', {}, 'nothing that Teams reads'],
    ['no body', undefined, 'must be an object'],
    ['an unknown kind', { task: { type: 'show' } }, "type: 'continue'"],
    ['a message that is no text', { task: { type: 'message', value: {} } }, 'string value'],
    ['no title', show(FORM, 7).body, 'title must be a string'],
    [
      'a bare card',
      { task: { type: 'continue', value: { title: 'a', card: FORM } } },
      'must be an attachment',
    ],
    [
      'an Execute button',
      show(card('a', [{ type: 'Action.Execute', title: 'Go', verb: 'go' }])).body,
      'submitted with Action.Submit',
    ],
  ])('does not open on %s', async (_what, body, said) => {
    const id = await stage.post(chat, OPENER);
    stage.answer = async () => ({ status: 200, body });
    expect((await mia.openDialog(id, 'Add a person')).error).toBeDefined();
    expect(mia.dialog).toBeUndefined();
    expect(problems()).toContain(said);
  });

  it('may be a web page', async () => {
    const id = await stage.post(chat, OPENER);
    const value = { title: 'Page', url: 'https://rollcall.test/form' };
    stage.answer = async () => ({ status: 200, body: { task: { type: 'continue', value } } });
    expect((await mia.openDialog(id, 'Add a person')).dialog).toEqual(value);
    await expect(mia.submitDialog()).rejects.toThrow('no dialog with a card');
  });
});

describe('the message extension', () => {
  it('opens a dialog and submits it', async () => {
    stage.answer = async () => show(FORM);
    expect(textOf(await mia.extension('adduser'))).toContain('New person');
    expect(stage.got[0]).toMatchObject({
      name: 'composeExtension/fetchTask',
      value: { commandId: 'adduser', commandContext: 'compose' },
      conversation: { conversationType: 'personal' },
    });
    stage.answer = async () => ({ status: 200 });
    await mia.submitDialog({ givenName: 'Ada' }, 'Next');
    expect(stage.got[1]).toMatchObject({
      name: 'composeExtension/submitAction',
      value: { commandId: 'adduser', data: { verb: 'adduser.submit', givenName: 'Ada' } },
    });
    expect(mia.dialog).toBeUndefined();
  });

  it('works from a channel', async () => {
    stage.answer = async () => show(FORM);
    await mia.extension('adduser', 'channel');
    expect(stage.got[0]).toMatchObject({ conversation: { conversationType: 'channel' } });
  });

  it('answers a search with cards', async () => {
    const attachments = [{ contentType: ADAPTIVE_CARD, content: card('Ada', []) }];
    const composeExtension = { type: 'result', attachmentLayout: 'list', attachments };
    stage.answer = async () => ({ status: 200, body: { composeExtension } });
    expect((await mia.query('find', 'ada')).attachments).toEqual(attachments);
    expect(stage.got[0]).toMatchObject({
      name: 'composeExtension/query',
      value: { commandId: 'find', parameters: [{ value: 'ada' }] },
    });
    stage.answer = async () => ({
      status: 200,
      body: { composeExtension: { type: 'message', text: 'Nobody' } },
    });
    expect(textOf(await mia.query('find', 'x'))).toBe('Nobody');
  });

  it.each([
    ['no layout', { type: 'result', attachments: [] }, 'attachmentLayout'],
    ['no attachments', { type: 'result', attachmentLayout: 'list' }, "type: 'result'"],
    ['no text', { type: 'message' }, 'has a text'],
    [
      'a bad card',
      { type: 'result', attachmentLayout: 'list', attachments: [{ contentType: ADAPTIVE_CARD }] },
      'not an object',
    ],
  ])('does not show a search answered with %s', async (_what, composeExtension, said) => {
    stage.answer = async () => ({ status: 200, body: { composeExtension } });
    expect((await mia.query('find', 'ada')).error).toBeDefined();
    expect(problems()).toContain(said);
  });
});

describe('typeahead', () => {
  const results = (count: number, extra: Json = {}) => ({
    status: 200,
    body: {
      statusCode: 200,
      type: 'application/vnd.microsoft.search.searchResponse',
      value: {
        results: Array.from({ length: count }, (_, n) => ({ title: `T${n}`, value: `${n}`, ...extra })),
      },
    },
  });

  it('shows at most fifteen choices, all with text', async () => {
    const id = await stage.post(chat, OPENER);
    stage.answer = async () => results(15);
    expect((await mia.typeahead(id, 'people', 'ad')).choices).toHaveLength(15);
    expect(stage.got[0]).toMatchObject({
      name: 'application/search',
      value: { queryText: 'ad', dataset: 'people', queryOptions: { skip: 0, top: 15 } },
    });
    for (const bad of [results(16), results(1, { title: 7 }), { status: 200, body: { value: {} } }]) {
      stage.answer = async () => bad;
      expect((await mia.typeahead(id, 'people', 'ad')).error).toBeDefined();
    }
    expect(stage.teams.violations).toHaveLength(3);
  });
});
