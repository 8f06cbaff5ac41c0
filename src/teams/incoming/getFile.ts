import type { Place } from '../../domain/terms.ts';
import type { Speaker } from '../../flows/action.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { InvokeContext } from './invokes.ts';

const NO_FILE: NoticeView = {
  kind: 'notice',
  tone: 'info',
  title: 'There is no file to get.',
  text: [],
  next: 'Ask for the file first. If nothing happens when you choose Allow, type get file.',
  buttons: [],
};

const NO_ADDRESS: NoticeView = {
  kind: 'notice',
  tone: 'warning',
  title: "This chat didn't accept the file, and Rollcall has no web address for the download.",
  text: [],
  next: 'Open this chat in Teams on a computer, ask for the file again, and choose Allow there. Or ask the person who runs Rollcall to set PUBLIC_URL.',
  buttons: [],
};

/** True for what the message that offers a file says to write. */
export function isGetFile(text: string): boolean {
  return /^\/?get files?[.!]?$/i.test(text);
}

/**
 * Links to the files that somebody was offered last. Clients that know no consent card show none, or one whose Allow
 * never arrives ("not supported by NOX", Microsoft Q&A), which nobody is told. Each file is made again, by whoever asks.
 */
export async function getFiles(
  { options, replies, sender }: InvokeContext,
  place: Place,
  speaker: Speaker,
): Promise<void> {
  const offered = await replies.offeredTo(speaker.userId);
  if (offered.length === 0) {
    await replies.send(place, speaker.userId, { type: 'message', view: NO_FILE });
    return;
  }
  for (const { name, again } of offered) {
    const { action, ...named } = again;
    const reply = await options.flows.run(action, speaker, place, { ...named, fields: {} });
    const file = reply.type === 'message' ? reply.files?.find((each) => each.name === name) : undefined;
    if (file === undefined) {
      await replies.send(place, speaker.userId, reply);
      return;
    }
    const url = await options.handOut?.(file, speaker);
    if (url === undefined) {
      await replies.send(place, speaker.userId, { type: 'message', view: NO_ADDRESS });
      return;
    }
    const text = `Download ${name} here: ${url} The link works once, for ten minutes.`;
    await sender.send(place, { type: 'message', textFormat: 'plain', text }, { isAnswer: true });
  }
}
