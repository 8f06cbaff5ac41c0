import { describe, expect, it } from 'vitest';
import { readFields, readTarget } from '../../../src/slack/incoming/formState.ts';
import { renderModal } from '../../../src/slack/views/render.ts';
import { listViews } from '../../views/sampleViews.ts';

interface Input {
  type: string;
  block_id?: string;
  element?: { type: string; action_id?: string };
}

/** Every input of every window, with the type of its element. */
const INPUTS = listViews('Ada', 2).flatMap((view) =>
  (renderModal(view).blocks as Input[]).flatMap(({ type, block_id: block = '', element }) =>
    type === 'input' && element !== undefined && element.type !== 'file_input'
      ? [{ kind: view.kind, block, action: element.action_id ?? '', element: element.type }]
      : [],
  ),
);

/** How Slack has been seen to write an empty one: types of `view.state.values`. */
function blanksOf(type: string): object[] {
  const absent = { type };
  if (/^(multi_|checkboxes)/.test(type)) {
    return [{ type, selected_options: [] }, { type, selected_options: null }, absent];
  }
  if (/select|radio/.test(type)) return [{ type, selected_option: null }, absent];
  return [{ type, value: null }, { type, value: '' }, absent];
}

describe('S10: every input of every window in Slack', () => {
  it('is empty when it is null, empty or absent', () => {
    for (const { kind, block, action, element } of INPUTS) {
      for (const blank of blanksOf(element)) {
        const read = Object.values(readFields({ [block]: { [action]: blank } } as never));
        expect(read, `${kind} ${block} ${JSON.stringify(blank)}`).toEqual([
          /^(multi_|checkboxes)/.test(element) ? [] : '',
        ]);
      }
    }
    expect(new Set(INPUTS.map(({ kind, block }) => `${kind}.${block}`)).size).toBeGreaterThan(40);
  });

  it('is left out when there is nothing of it at all', () => {
    for (const { block, action } of INPUTS) {
      expect(readFields({ [block]: { [action]: null } } as never)).toEqual({});
      expect(readFields({ [block]: {} } as never)).toEqual({});
    }
  });

  it('hands an unknown value on as it is, for the flow to refuse', () => {
    for (const { block, action, element } of INPUTS) {
      if (!/select|radio/.test(element) || /^multi_/.test(element)) continue;
      const sent = { type: element, selected_option: { value: 'nobody knows this' } };
      expect(Object.values(readFields({ [block]: { [action]: sent } } as never))).toEqual([
        'nobody knows this',
      ]);
    }
  });
});

describe('a forged state of a form in Slack', () => {
  it.each([null, 7, true, ['a'], { toString: 'x' }])('is no text where it holds none: %j', (value) => {
    const text = { type: 'plain_text_input', value };
    const one = { type: 'static_select', selected_option: { value } };
    const several = { type: 'multi_static_select', selected_options: [{ value }, { value: 'kept' }, null] };
    const state = {
      text: { text },
      one: { one },
      several: { several },
      whole: value,
      element: { element: value },
    };
    const { text: typed, one: chosen, several: ticked, ...rest } = readFields(state as never);
    expect({ typed, chosen, ticked }).toEqual({ typed: '', chosen: '', ticked: ['kept'] });
    for (const left of Object.values(rest)) expect(left).toBe('');
  });

  it('is nothing where there is none', () => {
    expect(readFields(undefined)).toEqual({});
    expect([readTarget(undefined), readTarget(7), readTarget('{"id":7,"version":"1"}')]).toEqual([
      {},
      {},
      {},
    ]);
  });
});
