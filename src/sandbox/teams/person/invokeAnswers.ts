import type { BotAnswer } from '../botClient.ts';
import type { Judge } from '../judge.ts';
import { ADAPTIVE_CARD, type Attachment, type Card, isJson, type Json, listOf, stringOf } from '../wire.ts';

/** What the client shows after an invoke. `error` is what a person sees instead when the answer is no use. */
export interface InvokeOutcome {
  /** HTTP status; 0 when the bot was not reached or was late. */
  status: number;
  /** The card now shown: in place of the one clicked, or in the dialog. */
  card?: Card;
  /** A text shown in place of a card. */
  message?: string;
  /** A dialog to show; `url` for a web page. */
  dialog?: { title: string; card?: Card; url?: string };
  /** Results of a message extension. */
  attachments?: Attachment[];
  /** Choices of a typeahead. */
  choices?: { title: string; value: string }[];
  error?: { code: string; message: string };
}

const UNREACHABLE = { code: 'Unreachable', message: 'Unable to reach the app. Please try again.' };
const WRONG = { code: 'SomethingWentWrong', message: 'Something went wrong. Please try again.' };
/** Microsoft: "Typeahead search in Adaptive Cards": the client shows fifteen. */
const MAX_CHOICES = 15;

type Reading = Omit<InvokeOutcome, 'status'> | { problems: string[] };

function readCardAnswer(body: unknown, judge: Judge): Reading {
  if (!isJson(body)) return { problems: ['the body must be {statusCode, type, value}'] };
  const { statusCode, type, value } = body;
  if (typeof statusCode !== 'number') return { problems: ['statusCode must be a number'] };
  if (type === ADAPTIVE_CARD) {
    if (statusCode !== 200) return { problems: [`a card goes with statusCode 200, not ${statusCode}`] };
    return judge.card('answer to adaptiveCard/action', value).length === 0 && isJson(value)
      ? { card: value }
      : { error: WRONG };
  }
  if (type === 'application/vnd.microsoft.activity.message') {
    return typeof value === 'string' && statusCode === 200
      ? { message: value }
      : { problems: ['a message goes with statusCode 200 and a string value'] };
  }
  if (type === 'application/vnd.microsoft.error') {
    if (!isJson(value) || typeof value.code !== 'string' || typeof value.message !== 'string') {
      return { problems: ['an error has value {code, message}, both strings'] };
    }
    return statusCode >= 400
      ? { error: { code: value.code, message: value.message } }
      : { problems: [`an error goes with statusCode 4xx or 5xx, not ${statusCode}`] };
  }
  return { problems: [`type '${String(type)}' is not known for adaptiveCard/action`] };
}

function readTask(task: unknown, judge: Judge): Reading {
  if (!isJson(task)) return { problems: ['task must be an object'] };
  if (task.type === 'message') {
    return typeof task.value === 'string'
      ? { message: task.value }
      : { problems: ['task type message has a string value'] };
  }
  if (task.type !== 'continue' || !isJson(task.value)) {
    return { problems: ["task must be {type: 'continue', value: {…}} or {type: 'message', value: '…'}"] };
  }
  const { title, card, url } = task.value;
  if (typeof title !== 'string') return { problems: ['task.value.title must be a string'] };
  if (typeof url === 'string') return { dialog: { title, url } };
  if (!isJson(card) || card.contentType !== ADAPTIVE_CARD || !isJson(card.content)) {
    return { problems: ['task.value.card must be an attachment with an Adaptive Card'] };
  }
  return judge.card('dialog', card.content, 'dialog').length === 0
    ? { card: card.content, dialog: { title, card: card.content } }
    : { error: WRONG };
}

function readExtension(extension: unknown, judge: Judge): Reading {
  if (!isJson(extension)) return { problems: ['composeExtension must be an object'] };
  if (extension.type === 'message') {
    return typeof extension.text === 'string'
      ? { message: extension.text }
      : { problems: ['composeExtension type message has a text'] };
  }
  if (extension.type !== 'result' || !Array.isArray(extension.attachments)) {
    return { problems: ["composeExtension must be {type: 'result', attachmentLayout, attachments}"] };
  }
  const attachments = listOf(extension.attachments) as (Json & Attachment)[];
  if (!['list', 'grid'].includes(stringOf(extension.attachmentLayout))) {
    return { problems: ['attachmentLayout must be list or grid'] };
  }
  const bad = attachments
    .filter(({ contentType }) => contentType === ADAPTIVE_CARD)
    .flatMap(({ content }) => judge.card('message extension result', content));
  return bad.length === 0 ? { attachments } : { error: WRONG };
}

function readSearch(body: unknown): Reading {
  if (!isJson(body) || body.type !== 'application/vnd.microsoft.search.searchResponse') {
    return { problems: ['the body must be {statusCode, type: …searchResponse, value: {results}}'] };
  }
  const results = isJson(body.value) ? listOf(body.value.results) : [];
  if (results.length > MAX_CHOICES) return { problems: [`more than ${MAX_CHOICES} results`] };
  if (results.some(({ title, value }) => typeof title !== 'string' || typeof value !== 'string')) {
    return { problems: ['every result has a title and a value, both strings'] };
  }
  return { choices: results.map(({ title, value }) => ({ title: stringOf(title), value: stringOf(value) })) };
}

function readBody(name: string, body: unknown, judge: Judge): Reading {
  if (name === 'adaptiveCard/action') return readCardAnswer(body, judge);
  if (name === 'application/search') return readSearch(body);
  if (name === 'fileConsent/invoke') return {};
  const mayClose = name === 'task/submit' || name === 'composeExtension/submitAction';
  if (mayClose && (body === undefined || body === '' || (isJson(body) && Object.keys(body).length === 0)))
    return {};
  if (!isJson(body)) return { problems: ['the body must be an object'] };
  if (body.task !== undefined && name !== 'composeExtension/query') return readTask(body.task, judge);
  if (body.composeExtension !== undefined && name.startsWith('composeExtension/')) {
    return readExtension(body.composeExtension, judge);
  }
  return { problems: [`the body has nothing that Teams reads for ${name}`] };
}

/** Checks the bot's answer to an invoke against what Teams takes, and says what the client shows. */
export function readAnswer(name: string, { status, body }: BotAnswer, judge: Judge): InvokeOutcome {
  if (status === 0) return { status, error: UNREACHABLE };
  if (status !== 200) return { status, error: WRONG };
  const reading = readBody(name, body, judge);
  if (!('problems' in reading)) return { status, ...reading };
  judge.note(`answer to ${name}`, reading.problems, body);
  return { status, error: WRONG };
}
