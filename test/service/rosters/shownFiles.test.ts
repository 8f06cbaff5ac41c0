import { expect, it } from 'vitest';
import { createWorld, MIA, OMAR } from '../fakes/world.ts';

const at = (messageId: string) => ({ platform: 'slack' as const, conversationId: 'D1', messageId });

it('the newest message about a file is known to every instance, for as long as its draft', async () => {
  const world = createWorld();
  const other = world.startAnother();
  await world.service.shownFiles.note(OMAR, 'draft_1', at('1'));
  await other.shownFiles.note(OMAR, 'draft_1', at('2'));
  await other.shownFiles.note(MIA, 'draft_2', at('3'));
  expect(await world.service.shownFiles.find(['draft_1', 'draft_2', 'draft_3'])).toEqual([at('2'), at('3')]);
  await world.clock.advance(world.policy.retention.drafts * 24 * 3_600_000);
  expect(await world.service.shownFiles.find(['draft_1', 'draft_2'])).toEqual([]);
});
