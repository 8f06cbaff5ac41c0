import { expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import { decideAck } from '../../../src/slack/incoming/ack.ts';

const reply: Reply = {
  type: 'message',
  here: true,
  view: { kind: 'notice', tone: 'error', title: 'Not now.', text: [], buttons: [] },
};
const viewAt = (id: string, previous: string | null) =>
  ({ id, root_view_id: 'V1', previous_view_id: previous, blocks: [] }) as never;

it.each([
  ['the lowest', viewAt('V1', null)],
  ['the second', viewAt('V2', 'V1')],
])('S9: a notice is laid over %s view of a stack', (_name, view) => {
  expect(decideAck(reply, view)).toMatchObject({ ack: { response_action: 'push' }, isInChat: false });
});

it('S9: a notice for the third view is answered in the chat, because Slack takes no fourth', () => {
  expect(decideAck(reply, viewAt('V3', 'V2'))).toEqual({ ack: { response_action: 'clear' }, isInChat: true });
});
