import { describe, expect, it } from 'vitest';
import { createWireLog, printMasked } from '../../src/sandbox/wireLog.ts';

const create = {
  service: 'Graph',
  asker: 'bot',
  what: 'POST /$batch',
  status: '200',
  request: { requests: [{ body: { passwordProfile: { password: 'rivet-Cobalt-49-lamp' } } }] },
} as const;

describe('what is shown of the wire', () => {
  it('shows no password, also in a later message and after the person has another', () => {
    const log = createWireLog();
    log.note(create);
    const reveal = { blocks: [{ text: 'Ada: rivet-Cobalt-49-lamp' }] };
    expect(printMasked(reveal, log.passwords)).toContain('Ada: •••••');
    expect(printMasked(create.request, log.passwords)).not.toContain('Cobalt');
  });

  it('shows where a one-time link leads, but not its token', () => {
    const token = 'A'.repeat(43);
    const shown = printMasked({ text: `See http://127.0.0.1:3000/p/${token} once.` }, []);
    expect(shown).toContain('http://127.0.0.1:3000/p/••••• once.');
  });

  it('keeps the newest exchanges only, in their order', () => {
    const log = createWireLog(() => 0);
    for (let times = 0; times < 400; times += 1) log.note(create);
    const ids = log.exchanges.map(({ id }) => id);
    expect(ids.at(-1)).toBe(400);
    expect(ids.length).toBeLessThan(400);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });
});
