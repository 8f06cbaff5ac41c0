import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/sandbox/teams/textOf.ts';
import { readTimeZone } from '../../../src/teams/views/localTimes.ts';
import { renderCard } from '../../../src/teams/views/render.ts';
import { sampleViews } from '../../views/sampleViews.ts';

const notice = { ...sampleViews('x').notice, text: ['Opened on 2026-07-05 09:30 UTC. Nothing else.'] };

describe('C11: times in Teams', () => {
  it('are in the zone of whoever reads them, which is named', () => {
    expect(textOf(renderCard(notice, 'Europe/Berlin'))).toContain('Opened on Jul 5, 2026, 11:30 AM GMT+2.');
    expect(textOf(renderCard(notice, 'America/New_York'))).toContain('Jul 5, 2026, 5:30 AM EDT.');
  });

  it('stay in UTC where the zone is not known', () => {
    expect(textOf(renderCard(notice))).toContain('2026-07-05 09:30 UTC');
  });

  it('leave what buttons carry as it is', () => {
    const id = '2026-07-05 09:30 UTC';
    const buttons = [{ action: 'history.csv', label: 'CSV', id, version: 1 }];
    expect(JSON.stringify(renderCard({ ...notice, buttons }, 'Europe/Berlin'))).toContain(id);
  });

  it('take only zones that there are', () => {
    expect(readTimeZone('Asia/Kolkata')).toBeDefined();
    for (const bad of ['', 'Mars/Olympus', 'x'.repeat(200), undefined, 5]) {
      expect(readTimeZone(bad)).toBeUndefined();
    }
  });
});
