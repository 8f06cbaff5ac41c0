import { LogLevel, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { BOT_TOKEN, MIA_DIRECT, section, startSlack } from './startSlack.ts';

async function startWithClient() {
  const started = await startSlack();
  const client = new WebClient(BOT_TOKEN, {
    slackApiUrl: `${started.baseUrl}/slack/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  return { ...started, client };
}

describe('Slack’s own client', () => {
  it('posts text that looks like JSON as it is', async () => {
    const { client, mia, slack } = await startWithClient();
    const text = '[not JSON] {nor this}';
    const posted = await client.chat.postMessage({ channel: MIA_DIRECT, text, blocks: [section('Hello')] });
    expect(posted).toMatchObject({ ok: true, channel: MIA_DIRECT, message: { bot_id: 'B0ROLLCALL' } });
    expect(mia.messages()).toMatchObject([{ ts: posted.ts, text, blocks: [section('Hello')] }]);
    expect(slack.violations).toEqual([]);
  });

  it('uploads several files into one message', async () => {
    const { client, mia, slack } = await startWithClient();
    await client.filesUploadV2({
      channel_id: MIA_DIRECT,
      initial_comment: 'The results',
      file_uploads: [
        { file: Buffer.from('a,b\r\n'), filename: 'results.csv' },
        { file: Buffer.from('é'), filename: 'log.txt' },
      ],
    });
    expect(mia.messages()).toMatchObject([{ text: 'The results', user: 'bot' }]);
    expect(mia.files()).toEqual([
      { name: 'results.csv', content: Buffer.from('a,b\r\n') },
      { name: 'log.txt', content: Buffer.from('é') },
    ]);
    expect(slack.violations).toEqual([]);
  });

  it('knows a refusal and a rate limit for what they are', async () => {
    const { client, slack } = await startWithClient();
    const elsewhere = client.chat.postMessage({ channel: 'C0RANDOM', text: 'a' });
    await expect(elsewhere).rejects.toBeInstanceOf(WebAPIPlatformError);
    slack.switches.ratelimitedSeconds = 7;
    const limited = client.auth.test();
    await expect(limited).rejects.toBeInstanceOf(WebAPIRateLimitedError);
    await expect(limited).rejects.toMatchObject({ retryAfter: 7 });
    slack.switches.ratelimitedSeconds = 0;
    expect(await client.auth.test()).toMatchObject({ ok: true, user_id: 'U0ROLLCALL' });
  });
});
