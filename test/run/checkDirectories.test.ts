import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../src/domain/errors.ts';
import { checkDirectories } from '../../src/run/checkDirectories.ts';

const well = { check: async () => undefined };
const down = {
  check: () => Promise.reject(new RollcallError('DIRECTORY_DOWN', 'It is down.', { next: 'Wait.' })),
};
const hangs = { check: () => new Promise<void>(() => undefined) };

describe('whether Microsoft 365 can be used', () => {
  it('holds while one of several customers can be reached, whatever the others do', async () => {
    await expect(checkDirectories([down, hangs, well])).resolves.toBeUndefined();
  });

  it.each([
    ['the only one', [down]],
    ['all of them', [down, down]],
  ])('fails for the reason of the first where %s is down', async (_which, directories) => {
    await expect(checkDirectories(directories)).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
  });
});
