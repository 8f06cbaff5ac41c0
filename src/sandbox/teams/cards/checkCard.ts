import { isJson, type Json, listOf, stringOf } from '../wire.ts';
import { askLibrary } from './library.ts';
import { type CardNode, type CardReading, readObject } from './readShape.ts';
import { PARTS, SUBMIT_DATA } from './shapes.ts';

/** Where the card stands, and what people have said before. */
export interface CardContext {
  /** A dialog's card is submitted with Action.Submit. Microsoft: "Use dialogs with bots". */
  in?: 'message' | 'dialog';
  /** Texts people sent that hold `${`: data, when they come back in a card. */
  heard?: readonly string[];
}

/** The figure at which senders of cards to Teams are refused. Failing a card too early is the better mistake. */
const MAX_BYTES = 28_000;

/** Microsoft: "Cards reference": bots' cards are 1.5 or earlier. */
const VERSIONS = ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5'];

/** Microsoft: "Up to date cards": at most 60 people in refresh.userIds. */
const MAX_REFRESH_USERS = 60;

type Rule = (node: CardNode, context: CardContext) => string[];

const requiredInputs: Rule = ({ type, node, path }) => {
  if (!type.startsWith('Input.') || node.isRequired !== true) return [];
  return ['label', 'errorMessage']
    .filter((name) => stringOf(node[name]).trim() === '')
    .map((name) => `${path} (${type}) is required but has no ${name}`);
};

const choices: Rule = ({ type, node, path }) => {
  if (type !== 'Input.ChoiceSet') return [];
  const values = listOf(node.choices).map(({ value }) => stringOf(value));
  const problems: string[] = [];
  if (values.length === 0 && node['choices.data'] === undefined) problems.push(`${path} has no choices`);
  if (new Set(values).size < values.length) problems.push(`${path} has two choices with one value`);
  if (node.isMultiSelect === true && values.some((value) => value.includes(','))) {
    problems.push(`${path} takes several choices, which arrive joined by commas, and a value has a comma`);
  }
  return problems;
};

const patterns: Rule = ({ type, node, path }) => {
  if (type !== 'Input.Text' || typeof node.regex !== 'string') return [];
  try {
    new RegExp(node.regex);
    return [];
  } catch {
    return [`${path}.regex is not a regular expression`];
  }
};

const submitData: Rule = ({ type, node, path }) => {
  const data = isJson(node.data) ? node.data : {};
  if (data.msteams === undefined) return [];
  if (type !== 'Action.Submit') return [`${path}.data.msteams belongs to Action.Submit`];
  const wanted = isJson(data.msteams) ? stringOf(data.msteams.type) : '';
  const shape = Object.hasOwn(SUBMIT_DATA, wanted) ? SUBMIT_DATA[wanted] : undefined;
  if (shape === undefined || !isJson(data.msteams)) {
    return [`${path}.data.msteams has type '${wanted}', which Teams does not know`];
  }
  const found: CardReading = { nodes: [], problems: [] };
  readObject(data.msteams, wanted, shape, `${path}.data.msteams`, found);
  return found.problems;
};

const verbs: Rule = ({ type, node, path }) =>
  type === 'Action.Execute' && node.verb === '' ? [`${path} (${type}) has an empty verb`] : [];

const dialogActions: Rule = ({ type, path }, context) =>
  context.in === 'dialog' && type === 'Action.Execute'
    ? [`${path}: a dialog is submitted with Action.Submit, not Action.Execute`]
    : [];

const refresh: Rule = ({ type, node, path }) => {
  if (type !== 'Refresh') return [];
  const ids = Array.isArray(node.userIds) ? node.userIds : [];
  const problems: string[] = [];
  if (!isJson(node.action) || node.action.type !== 'Action.Execute') {
    problems.push(`${path}.action must be Action.Execute`);
  }
  if (ids.length > MAX_REFRESH_USERS) problems.push(`${path}.userIds has more than ${MAX_REFRESH_USERS}`);
  if (ids.some((id) => !stringOf(id).startsWith('29:'))) problems.push(`${path}.userIds must be 29:… ids`);
  return problems;
};

const RULES: readonly Rule[] = [requiredInputs, choices, patterns, submitData, verbs, dialogActions, refresh];

function findDuplicateIds(nodes: readonly CardNode[]): string[] {
  const seen = new Map<string, string>();
  return nodes.flatMap(({ node, path }) => {
    if (typeof node.id !== 'string' || node.id === '') return [];
    const first = seen.get(node.id);
    seen.set(node.id, first ?? path);
    return first === undefined ? [] : [`${path} has the id '${node.id}' of ${first}`];
  });
}

/** `${…}` that a template left behind; what people typed themselves may come back. */
function findUnbound(value: unknown, path: string, heard: readonly string[]): string[] {
  if (typeof value === 'string') {
    if (!value.includes('${')) return [];
    const left = value.match(/\$\{[^}]*\}?/g) ?? [];
    return left.every((part) => heard.some((text) => text.includes(part)))
      ? []
      : [`${path} holds an unbound template expression: ${left[0]}`];
  }
  if (Array.isArray(value))
    return value.flatMap((item, index) => findUnbound(item, `${path}[${index}]`, heard));
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => findUnbound(item, `${path}.${name}`, heard));
}

/**
 * Everything Teams, Microsoft's renderer or the 1.5 schema would object to, one sentence each; empty for a good
 * card. Stricter than the real client, which drops what it does not know without a word.
 */
export function checkCard(card: unknown, context: CardContext = {}): string[] {
  if (!isJson(card)) return ['card is not an object'];
  const problems: string[] = [];
  if (card.type !== 'AdaptiveCard') problems.push("card.type must be 'AdaptiveCard'");
  if (!VERSIONS.includes(stringOf(card.version))) {
    problems.push(`card.version must be 1.5 or earlier, and is ${JSON.stringify(card.version)}`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > MAX_BYTES) problems.push(`card is ${bytes} bytes, and ${MAX_BYTES} are allowed`);
  const found: CardReading = { nodes: [], problems };
  readObject(card, 'AdaptiveCard', PARTS.AdaptiveCard ?? {}, 'card', found);
  for (const node of found.nodes) problems.push(...RULES.flatMap((rule) => rule(node, context)));
  problems.push(...findDuplicateIds(found.nodes), ...findUnbound(card, 'card', context.heard ?? []));
  problems.push(...readByLibrary(card));
  return [...new Set(problems)];
}

function readByLibrary(card: Json): string[] {
  try {
    return askLibrary(card);
  } catch (error) {
    return [`Microsoft's renderer cannot read it: ${error instanceof Error ? error.message : 'unknown'}`];
  }
}
