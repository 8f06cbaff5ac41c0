import { slackError } from './calls.ts';

/**
 * Slack's words for what it does not take as it is (chat.postMessage, chat.update and views.publish, errors). Asked again
 * with the same, Slack answers the same.
 */
const NOT_TAKEN = [
  'msg_blocks_too_long',
  'msg_too_long',
  'too_many_blocks',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_arguments',
  'view_too_large',
];

/**
 * Sends the first of several forms of the same that Slack takes, each at most once. Throws what Slack says to the last,
 * or anything that another form would not help against.
 */
export async function sendForms<Form, Sent>(
  [form, ...shorter]: readonly [Form, ...Form[]],
  send: (form: Form) => Promise<Sent>,
): Promise<Sent> {
  try {
    return await send(form);
  } catch (error) {
    const [next, ...rest] = shorter;
    if (next === undefined || !NOT_TAKEN.includes(slackError(error) ?? '')) throw error;
    return sendForms([next, ...rest], send);
  }
}
