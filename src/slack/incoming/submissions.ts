import type { SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { splitSlackId } from '../../domain/slackId.ts';
import type { RawInput, Speaker } from '../../flows/action.ts';
import type { Reply } from '../../flows/reply.ts';
import { type HandlerContext, runFlow, WORKING } from '../handlerContext.ts';
import { answer } from '../outgoing/answer.ts';
import { perform } from '../outgoing/perform.ts';
import type { Scene } from '../outgoing/scene.ts';
import { renderModal } from '../views/render.ts';
import { decideAck } from './ack.ts';
import { submissionKey } from './dedupe.ts';
import { readSlackFile } from './files.ts';
import { readFields, readFiles, readTarget } from './formState.ts';
import { type SlackBody, speakerOf } from './identify.ts';

/** Slack waits 3 s for the ack; the rest is for the way there and for a busy machine. */
const ACK_WITHIN_MS = 2_000;

/** So that the update comes after Slack has dealt with the ack, which would overwrite it. */
const AFTER_ACK_MS = 500;

type Submission = ViewSubmitAction['view'];

function inputOf(context: HandlerContext, { userId }: Speaker, view: Submission): RawInput {
  const [file] = readFiles(view.state?.values);
  return {
    ...readTarget(view.private_metadata),
    fields: readFields(view.state?.values),
    ...(file === undefined ? {} : { file: readSlackFile(context, file, splitSlackId(userId).user) }),
  };
}

/** Submitted modals. A double of a submission under way gets the same answer and has no effect. */
export function createSubmissions(context: HandlerContext) {
  const underWay = new Map<string, Promise<ViewResponseAction>>();

  /** The answer to a submission whose flow may be quick; what is not ready goes on after the ack. */
  async function race(speaker: Speaker, view: Submission): Promise<ViewResponseAction> {
    const { clock } = context.options;
    const mark = context.chat.mark();
    const waiting = new AbortController();
    const direct = () => context.chat.openDirect(speaker.userId);
    const running = runFlow(context, view.callback_id, speaker, direct, inputOf(context, speaker, view));
    const reply = await Promise.race<Reply | undefined>([
      running,
      clock.sleep(ACK_WITHIN_MS, waiting.signal).then(() => undefined),
    ]);
    waiting.abort();
    const inTime = reply === undefined ? undefined : decideAck(reply, view);
    const scene: Scene = { speaker, mark };
    if (inTime !== undefined) {
      if (inTime.isInChat)
        context.background.run(speaker.userId, async () => answer(context, scene, await running));
      return inTime.ack;
    }
    context.background.run(speaker.userId, async () => {
      const [late] = await Promise.all([running, clock.sleep(AFTER_ACK_MS)]);
      await answer(context, { ...scene, modal: { id: view.id, isLoading: true, form: view } }, late);
    });
    return { response_action: 'update', view: renderModal(WORKING) };
  }

  /** Closes the modal at once and answers in the person's chat. */
  async function answerInChat(
    speaker: Speaker,
    view: Submission,
    ack: (answer: ViewResponseAction) => Promise<void>,
  ): Promise<void> {
    const { isDouble, answered } = await context.dedupe.submission(speaker, view.id, view.hash);
    if (!isDouble) {
      const [file] = readFiles(view.state?.values);
      context.background.run(speaker.userId, () =>
        perform(
          context,
          {
            action: view.callback_id,
            input: inputOf(context, speaker, view),
            place: () => context.chat.openDirect(speaker.userId),
            scene: { speaker },
            ...(file === undefined ? {} : { fileName: file.name ?? '' }),
          },
          { kind: 'working', title: 'Checking the file…', text: file?.name ?? '' },
        ),
      );
    }
    await ack({ response_action: 'clear' });
    await answered();
  }

  return async function handleSubmission({
    body,
    view,
    ack,
  }: SlackViewMiddlewareArgs<ViewSubmitAction>): Promise<void> {
    const speaker = speakerOf(context, body as SlackBody);
    if (context.options.flows.answersOf(view.callback_id) === 'message') {
      await answerInChat(speaker, view, ack);
      return;
    }
    const key = submissionKey(speaker, view);
    const double = underWay.get(key);
    const answering = double ?? race(speaker, view);
    underWay.set(key, answering);
    try {
      await ack(await answering);
    } finally {
      underWay.delete(key);
    }
  };
}
