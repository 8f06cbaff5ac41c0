import { expect, it, onTestFinished, vi } from 'vitest';
import { drillMail } from './mail.ts';

it('a mail server in every kind of trouble delays passwords and loses none', async () => {
  const said = vi.spyOn(console, 'error');
  onTestFinished(() => said.mockRestore());
  const [line] = await drillMail({ short: true });
  expect(said.mock.calls.flat()).toEqual([]);
  expect(line).toMatchObject({
    troubles: 9,
    kills: 2,
    notReached: 0,
    lost: 0,
    duplicated: 0,
    passwordsLost: 0,
  });
  expect(Number(line?.resent)).toBeGreaterThan(0);
  expect(Number(line?.cameByItself)).toBeGreaterThan(0);
}, 180_000);
