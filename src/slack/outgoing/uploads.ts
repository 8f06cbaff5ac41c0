import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { RollcallError } from '../../domain/errors.ts';
import type { OutFile } from '../../flows/reply.ts';
import type { Calls } from './calls.ts';

/**
 * Puts files into a channel, as one message; `blocks` are what it says. Slack, files.completeUploadExternal: `blocks` stand
 * beside the files where there is no `initial_comment`, which would be text with marks in it. The client asks Slack where to send them; an address that is not listed is refused on
 * the way out (client.ts).
 *
 * @throws RollcallError FILE_UPLOAD_FAILED
 */
export async function uploadFiles(
  client: WebClient,
  calls: Calls,
  channel: string,
  files: readonly OutFile[],
  blocks?: readonly KnownBlock[],
): Promise<void> {
  try {
    await calls.call('files.uploadV2', 'unsafe', () =>
      client.filesUploadV2({
        channel_id: channel,
        ...(blocks === undefined ? {} : { blocks: [...blocks] }),
        file_uploads: files.map(({ name, bytes }) => ({ file: Buffer.from(bytes), filename: name })),
      }),
    );
  } catch (cause) {
    throw new RollcallError('FILE_UPLOAD_FAILED', "Rollcall couldn't send the file to Slack.", {
      next: 'Ask for it again in a moment.',
      cause,
    });
  }
}
