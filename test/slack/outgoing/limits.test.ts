import { describe, expect, it } from 'vitest';
import type { Button } from '../../../src/flows/views/parts.ts';
import type { View } from '../../../src/flows/views.ts';
import { LIMITS } from '../../../src/slack/outgoing/limits.ts';
import { actions, button, header, note, paragraph, table } from '../../../src/slack/views/blocks.ts';
import { groupedSelectField, multiSelectField, textField } from '../../../src/slack/views/fields.ts';
import { modal } from '../../../src/slack/views/modal.ts';
import { groupsOf, optionsOf } from '../../../src/slack/views/options.ts';
import { renderMessage, renderModal } from '../../../src/slack/views/render.ts';
import { sampleViews } from '../../views/sampleViews.ts';

const long = 'x'.repeat(50_000);
const stop: Button = { action: 'job.stop', label: long, id: 'job_1', version: 1 };
const asking = button({ ...stop, confirm: { title: long, text: long, ok: long } });
const choice = { value: 'v', text: long, description: long };
const choices = Array.from({ length: 150 }, (_, index) => ({ value: `${index}`, text: 'A' }));
const [option] = optionsOf([choice], []).offered;
const target = { submit: { action: 'adduser.submit', label: long }, id: 'd', version: 1, errors: {} };
const [input] = [textField('givenName', long, { hint: long, placeholder: long })];
const element = input?.element as unknown as { initial_value: string; placeholder: { text: string } };
const bigTable = table(
  Array.from({ length: 150 }, () => Array.from({ length: 30 }, () => 'cell of a table')),
);

describe('each limit of Slack', () => {
  it.each<[keyof typeof LIMITS, number]>([
    ['header', header(long).text.text.length],
    ['text', paragraph(long).text?.text.length ?? 0],
    ['contextElements', note(...choices.map(({ text }) => text)).elements.length],
    ['actions', actions(choices.map(({ value }) => ({ ...stop, action: value })))[0]?.elements.length ?? 0],
    ['buttonText', asking.text.text.length],
    ['confirmTitle', asking.confirm?.title?.text.length ?? 0],
    ['confirmText', asking.confirm?.text.text.length ?? 0],
    ['confirmButton', asking.confirm?.confirm?.text.length ?? 0],
    ['optionText', option?.text.text.length ?? 0],
    ['optionDescription', option?.description?.text.length ?? 0],
    ['options', optionsOf(choices, []).offered.length],
    ['inputHint', input?.hint?.text.length ?? 0],
    ['placeholder', element.placeholder.text.length],
    ['inputValue', element.initial_value.length],
    ['modalTitle', modal(long, []).title.text.length],
    ['modalButton', modal('t', [], target).submit?.text.length ?? 0],
    [
      'modalBlocks',
      modal(
        't',
        choices.map(({ text }) => paragraph(text)),
      ).blocks.length,
    ],
    ['tableRows', bigTable.rows.length],
    ['tableColumns', bigTable.rows[0]?.length ?? 0],
  ])('%s is reached and not passed', (name, length) => {
    expect(length).toBe(LIMITS[name]);
  });

  it('inputLabel, id, buttonValue and privateMetadata hold what the longest id makes of them', () => {
    const id = 'x'.repeat(64);
    const made = button({ ...stop, action: 'addusers.suggestions', id, version: Number.MAX_SAFE_INTEGER });
    const view = modal('t', [], { ...target, id, version: Number.MAX_SAFE_INTEGER });
    expect(made.value?.length).toBeLessThan(LIMITS.buttonValue);
    expect(made.action_id?.length).toBeLessThan(LIMITS.id);
    expect(view.private_metadata?.length).toBeLessThan(LIMITS.privateMetadata);
    expect(input?.label.text.length).toBeLessThan(LIMITS.inputLabel);
  });

  it('optionValue: a longer value cannot come back whole, so it is not offered', () => {
    const offered = (length: number) =>
      optionsOf([{ value: 'v'.repeat(length), text: 'A' }], []).offered.length;
    expect(offered(LIMITS.optionValue)).toBe(1);
    expect(offered(LIMITS.optionValue + 1)).toBe(0);
  });

  it('options: what is chosen is offered even when others are left off', () => {
    const [block] = multiSelectField('licenses', choices, ['149'], { nothing: '', placeholder: 'None' });
    expect(JSON.stringify(block)).toContain('"initial_options":[{"value":"149"');
    expect(JSON.stringify(block)).toContain("50 more aren't shown");
  });

  it('optionGroups and groupLabel: a long list under one letter takes several groups', () => {
    const groups = groupsOf(choices);
    expect(groups.map(({ options }) => options.length)).toEqual([100, 50]);
    expect(groups.length).toBeLessThan(LIMITS.optionGroups);
    for (const { label } of groups) expect(label.text.length).toBeLessThan(LIMITS.groupLabel);
    const texts = { nothing: 'none', placeholder: 'Choose' };
    expect(groupedSelectField('usageLocation', [], '', texts)).toEqual([note('none')]);
  });

  it('tableCharacters: the cells of a table share them', () => {
    const cells = table(Array.from({ length: 20 }, () => [long])).rows.flat();
    const characters = cells.reduce((sum, cell) => sum + ('text' in cell ? cell.text.length : 0), 0);
    expect(characters).toBeLessThanOrEqual(LIMITS.tableCharacters + cells.length);
  });

  it('messageBlocks: more are left off', () => {
    const { notice } = sampleViews('x');
    const buttons = Array.from({ length: 60 }, () => ({ ...stop, label: 'Stop' }));
    expect(renderMessage({ ...notice, buttons }).blocks).toHaveLength(LIMITS.messageBlocks);
  });

  it('viewBytes: the fullest form stays under them', () => {
    const views: View[] = [sampleViews('👩'.repeat(5_000), 150).personForm, sampleViews(long, 150).passwords];
    for (const view of views) {
      expect(Buffer.byteLength(JSON.stringify(renderModal(view)))).toBeLessThan(LIMITS.viewBytes);
    }
  });
});
