import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/secrets/secret.ts';
import { createInstallState, STATE_MS } from '../../../src/slack/workspaces/installState.ts';
import { createMemoryStore } from '../../service/fakes/memoryStore.ts';
import { createTestClock } from '../../store/sampleRecords.ts';

const INSTALL = { scopes: ['chat:write'], redirectUri: 'https://x/slack/oauth_redirect' };
const at = (ms: number) => new Date(1_700_000_000_000 + ms);

function start(byte = 1) {
  const store = createMemoryStore(createTestClock());
  const create = (key = byte) => createInstallState(new Secret(Buffer.alloc(32, key)), store, INSTALL);
  return { state: create(), again: create() };
}

describe('the state of an installation', () => {
  it('is good once, on whichever instance', async () => {
    const { state, again } = start();
    const made = await state.generateStateParam(INSTALL, at(0));
    expect(await again.verifyStateParam(at(1), made)).toEqual(INSTALL);
    await expect(state.verifyStateParam(at(2), made)).rejects.toThrow(/used/);
  });

  it('is good for ten minutes, and not before it was made', async () => {
    const { state } = start();
    const made = await state.generateStateParam(INSTALL, at(0));
    await expect(state.verifyStateParam(at(STATE_MS), made)).rejects.toThrow(/expired/);
    await expect(state.verifyStateParam(at(-1), made)).rejects.toThrow(/expired/);
    expect(await state.verifyStateParam(at(STATE_MS - 1), made)).toEqual(INSTALL);
  });

  it('is refused where anything of it was changed, and where another key made it', async () => {
    const { state } = start();
    const made = await state.generateStateParam(INSTALL, at(0));
    const [time, drawn, proof] = made.split('.');
    const later = `${Number(time) + 1}.${drawn}.${proof}`;
    for (const forged of ['', 'a.b.c', later, `${made}.x`, `${time}.${drawn}.`]) {
      await expect(state.verifyStateParam(at(1), forged)).rejects.toThrow(/isn't ours/);
    }
    const other = await start(2).state.generateStateParam(INSTALL, at(0));
    await expect(state.verifyStateParam(at(1), other)).rejects.toThrow(/isn't ours/);
  });
});
