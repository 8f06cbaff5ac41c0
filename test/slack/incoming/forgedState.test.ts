import { describe, expect, it } from 'vitest';
import { CAST, SLACK_TEAM_ID } from '../../../src/sandbox/contoso.ts';
import { readFields, readFiles } from '../../../src/slack/incoming/formState.ts';
import { readDirectMessage } from '../../../src/slack/incoming/messages.ts';
import { layOver } from '../../../src/slack/outgoing/layOver.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { startRoom } from '../startRoom.ts';

const MIA = CAST.helpdesk.slack;
const OMAR = CAST.admin.slack;
/** What can stand where Slack's state has something else. */
const HOSTILE: readonly unknown[] = [null, undefined, 7, true, 'x', [], [null], {}, { value: null }, [[{}]]];

type Room = Awaited<ReturnType<typeof startRoom>>;

const start = () =>
  startRoom({
    answers: { 'addusers.check': 'message', 'adduser.more': 'form' },
    reply: ({ action }) =>
      action === 'adduser.more'
        ? { type: 'form', view: sampleViews('Ada', 1).personForm }
        : { type: 'message', view: { kind: 'notice', tone: 'info', title: 'Done.', text: [], buttons: [] } },
  });

const describeView = (callbackId: string, state: unknown) => ({
  id: 'V1',
  hash: '1.a',
  type: 'modal',
  callback_id: callbackId,
  private_metadata: '{"id":"draft_1","version":1}',
  blocks: [],
  state,
});

async function send({ slack }: Room, userId: string, payload: object): Promise<number> {
  const body = JSON.stringify({
    team: { id: SLACK_TEAM_ID },
    user: { id: userId, team_id: SLACK_TEAM_ID },
    trigger_id: '1.2',
    ...payload,
  });
  const { status } = await slack.deliver('/slack/events', new URLSearchParams({ payload: body }).toString());
  return status;
}

describe('what two people do in Slack', () => {
  it('is never taken for one: the same form sent, the same button pressed; by one person it is', async () => {
    const room = await start();
    const submitted = { type: 'view_submission', view: describeView('addusers.check', { values: {} }) };
    const clicked = {
      type: 'block_actions',
      view: describeView('adduser.submit', { values: {} }),
      actions: [{ type: 'button', action_id: 'adduser.more', block_id: 'b', action_ts: '1.1', value: '{}' }],
    };
    for (const userId of [MIA, OMAR, MIA]) {
      // A replay of the very same body is another check's.
      expect(await send(room, userId, { ...submitted, token: Math.random() })).toBe(200);
      expect(await send(room, userId, { ...clicked, token: Math.random() })).toBe(200);
    }
    await expect
      .poll(() => room.calls.map(({ action, speaker }) => `${action} ${speaker.userId}`).sort(), {
        timeout: 10_000,
      })
      .toEqual(
        ['addusers.check', 'adduser.more']
          .flatMap((action) => [MIA, OMAR].map((who) => `${action} ${who}`))
          .sort(),
      );
  });
});

describe('a state of a form in Slack that is none', () => {
  it('is read as nothing by whatever reads one', () => {
    const form = {
      title: {},
      close: null,
      submit: null,
      callback_id: 'x',
      private_metadata: '{}',
      blocks: [{ type: 'input', block_id: 'b', element: { type: 'plain_text_input', action_id: 'a' } }],
    };
    for (const value of HOSTILE) {
      const shapes = [value, { b: value }, { b: { a: value } }];
      for (const values of shapes) {
        expect(() => readFields(values as never)).not.toThrow();
        expect(readFiles(values as never)).toEqual([]);
        expect(layOver({ ...form, state: { values } } as never, []).blocks).toEqual(form.blocks);
      }
      expect(readFiles({ b: { a: { files: value } } } as never)).toEqual([]);
      expect(layOver({ ...form, state: value } as never, []).blocks).toEqual(form.blocks);
      const message = { channel_type: 'im', channel: 'D1', ts: '1', user: MIA, text: value, files: value };
      expect(readDirectMessage(message, 'U0BOT')).toMatchObject({ files: [] });
    }
    const named = readFiles({ b: { a: { files: [null, 7, { id: 7 }, { id: 'F1', name: 7 }] } } } as never);
    expect(named).toEqual([{ id: 'F1' }]);
  });

  it('makes no menu fail: what was chosen in it is nothing, and the flow is asked all the same', async () => {
    const room = await start();
    const options = HOSTILE.map((selected) => ({ block_id: 'preset', selected_option: selected }));
    const all = [...options, { selected_option: { value: 'p1' } }, { block_id: 7 }, { block_id: 'preset' }];
    for (const [at, chosen] of all.entries()) {
      const status = await send(room, MIA, {
        type: 'block_actions',
        view: describeView('adduser.submit', at % 2 === 0 ? null : { values: null }),
        actions: [{ type: 'static_select', action_id: 'adduser.more', action_ts: `1.${at}`, ...chosen }],
      });
      expect(status).toBe(200);
    }
    await expect.poll(() => room.calls.length, { timeout: 10_000 }).toBe(all.length);
    for (const { input } of room.calls) expect(input.fields?.preset ?? '').toBe('');
    // Slack's loopback has shown no such modal.
    expect(room.lines.filter((line) => /failed/i.test(line) && !/views\.update/.test(line))).toEqual([]);
  });
});
