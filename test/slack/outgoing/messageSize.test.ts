import { describe, expect, it } from 'vitest';
import type { Button } from '../../../src/flows/views/parts.ts';
import type { ViewOf } from '../../../src/flows/views.ts';
import { checkMessage } from '../../../src/sandbox/slack/blockKit/checkMessage.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import { LIMITS } from '../../../src/slack/outgoing/limits.ts';
import { renderForms, renderMessage } from '../../../src/slack/views/render.ts';
import { listViews, sampleViews } from '../../views/sampleViews.ts';

/** Words that are long, and longer still as JSON. */
const WORDS = ['x'.repeat(5_000), '"\\'.repeat(2_500), '👩‍👩‍👧‍👦'.repeat(600), 'Zoë '.repeat(900), 'x'];

function sizeOf(blocks: readonly unknown[]): number {
  return JSON.stringify(blocks).length;
}

function actionsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(actionsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, action_id: id } = node as { type?: unknown; action_id?: unknown };
  return [...(type === 'button' ? [String(id)] : []), ...Object.values(node).flatMap(actionsIn)];
}

const RESULT_BUTTONS: Button[] = ['job.retry', 'job.reveal', 'job.csv', 'job.undo', 'job.sendTo'].map(
  (action) => ({
    action,
    label: 'Undo: delete these accounts',
    id: 'job_0000000000000000000000',
    version: 12,
    confirm: { title: 'Delete 20 people?', text: 'x'.repeat(300), ok: 'Delete them' },
  }),
);

/** A bulk job of 20 created and 20 failed, with long names and long reasons. */
function bigResults(): ViewOf<'results'> {
  const { results } = sampleViews('Wolfeschlegelsteinhausenbergerdorff '.repeat(6), 20);
  return { ...results, deliveries: [], buttons: RESULT_BUTTONS };
}

describe('S1: a message is bounded by its blocks as Slack counts them', () => {
  it.each(WORDS.map((text) => [text.slice(0, 8), text]))(
    'in every view and every form, with the largest data, all its words being %s…',
    (_name, text) => {
      for (const rows of [0, 1, 25, 100]) {
        for (const view of listViews(text, rows)) {
          for (const form of renderForms(view)) {
            expect(sizeOf(form.blocks), view.kind).toBeLessThanOrEqual(LIMITS.messageCharacters);
            expect(form.blocks.length, view.kind).toBeLessThanOrEqual(LIMITS.messageBlocks);
            const content = form.blocks.length === 0 ? { text: form.text } : form;
            expect(checkMessage(content), view.kind).toEqual([]);
          }
        }
      }
    },
  );

  it('leaves lines off until the rest fits, and says how many', () => {
    const { blocks } = renderMessage(bigResults());
    const shown = textOf({ blocks });
    const lines = shown.split('\n').filter((line) => /^row \d/.test(line));
    const left = [...shown.matchAll(/and (\d+) more: see the results file/g)].map(([, n]) => Number(n));
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.length).toBeLessThan(40);
    // 20 of each and 10 left out, and what the view itself left off: 4 failed, 3 created and 3 left out.
    expect(left.reduce((sum, n) => sum + n, 0)).toBe(60 - lines.length);
  });

  it('keeps every button of the results, whole and in short', () => {
    const [whole, short] = renderForms(bigResults());
    const wanted = RESULT_BUTTONS.map(({ action }) => action);
    expect(actionsIn(whole.blocks)).toEqual(wanted);
    expect(actionsIn(short?.blocks)).toEqual(wanted);
  });

  it('keeps the latest decisions of an approval', () => {
    const { approval } = sampleViews('x'.repeat(200), 12);
    const decisions = Array.from({ length: 12 }, (_, index) => ({
      icon: '✅' as const,
      name: `Approver ${index}.`,
      did: 'approved in Slack',
      reason: 'x'.repeat(180),
    }));
    const shown = textOf(renderMessage({ ...approval, decisions }));
    expect(shown).toContain('Approver 11.');
    expect(shown).not.toContain('Approver 0.');
    expect(shown).toMatch(/and \d+ earlier/);
  });

  it('says in short what the whole is about, without its lists', () => {
    const [, short] = renderForms(sampleViews('Ada').approval);
    const shown = textOf(short ?? {});
    expect(shown).toContain('Approval needed');
    expect(shown).toContain('Ada asks to create Ada in Ada from Ada.');
    expect(shown).toContain("Slack didn't accept the whole message");
    expect(shown).not.toContain('needs 30, leaving 2 of 40');
  });
});
