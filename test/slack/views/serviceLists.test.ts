import { describe, expect, it } from 'vitest';
import { checkView } from '../../../src/sandbox/slack/blockKit/checkView.ts';
import { readFields } from '../../../src/slack/incoming/formState.ts';
import { renderModal } from '../../../src/slack/views/render.ts';
import { sampleViews } from '../../views/sampleViews.ts';

const { assignForm } = sampleViews('Ada', 3);
const services = ['e3/teams', 'e3/sway', 'e5/teams', 'e5/sway'].map((value) => ({
  value,
  name: value.split('/')[1] ?? '',
  license: value.startsWith('e3') ? 'Office 365 E3' : 'Office 365 E5',
}));
const form = {
  ...assignForm,
  services,
  values: { ...assignForm.values, servicesOff: ['e3/sway', 'e5/teams'] },
};

describe('the services of several licenses in Slack (S8)', () => {
  it('are a list for each license, because Slack fails on one with choices in several groups', () => {
    const modal = renderModal(form);
    expect(checkView(modal)).toEqual([]);
    const lists = modal.blocks.filter(({ block_id }) => block_id?.startsWith('servicesOff'));
    expect(lists.map(({ block_id }) => block_id)).toEqual(['servicesOff#e3', 'servicesOff#e5']);
    expect(JSON.stringify(lists)).not.toContain('option_groups');
    expect(lists).toMatchObject([
      { element: { initial_options: [{ value: 'e3/sway' }] } },
      { element: { initial_options: [{ value: 'e5/teams' }] } },
    ]);
  });

  it('are read as one field, of what is chosen in all lists', () => {
    const chosen = (...values: string[]) => ({
      servicesOff: {
        type: 'multi_static_select',
        selected_options: values.map((value) => ({ value, text: { type: 'plain_text', text: value } })),
      },
    });
    const state = {
      'servicesOff#e3': chosen('e3/sway'),
      'servicesOff#e5': chosen('e5/teams', 'e5/sway'),
      'reason~2': { reason: { type: 'plain_text_input', value: 'why' } },
    };
    expect(readFields(state as never)).toEqual({
      servicesOff: ['e3/sway', 'e5/teams', 'e5/sway'],
      reason: 'why',
    });
  });

  it('are empty when nothing is chosen in any of them', () => {
    const none = { servicesOff: { type: 'multi_static_select', selected_options: [] } };
    expect(readFields({ 'servicesOff#e3': none, 'servicesOff#e5': none } as never)).toEqual({
      servicesOff: [],
    });
  });
});
