import type { SlackUser } from '../../src/sandbox/slack/user.ts';

/** Opens every field of one person's form in Slack. */
export async function showMore(person: Pick<SlackUser, 'clickInModal' | 'waitForModal'>): Promise<void> {
  await person.clickInModal('adduser.contact');
  await person.waitForModal((view) => view.blocks.some(({ block_id }) => block_id === 'jobTitle'));
}
