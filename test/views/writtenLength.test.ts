import { describe, expect, it } from 'vitest';
import { showDeclineForm, showNoteForm } from '../../src/flows/approvals/approvalForms.ts';
import type { RequestState } from '../../src/service/approvals/approvals.ts';
import { renderModal } from '../../src/slack/views/render.ts';
import { renderCard } from '../../src/teams/views/render.ts';

const state = {
  request: {
    id: 'req_1',
    version: 1,
    asked: { people: [] },
    requestedBy: { name: 'Mia' },
  },
} as unknown as RequestState;

/** What every input in it takes at most. */
function longest(node: unknown): number[] {
  if (Array.isArray(node)) return node.flatMap(longest);
  if (typeof node !== 'object' || node === null) return [];
  const { maxLength, max_length: inSlack } = node as { maxLength?: number; max_length?: number };
  const own = maxLength ?? inSlack;
  return [...(own === undefined ? [] : [own]), ...Object.values(node).flatMap(longest)];
}

describe('a text that is written about a request', () => {
  it.each([
    ['a note', showNoteForm(state, 'Contoso', 'approver'), '400'],
    ['a reason', showDeclineForm(state, 'Contoso'), '1,500'],
  ])('%s has one bound in both chats, which its field says', (_what, view, said) => {
    expect(longest(renderModal(view))).toEqual([view.maxLength]);
    expect(longest(renderCard(view))).toEqual([view.maxLength]);
    expect(view.hint).toContain(`up to ${said} characters)`);
    expect(view.maxLength.toLocaleString('en-US')).toBe(said);
  });
});
