import type { Activity, TurnContext } from 'botbuilder';
import { isPrivate } from '../../flows/privatePlaces.ts';
import { uploadFile } from './files.ts';
import { placeOf, speakerOf } from './identify.ts';
import { answer, type InvokeContext } from './invokes.ts';

interface ConsentValue {
  action?: string;
  context?: { action?: unknown; id?: unknown; version?: unknown; name?: unknown };
  uploadInfo?: {
    uploadUrl?: unknown;
    contentUrl?: unknown;
    name?: unknown;
    uniqueId?: unknown;
    fileType?: unknown;
  };
}

/** The answer to a file consent card: the file is made again and put where the person agreed. */
export async function handleConsent(context: InvokeContext, turn: TurnContext): Promise<void> {
  const { activity } = turn;
  const value = (activity.value ?? {}) as ConsentValue;
  await answer(turn, undefined);
  context.background.run(async () => {
    const place = placeOf(activity);
    // Files are asked about in 1:1 chats only.
    if (!isPrivate(place)) return;
    if (value.action === 'accept') await uploadAgain(context, activity, value);
    if (place.message !== undefined) await context.sender.remove(place.message);
  });
}

async function uploadAgain(context: InvokeContext, activity: Activity, value: ConsentValue): Promise<void> {
  const { action, id, version, name } = value.context ?? {};
  const { uploadUrl, contentUrl, uniqueId, fileType } = value.uploadInfo ?? {};
  const speaker = speakerOf(activity);
  const place = placeOf(activity);
  if (typeof action !== 'string' || typeof id !== 'string' || typeof uploadUrl !== 'string') return;
  const reply = await context.options.flows.run(action, speaker, place, {
    id,
    version: Number(version),
    fields: {},
  });
  const file = reply.type === 'message' ? reply.files?.find((each) => each.name === name) : undefined;
  if (file === undefined) {
    await context.replies.send(place, speaker.userId, reply);
    return;
  }
  await uploadFile(uploadUrl, file.bytes, context.options);
  await context.sender.send(place, {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        name: file.name,
        contentUrl: String(contentUrl),
        content: { uniqueId: String(uniqueId), fileType: String(fileType ?? 'csv') },
      },
    ],
  });
}
