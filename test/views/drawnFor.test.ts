import { describe, expect, it } from 'vitest';
import type { View } from '../../src/flows/views.ts';
import { fieldOfBlock } from '../../src/slack/incoming/fieldIds.ts';
import { readTarget } from '../../src/slack/incoming/formState.ts';
import { renderForms, renderModal } from '../../src/slack/views/render.ts';
import { renderCards } from '../../src/teams/views/render.ts';
import { sampleViews } from './sampleViews.ts';

const FABRIKAM = { id: 'fabrikam', name: 'Fabrikam', mark: '🟩' };

/** Every object in what a room sends. */
function walk(node: unknown): Record<string, unknown>[] {
  if (Array.isArray(node)) return node.flatMap(walk);
  if (typeof node !== 'object' || node === null) return [];
  return [node as Record<string, unknown>, ...Object.values(node).flatMap(walk)];
}

const cases = Object.values(sampleViews('Ada')).map((view): [string, View, View] => [
  view.kind,
  view,
  { ...view, drawnFor: FABRIKAM },
]);

// The samples are typed by the union of kinds: a new one cannot be left out.
describe('a view for one of several customers', () => {
  it.each(cases)('%s in Slack says it first, and in whatever is pressed or sent', (_kind, plain, drawn) => {
    const modal = renderModal(drawn);
    const shown = [...renderForms(drawn).filter(({ blocks }) => blocks.length > 0), modal];
    for (const { blocks } of shown) {
      expect(JSON.stringify(blocks[0])).toContain('🟩 Fabrikam');
      const buttons = walk(blocks).filter(({ type }) => type === 'button');
      expect(buttons.map(({ value }) => readTarget(value).customer)).toEqual(buttons.map(() => 'fabrikam'));
      expect(buttons.every(({ value }) => readTarget(value).id !== undefined)).toBe(true);
    }
    const target = renderModal(plain).private_metadata;
    expect(readTarget(modal.private_metadata)).toEqual(
      target === undefined ? {} : { ...readTarget(target), customer: 'fabrikam' },
    );
  });

  it.each(cases)(
    '%s in Teams says it first, and in whatever is pressed, sent or searched',
    (_kind, _plain, drawn) => {
      for (const card of renderCards(drawn)) {
        expect(JSON.stringify((card.body as unknown[])[0])).toContain('🟩 Fabrikam');
        const all = walk(card);
        const pressed = all.filter(({ type }) => type === 'Action.Execute' || type === 'Action.Submit');
        expect(pressed.map(({ data }) => (data as { drawnFor?: string })?.drawnFor)).toEqual(
          pressed.map(() => 'fabrikam'),
        );
        const searched = all.filter(({ type }) => type === 'Data.Query');
        expect(searched.every(({ dataset }) => String(dataset).endsWith('@fabrikam'))).toBe(true);
      }
    },
  );

  it('offers another one where it is a beginning: a menu in Slack, a field and a button in Teams', () => {
    const choose = {
      action: 'adduser.open',
      offered: [FABRIKAM, { id: 'contoso', name: 'Contoso', mark: '🟦' }],
    };
    const view: View = { ...sampleViews('Ada').personForm, drawnFor: { ...FABRIKAM, choose } };
    const modal = renderModal(view);
    expect(modal.blocks[0]).toMatchObject({
      type: 'actions',
      block_id: 'customer#new',
      elements: [
        {
          type: 'static_select',
          action_id: 'adduser.open',
          initial_option: { value: 'fabrikam', text: { text: '🟩 Fabrikam' } },
          options: [{ value: 'fabrikam' }, { value: 'contoso' }],
        },
      ],
    });
    // Slack keeps what was chosen by block: of another customer each field is another block.
    const ids = modal.blocks.flatMap(({ block_id }) => block_id ?? []);
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.slice(1).every((id) => id.endsWith('#fabrikam'))).toBe(true);
    expect(ids.map(fieldOfBlock)).toContain('licenses');
    const card = renderCards(view)[0];
    expect((card.body as unknown[]).slice(0, 2)).toMatchObject([
      { type: 'Input.ChoiceSet', id: 'customer', value: 'fabrikam' },
      { type: 'ActionSet', actions: [{ verb: 'adduser.open', data: { drawnFor: 'fabrikam' } }] },
    ]);
  });

  it.each(cases)('%s says nothing of it where there is one', (_kind, plain) => {
    const sent = JSON.stringify([renderForms(plain), renderModal(plain), renderCards(plain)]);
    expect(sent).not.toMatch(/fabrikam|drawnFor|customer\\*":/i);
  });
});
