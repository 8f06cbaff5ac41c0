import type { Activity, TurnContext } from 'botbuilder';
import type { MessageRef } from '../../domain/terms.ts';
import { showError } from '../../flows/errorViews.ts';
import { isPrivate } from '../../flows/privatePlaces.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { View } from '../../flows/views.ts';
import { uploadFile } from './files.ts';
import { placeOf, speakerOf } from './identify.ts';
import { answer, type InvokeContext, readVersion } from './invokes.ts';

interface ConsentValue {
  action?: string;
  context?: { action?: unknown; id?: unknown; version?: unknown; customer?: unknown; name?: unknown };
  uploadInfo?: {
    uploadUrl?: unknown;
    contentUrl?: unknown;
    name?: unknown;
    uniqueId?: unknown;
    fileType?: unknown;
  };
}

/** Said where Teams does not take the card that leads to the file. */
function sayUploaded(name: string): NoticeView {
  return {
    kind: 'notice',
    tone: 'info',
    title: `${name} is in your OneDrive now.`,
    text: [],
    next: "Open OneDrive to find it. Teams didn't accept the card with the link.",
    buttons: [],
  };
}

/** The answer to a file consent card: the file is made again and put where the person agreed. */
export async function handleConsent(context: InvokeContext, turn: TurnContext): Promise<void> {
  const { activity } = turn;
  const value = (activity.value ?? {}) as ConsentValue;
  await answer(turn, undefined);
  context.background.run(speakerOf(activity).userId, async () => {
    const place = placeOf(activity);
    // Files are asked about in 1:1 chats only.
    if (!isPrivate(place)) return;
    try {
      const problem = value.action === 'accept' ? await uploadAgain(context, activity, value) : undefined;
      if (problem !== undefined) await context.replies.post(place, problem);
    } finally {
      if (place.message !== undefined) await takeAway(context, place.message);
    }
  });
}

/** One that Teams does not let go can be pressed once more, which puts the same file there again. */
async function takeAway({ sender, options }: InvokeContext, message: MessageRef): Promise<void> {
  await sender
    .remove(message)
    .catch((error: unknown) => options.log.warn({ error }, 'teams.consentCardLeft'));
}

/** Answers what is to be said besides, above all why the file could not be put there; the card can ask for nothing more, whatever became of it. */
async function uploadAgain(
  context: InvokeContext,
  activity: Activity,
  value: ConsentValue,
): Promise<View | undefined> {
  const { action, id, version, customer, name } = value.context ?? {};
  const { uploadUrl, contentUrl, uniqueId, fileType } = value.uploadInfo ?? {};
  const speaker = speakerOf(activity);
  const place = placeOf(activity);
  // Only what answers with a message has files.
  const isOffered = typeof action === 'string' && context.options.flows.answersOf(action) === 'message';
  if (!isOffered || typeof id !== 'string') return undefined;
  const number = readVersion(version);
  const reply = await context.options.flows.run(action, speaker, place, {
    id,
    ...(number === undefined ? {} : { version: number }),
    ...(typeof customer === 'string' ? { customer } : {}),
    fields: {},
  });
  const file = reply.type === 'message' ? reply.files?.find((each) => each.name === name) : undefined;
  if (file === undefined) {
    await context.replies.send(place, speaker.userId, reply);
    return undefined;
  }
  try {
    await uploadFile(typeof uploadUrl === 'string' ? uploadUrl : '', file.bytes, context.options);
  } catch (error) {
    const reference = context.options.ids.next('ref');
    context.options.log.warn({ error, reference }, 'teams.uploadFailed');
    return showError(error, reference);
  }
  const card = {
    contentType: 'application/vnd.microsoft.teams.card.file.info',
    name: file.name,
    contentUrl: typeof contentUrl === 'string' ? contentUrl : '',
    content: {
      uniqueId: typeof uniqueId === 'string' ? uniqueId : '',
      fileType: typeof fileType === 'string' ? fileType : 'csv',
    },
  };
  try {
    await context.sender.send(place, { type: 'message', attachments: [card] }, { isAnswer: true });
  } catch (error) {
    context.options.log.warn({ error }, 'teams.fileCardNotShown');
    return sayUploaded(file.name);
  }
  return undefined;
}
