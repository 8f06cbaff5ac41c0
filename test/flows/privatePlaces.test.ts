import { describe, expect, it } from 'vitest';
import type { Place } from '../../src/domain/terms.ts';
import { keepPrivate, leaveShared } from '../../src/flows/privatePlaces.ts';

const message = { platform: 'slack', conversationId: 'C1', messageId: '1.0' } as const;
const placeOf = (kind: string): Place =>
  ({ platform: 'slack', workspace: 'T1', conversationId: 'C1', kind, message }) as Place;

describe('T42: a message that others read', () => {
  it.each(['channel', 'group', 'of a kind that nobody has heard of'])('takes no answer: %s', (kind) => {
    expect(leaveShared(placeOf(kind))).not.toHaveProperty('message');
    expect(keepPrivate(message, placeOf(kind))).toBeUndefined();
  });

  it('does where it is in the own chat', () => {
    expect(leaveShared(placeOf('direct'))).toHaveProperty('message', message);
    expect(keepPrivate(message, placeOf('direct'))).toBe(message);
  });
});
