import { expect, it } from 'vitest';
import { mrkdwn } from '../../../src/slack/outgoing/text.ts';

it('T14: what is put into words with marks stays text: no mention, no link, no entity', () => {
  expect(mrkdwn`*Hello* ${'<!channel> <https://evil.example|Microsoft> &lt;'}`).toBe(
    '*Hello* &lt;!channel&gt; &lt;https://evil.example|Microsoft&gt; &amp;lt;',
  );
});
