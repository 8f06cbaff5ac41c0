import { expect, it } from 'vitest';
import type { FixFormView } from '../../../src/flows/views/fixing.ts';
import type { View } from '../../../src/flows/views.ts';
import { listPageButtons } from '../../../src/flows/words.ts';
import { shorten } from '../../../src/teams/views/shorten.ts';
import { sampleViews } from '../../views/sampleViews.ts';

/** How often a view can be shortened before nothing is left to leave off. */
function countSteps(view: View): number {
  let steps = 0;
  for (let next = shorten(view); next !== undefined; next = shorten(next)) {
    steps += 1;
    if (steps > 100) return steps;
  }
  return steps;
}

it.each([0, 1, 2, 3, 4, 20])('comes to an end for every view with lists of %i', (rows) => {
  for (const view of Object.values(sampleViews('Ada', rows))) {
    expect(countSteps(view), view.kind).toBeLessThan(100);
    if (view.kind !== 'results') continue;
    for (const failed of [view.failed, view.failed.slice(0, 3), view.failed.slice(0, 2)]) {
      expect(countSteps({ ...view, created: [], failed }), 'results').toBeLessThan(100);
    }
  }
});

it.each([0, 1, 3])('leads to every cell of a file when each card is shortened %i times', (times) => {
  const all = Array.from({ length: 34 }, (_, row) => ({
    field: `fix${row}-city`,
    row,
    column: 'City',
    name: 'Ada',
    reason: 'Too long.',
    value: 'x',
  }));
  const { fixForm } = sampleViews('Ada');
  const reached: number[] = [];
  for (let [before, pages] = [0, 0]; pages < 40; pages += 1) {
    const cells = all.slice(before, before + 10);
    const target = { ...fixForm.target, id: `draft_1 ${before}` };
    let view: View = { ...fixForm, target, cells, before, total: all.length };
    for (let step = 0; step < times; step += 1) view = shorten(view) ?? view;
    const shown = view as FixFormView;
    reached.push(...shown.cells.map(({ row }) => row));
    const [button] = listPageButtons(shown);
    before = Number(button?.id.split(' ')[1]);
    if (button?.label === 'First page') break;
  }
  expect(reached).toEqual(all.map(({ row }) => row));
});
