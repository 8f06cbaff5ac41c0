import { describe, expect, it } from 'vitest';
import { describeClosed } from '../../../src/service/approvals/judging.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';

/** A request of Mia's that is canceled; only what is read of it. */
const CANCELED = {
  state: 'cancelled',
  decisions: [],
  requestedBy: { actorId: 'mia', name: 'Mia Meyer', platform: 'slack', userId: 'U1' },
} as unknown as RequestRecord;

describe('a press on what was canceled', () => {
  it('names whoever canceled it, where that was somebody else', () => {
    expect(describeClosed({ ...CANCELED, cancelledBy: 'Grace Okafor' }).message).toBe(
      'This was already canceled by Grace Okafor.',
    );
  });

  it('names the requester, where they canceled it themselves', () => {
    expect(describeClosed(CANCELED).message).toBe('This was already canceled by Mia Meyer.');
  });
});
