import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/slack/views/blocks.ts';

const rowsOf = (...labels: string[]) =>
  actions(
    labels.map((label) => ({ action: label.split(' ')[0] ?? '', label, id: 'draft_1', version: 1 })),
  ).map(({ elements }) => elements.map((element) => ('text' in element ? element.text?.text : '')));

describe('rows of buttons in Slack', () => {
  it('keep the order in which they are offered when several do the same, with Cancel last', () => {
    expect(rowsOf('sheet Berlin', 'sheet Wien', 'sheet Rom', 'cancel')).toEqual([
      ['sheet Berlin'],
      ['sheet Wien'],
      ['sheet Rom', 'cancel'],
    ]);
  });

  it('are one row when each does something of its own', () => {
    expect(rowsOf('create', 'fix', 'cancel')).toEqual([['create', 'fix', 'cancel']]);
    expect(actions([])).toEqual([]);
  });
});
