import { describe, expect, it } from 'vitest';
import { startSlack } from './startSlack.ts';

const BODY = 'command=%2Fadduser&text=Ada';
const SIGNED = ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'];

/** A request that Slack sent, and the headers to send it again as it was. */
async function captured() {
  const { slack, bot } = await startSlack();
  await slack.deliver('/slack/events', BODY);
  const sent = bot.received[0]?.headers ?? {};
  const headers = Object.fromEntries(SIGNED.map((name) => [name, String(sent[name])]));
  return { slack, bot, headers };
}

describe('a request that somebody has captured', () => {
  it('can be sent again under the very same signature', async () => {
    const { slack, bot, headers } = await captured();
    const again = await slack.deliver('/slack/events', BODY, { raw: true, headers });
    expect(again.status).toBe(200);
    expect(bot.received).toHaveLength(2);
    expect(bot.received[1]?.headers).toMatchObject(headers);
  });

  it('is worth nothing with another body', async () => {
    const { slack, bot, headers } = await captured();
    const changed = await slack.deliver('/slack/events', `${BODY}x`, { raw: true, headers });
    expect(changed.status).toBe(401);
    expect(bot.received).toHaveLength(1);
  });
});
