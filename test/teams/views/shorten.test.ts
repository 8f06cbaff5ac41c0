import { expect, it } from 'vitest';
import type { View } from '../../../src/flows/views.ts';
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
