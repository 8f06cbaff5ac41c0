import { describe, expect, it } from 'vitest';
import type { View } from '../../src/flows/views.ts';
import { checkMessage } from '../../src/sandbox/slack/blockKit/checkMessage.ts';
import { checkView } from '../../src/sandbox/slack/blockKit/checkView.ts';
import { LIMITS as SLACK } from '../../src/slack/outgoing/limits.ts';
import { renderForms, renderModal } from '../../src/slack/views/render.ts';
import { LIMITS as TEAMS } from '../../src/teams/outgoing/limits.ts';
import { renderCard } from '../../src/teams/views/render.ts';
import { longestViews } from './longestViews.ts';

/** Letters that are one byte, two, and two characters of JSON. */
const LETTERS = ['x', 'ß', '"'];

/** Microsoft: "Card format": a row of buttons shows six. */
const ACTIONS_IN_A_ROW = 6;

function rowsOf(node: unknown): number[] {
  if (Array.isArray(node)) return node.flatMap(rowsOf);
  if (typeof node !== 'object' || node === null) return [];
  const { actions } = node as { actions?: unknown };
  return [...(Array.isArray(actions) ? [actions.length] : []), ...Object.values(node).flatMap(rowsOf)];
}

const cases = LETTERS.flatMap((letter) =>
  longestViews(letter).flatMap((view): [string, string, View][] => [
    [view.kind, letter, view],
    // The longest id that the policy takes, and a name of any length.
    [
      `${view.kind}, of one of several customers,`,
      letter,
      { ...view, drawnFor: { id: 'x'.repeat(64), name: letter.repeat(300), mark: '🟦' } },
    ],
  ]),
);

// Every kind of view is among them, because the samples are typed by the union of kinds: a new one cannot be left out.
describe('each view with the largest data it can ever get', () => {
  it.each(cases)(
    '%s of %s: a Teams card of at most 28 kB, with six buttons in a row',
    (_kind, _letter, view) => {
      const card = renderCard(view);
      expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(TEAMS.cardBytes);
      expect(Math.max(0, ...rowsOf(card))).toBeLessThanOrEqual(ACTIONS_IN_A_ROW);
    },
  );

  it.each(cases)(
    '%s of %s: Slack messages, whole and short, and a window within their limits',
    (_kind, _letter, view) => {
      for (const { text, blocks } of renderForms(view)) {
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(SLACK.messageCharacters);
        expect(blocks.length).toBeLessThanOrEqual(SLACK.messageBlocks);
        expect(checkMessage(blocks.length === 0 ? { text } : { text, blocks })).toEqual([]);
      }
      const modal = renderModal(view);
      expect(Buffer.byteLength(JSON.stringify(modal))).toBeLessThanOrEqual(SLACK.viewBytes);
      expect(checkView(modal)).toEqual([]);
    },
  );
});

it('a form says how many licenses it has no room for, and keeps the chosen ones', () => {
  const form = longestViews('ß').find(({ kind }) => kind === 'setupForm');
  if (form === undefined) throw new Error('There is no such sample.');
  const json = JSON.stringify(renderCard(form));
  expect(json).toMatch(/\d+ licenses do not fit in this card\. Type in their field to find them\./);
  expect(json).toContain('"choices.data":{"type":"Data.Query","dataset":"licenses"}');
  expect(json).toContain('6fd2c87f-b296-42f0-b197-1e91e9940099');
});
