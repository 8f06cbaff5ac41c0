import { describe, expect, it } from 'vitest';
import { submissionKey } from '../../../src/slack/incoming/dedupe.ts';

const MIA = { platform: 'slack', workspace: 'T0CONTOSO', userId: 'U0MIAMEYER' } as const;
const VIEW = {
  id: 'V1',
  hash: '1.a',
  callback_id: 'adduser.create',
  private_metadata: '{"id":"draft_1","version":1}',
  state: { values: {} },
};

describe('the double of a submission under way', () => {
  it('is the same form sent by the same person', () => {
    expect(submissionKey(MIA, { ...VIEW } as never)).toBe(submissionKey(MIA, VIEW as never));
  });

  it.each([
    ['somebody else’s', { ...MIA, userId: 'U0OMARHADD' }, VIEW],
    ['for another action', MIA, { ...VIEW, callback_id: 'job.show' }],
    ['about another draft', MIA, { ...VIEW, private_metadata: '{"id":"draft_2","version":1}' }],
    ['with other values', MIA, { ...VIEW, state: { values: { a: {} } } }],
  ])('is none that is %s, which gets an answer of its own', (_what, speaker, view) => {
    expect(submissionKey(speaker, view as never)).not.toBe(submissionKey(MIA, VIEW as never));
  });
});
