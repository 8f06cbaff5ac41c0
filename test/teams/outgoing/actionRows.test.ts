import { expect, it } from 'vitest';
import type { PersonCardView } from '../../../src/flows/views/people.ts';
import { checkCard } from '../../../src/sandbox/teams/cards/checkCard.ts';
import { splitActions } from '../../../src/teams/outgoing/actionRows.ts';
import { renderCard } from '../../../src/teams/views/render.ts';

const LABELS = [
  'Licenses',
  'New password',
  'Edit',
  'Put back',
  'Offboard',
  'Planned',
  'Deletion',
  'Services',
];

function cardOf(labels: readonly string[]): { body: unknown[]; actions: { title: string }[] } {
  const view: PersonCardView = {
    kind: 'personCard',
    customer: 'Contoso',
    displayName: 'Ada Lovelace',
    userPrincipalName: 'ada@contoso.com',
    signIn: 'allowed',
    facts: [],
    licenses: [],
    groups: [],
    moreGroups: 0,
    adminRoles: [],
    buttons: labels.map((label) => ({ action: 'user.show', label, id: 'a', version: 1 })),
  };
  return renderCard(view) as unknown as ReturnType<typeof cardOf>;
}

const titlesOf = (actions: readonly { title: string }[]) => actions.map(({ title }) => title);

it('every button that a person card can have is on a card that Teams takes, in its order', () => {
  const card = cardOf(LABELS);
  expect(checkCard(card)).toEqual([]);
  const { type, actions } = card.body.at(-1) as { type: string; actions: { title: string }[] };
  expect(type).toBe('ActionSet');
  expect([...titlesOf(actions), ...titlesOf(card.actions)]).toEqual(LABELS);
  expect([actions.length, card.actions.length]).toEqual([4, 4]);
  // What stands in one row is refused.
  const refused = { ...card, actions: [...actions, ...card.actions] };
  expect(checkCard(refused)).toEqual([expect.stringContaining('Maximum number of actions exceeded')]);
});

it('six stay in the row of the card', () => {
  const card = cardOf(LABELS.slice(0, 6));
  expect(titlesOf(card.actions)).toEqual(LABELS.slice(0, 6));
  expect(JSON.stringify(card.body)).not.toContain('ActionSet');
});

it('sets within the body are split too, however deep', () => {
  const actions = LABELS.map((title) => ({ type: 'Action.Execute', title }));
  const inside = { type: 'Container', items: [{ type: 'ActionSet', spacing: 'Small', actions }] };
  expect(splitActions({ type: 'AdaptiveCard', body: [inside] })).toEqual({
    type: 'AdaptiveCard',
    body: [
      {
        type: 'Container',
        items: [actions.slice(0, 4), actions.slice(4)].map((row) => ({
          type: 'ActionSet',
          spacing: 'Small',
          actions: row,
        })),
      },
    ],
  });
});
