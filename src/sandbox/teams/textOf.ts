import {
  ADAPTIVE_CARD,
  type Attachment,
  FILE_CONSENT,
  FILE_INFO,
  isJson,
  type Json,
  listOf,
  stringOf,
} from './wire.ts';

/** Longer choice lists show only what is chosen, as a drop-down does. */
const CHOICES_SHOWN = 12;

function runText(inline: unknown): string {
  return typeof inline === 'string' ? inline : isJson(inline) ? stringOf(inline.text) : '';
}

function choiceText(input: Json): string {
  const choices = listOf(input.choices);
  const chosen = new Set(stringOf(input.value).split(','));
  const isChosen = (choice: Json) => chosen.has(stringOf(choice.value));
  if (choices.length > CHOICES_SHOWN) {
    const titles = choices.filter(isChosen).map(({ title }) => stringOf(title));
    return `${titles.join(', ') || stringOf(input.placeholder) || '…'} ▾ (${choices.length})`;
  }
  return choices.map((choice) => `${isChosen(choice) ? '(x)' : '( )'} ${stringOf(choice.title)}`).join('  ');
}

function inputText(input: Json): string {
  const label = stringOf(input.label);
  const star = input.isRequired === true ? ' *' : '';
  const head = label === '' ? '' : `${label}${star}: `;
  if (input.type === 'Input.ChoiceSet') return `${head}${choiceText(input)}`;
  if (input.type === 'Input.Toggle') {
    const on = stringOf(input.value) === (stringOf(input.valueOn) || 'true');
    return `${head}${on ? '(x)' : '( )'} ${stringOf(input.title)}`;
  }
  const value = input.value === undefined || input.value === '' ? stringOf(input.placeholder) : input.value;
  return `${head}[${String(value)}]`;
}

function actionsText(actions: unknown): string[] {
  const titles = listOf(actions).map(({ title }) => `[${stringOf(title)}]`);
  return titles.length === 0 ? [] : [titles.join(' ')];
}

/** Cells side by side stand on one line when each of them is one line. */
function sideBySide(cells: readonly Json[]): string[] {
  const texts = cells.map((cell) => elementsText(cell.items)).filter((lines) => lines.length > 0);
  if (texts.every((lines) => lines.length === 1)) {
    const line = texts.flat().join('  ');
    return line === '' ? [] : [line];
  }
  return texts.flat();
}

function elementText(element: Json): string[] {
  if (element.isVisible === false) return [];
  const type = stringOf(element.type);
  if (type.startsWith('Input.')) return [inputText(element)];
  switch (type) {
    case 'TextBlock':
      return [stringOf(element.text)];
    case 'RichTextBlock':
      return [(Array.isArray(element.inlines) ? element.inlines : []).map(runText).join('')];
    case 'FactSet':
      return listOf(element.facts).map(({ title, value }) => `${stringOf(title)}: ${stringOf(value)}`);
    case 'Image':
      return element.altText === undefined ? [] : [`(${stringOf(element.altText)})`];
    case 'ActionSet':
      return actionsText(element.actions);
    case 'ColumnSet':
      return sideBySide(listOf(element.columns).filter(({ isVisible }) => isVisible !== false));
    case 'Table':
      return listOf(element.rows).flatMap((row) => sideBySide(listOf(row.cells)));
    default:
      return elementsText(element.items);
  }
}

function elementsText(elements: unknown): string[] {
  return listOf(elements).flatMap(elementText);
}

function attachmentText(attachment: Json): string[] {
  const content = isJson(attachment.content) ? attachment.content : {};
  const name = stringOf(attachment.name);
  switch ((attachment as Json & Partial<Attachment>).contentType) {
    case ADAPTIVE_CARD:
      return cardText(content);
    case FILE_CONSENT:
      return [`${name}: ${stringOf(content.description)} [Allow] [Decline]`];
    case FILE_INFO:
      return [`(file ${name})`];
    default:
      return [];
  }
}

function cardText(card: Json): string[] {
  return [...elementsText(card.body), ...actionsText(card.actions)];
}

/** All a person sees of a card, message or answer to a click, line by line; inputs with their labels and values. */
export function textOf(shown: unknown): string {
  if (!isJson(shown)) return stringOf(shown);
  if (shown.type === 'AdaptiveCard') return cardText(shown).join('\n');
  const inside = Array.isArray(shown.attachments)
    ? listOf(shown.attachments).flatMap(attachmentText)
    : [textOf(shown.card), stringOf(shown.message), isJson(shown.error) ? stringOf(shown.error.message) : ''];
  return [stringOf(shown.text), ...inside].filter((line) => line !== '').join('\n');
}
