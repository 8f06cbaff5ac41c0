import { once } from 'node:events';
import { NotThere } from '../../notThere.ts';
import { FILE_CONSENT, isJson } from '../wire.ts';
import type { TeamsMessage } from '../world.ts';
import { type ClickResult, invoke } from './clicking.ts';
import type { Desk } from './desk.ts';

async function waitForUpload({ world, files, switches }: Desk, uniqueId: string): Promise<boolean> {
  const signal = AbortSignal.timeout(switches.uploadWithinMs);
  while (files.uploaded(uniqueId) === undefined) {
    try {
      await once(world.changes, 'change', { signal });
    } catch {
      return false;
    }
  }
  return true;
}

/**
 * Presses Allow or Decline on a file consent card. After Allow the bot is handed an upload session; the card
 * keeps its buttons until the bot takes it away. Microsoft: "Send and receive files using a bot".
 */
export async function consent(
  desk: Desk,
  message: TeamsMessage,
  answer: 'accept' | 'decline',
): Promise<ClickResult> {
  const card = message.attachments.find(({ contentType }) => contentType === FILE_CONSENT);
  if (card === undefined || !isJson(card.content)) throw new NotThere(`message ${message.id} offers no file`);
  const { acceptContext, declineContext } = card.content;
  const value = { type: 'fileUpload', action: answer };
  if (answer === 'decline') {
    return invoke(desk, 'fileConsent/invoke', { ...value, context: declineContext ?? {} }, { message });
  }
  const name = card.name ?? '';
  const { uploadUrl, uniqueId, contentUrl } = desk.files.open(name, desk.person.aadObjectId);
  const fileType = name.split('.').at(-1) ?? '';
  const uploadInfo = { contentUrl, name, uploadUrl, uniqueId, fileType };
  const outcome = await invoke(
    desk,
    'fileConsent/invoke',
    { ...value, context: acceptContext ?? {}, uploadInfo },
    { message },
  );
  if (outcome.error === undefined && !(await waitForUpload(desk, uniqueId))) {
    desk.judge.protocol('upload', `${name} was accepted and never uploaded`);
  }
  return outcome;
}
