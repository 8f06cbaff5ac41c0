import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import type { View } from '../../src/flows/views.ts';
import { cut } from '../../src/flows/words.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { LENGTHS } from '../../src/slack/outgoing/limits.ts';
import { renderForms, renderModal } from '../../src/slack/views/render.ts';
import { LIMITS } from '../../src/teams/outgoing/limits.ts';
import { renderCard } from '../../src/teams/views/render.ts';
import { sampleViews } from './sampleViews.ts';

const SPEAKING = ['flows', 'graph', 'service'];
const src = fileURLToPath(new URL('../../src/', import.meta.url));

/** Sentences of our own, each with the file that says it. What is filled in counts as nothing. */
function listSentences(): [string, string][] {
  const files = SPEAKING.flatMap((room) =>
    readdirSync(`${src}${room}`, { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name}`),
  );
  return files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const found: [string, string][] = [];
      const note = (said: string) => {
        if (/^[A-Z].*[a-z] [a-z].*\.$/.test(said)) found.push([name, said]);
      };
      new Visitor({
        Literal: ({ value }) => typeof value === 'string' && note(value),
        TemplateLiteral: ({ quasis }) => note(quasis.map(({ value }) => value.cooked ?? '').join('')),
      }).visit(parseSync(name, readFileSync(`${src}${name}`, 'utf8')).program);
      return found;
    });
}

describe('a sentence that is longer than its place', () => {
  it('is cut between words, and a word without an end where the room ends', () => {
    expect(cut('Take the licenses away then.', 24)).toBe('Take the licenses away…');
    expect(cut('Take the licenses away then.', 23)).toBe('Take the licenses away…');
    expect(cut('Take the licenses away then.', 22)).toBe('Take the licenses…');
    expect(cut('Take the licenses away then.', 28)).toBe('Take the licenses away then.');
    expect(cut('x'.repeat(50), 20)).toBe(`${'x'.repeat(19)}…`);
    expect(cut(`A ${'x'.repeat(50)}`, 20)).toBe(`A ${'x'.repeat(17)}…`);
  });

  it('is none of ours: each has room in both chats, also with names filled in', () => {
    const said = listSentences();
    expect(said.length).toBeGreaterThan(300);
    const room = Math.min(LENGTHS.sentence, LIMITS.sentence) - 50;
    expect(said.filter(([, text]) => text.length > room)).toEqual([]);
  });
});

describe.each<[string, (view: View) => string]>([
  ['Slack', (view) => [renderModal(view), ...renderForms(view)].map(slackText).join('\n')],
  ['Teams', (view) => teamsText(renderCard(view))],
])('in %s', (_chat, read) => {
  it('the notes of a confirmation are read to their end', () => {
    const long = `${'Every word of this is kept, for those who decide need it. '.repeat(4)}The end.`;
    const view: View = { ...sampleViews('Ada', 3).actsConfirm, notes: [long] };
    expect(read(view)).toContain('The end.');
  });
});
