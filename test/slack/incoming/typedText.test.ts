import { describe, expect, it } from 'vitest';
import { readTyped } from '../../../src/slack/incoming/typedText.ts';

describe('what a person typed in Slack', () => {
  it.each([
    ['adduser Ada Lovelace <mailto:ada@contoso.com|ada@contoso.com>', 'adduser Ada Lovelace ada@contoso.com'],
    ['adduser Ada <https://ada.example|ada.example>', 'adduser Ada ada.example'],
    ['adduser Ada <https://ada.example>', 'adduser Ada https://ada.example'],
    ['adduser Smith &amp; Sons', 'adduser Smith & Sons'],
    ['adduser &lt;b&gt;', 'adduser <b>'],
    ['adduser &amp;lt;', 'adduser &lt;'],
    ['adduser <@U123>', 'adduser <@U123>'],
    ['help', 'help'],
  ])('%s reads %s', (sent, typed) => {
    expect(readTyped(sent)).toBe(typed);
  });
});
