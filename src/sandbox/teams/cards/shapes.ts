/*
 * Adaptive Cards 1.5, as far as Teams shows bot cards: every element, input and action with its properties.
 * Source: the Adaptive Cards 1.5 schema (microsoft/AdaptiveCards, schemas/1.5.0), and Microsoft's "Cards
 * reference" for what Teams adds (`msteams`) and leaves out (Media).
 *
 * A property's type is a word of the small language below; `!` at its end makes it required.
 *   string boolean number object uri px    a value; `px` is a string such as `50px`
 *   enum:a|b                               one of these, in any case
 *   elements actions inlines               lists of elements, of actions, of text runs
 *   select                                 one action, but not Action.ShowCard
 *   fallback                               `drop`, or an element or action
 *   list:Shape   is:Shape                  a list of, or one, of the shapes here
 *   a,b                                    either of two types
 */
export type Shape = Readonly<Record<string, string>>;

const SPACING = 'enum:none|small|default|medium|large|extraLarge|padding';
const COLOR = 'enum:default|dark|light|accent|good|warning|attention';
const SIZE = 'enum:default|small|medium|large|extraLarge';
const WEIGHT = 'enum:default|lighter|bolder';
const FONT = 'enum:default|monospace';
const ALIGN = 'enum:left|center|right';
const VERTICAL = 'enum:top|center|bottom';
const CONTAINER_STYLE = 'enum:default|emphasis|good|attention|warning|accent';

const ITEM = { id: 'string', isVisible: 'boolean', requires: 'object', fallback: 'fallback' };
const ELEMENT = { ...ITEM, separator: 'boolean', spacing: SPACING, height: 'enum:auto|stretch' };
const BOX = {
  ...ELEMENT,
  style: CONTAINER_STYLE,
  bleed: 'boolean',
  minHeight: 'px',
  selectAction: 'select',
};
const FILLED = {
  ...BOX,
  verticalContentAlignment: VERTICAL,
  backgroundImage: 'uri,is:BackgroundImage',
  rtl: 'boolean',
};
const INPUT = {
  ...ELEMENT,
  id: 'string!',
  label: 'string',
  isRequired: 'boolean',
  errorMessage: 'string',
};
const ACTION = {
  id: 'string',
  title: 'string',
  iconUrl: 'uri',
  style: 'enum:default|positive|destructive',
  fallback: 'fallback',
  tooltip: 'string',
  isEnabled: 'boolean',
  mode: 'enum:primary|secondary',
  requires: 'object',
};
const RUN = {
  text: 'string!',
  color: COLOR,
  fontType: FONT,
  isSubtle: 'boolean',
  size: SIZE,
  weight: WEIGHT,
};

/** What may stand in a body. */
export const ELEMENTS: Readonly<Record<string, Shape>> = {
  TextBlock: {
    ...ELEMENT,
    ...RUN,
    horizontalAlignment: ALIGN,
    maxLines: 'number',
    wrap: 'boolean',
    style: 'enum:default|heading|columnHeader',
  },
  RichTextBlock: { ...ELEMENT, inlines: 'inlines!', horizontalAlignment: ALIGN },
  Image: {
    ...ELEMENT,
    url: 'uri!',
    altText: 'string',
    backgroundColor: 'string',
    height: 'enum:auto|stretch,px',
    width: 'px',
    horizontalAlignment: ALIGN,
    selectAction: 'select',
    size: 'enum:auto|stretch|small|medium|large',
    style: 'enum:default|person',
    msteams: 'is:ImageTeams',
  },
  ImageSet: { ...ELEMENT, images: 'list:Image!', imageSize: 'enum:auto|stretch|small|medium|large' },
  Container: { ...FILLED, items: 'elements!' },
  ColumnSet: { ...BOX, columns: 'list:Column', horizontalAlignment: ALIGN },
  FactSet: { ...ELEMENT, facts: 'list:Fact!' },
  ActionSet: { ...ELEMENT, actions: 'actions!' },
  Table: {
    ...ELEMENT,
    columns: 'list:TableColumnDefinition!',
    rows: 'list:TableRow!',
    firstRowAsHeader: 'boolean',
    showGridLines: 'boolean',
    gridStyle: CONTAINER_STYLE,
    horizontalCellContentAlignment: ALIGN,
    verticalCellContentAlignment: VERTICAL,
  },
  'Input.Text': {
    ...INPUT,
    isMultiline: 'boolean',
    maxLength: 'number',
    placeholder: 'string',
    regex: 'string',
    style: 'enum:text|tel|url|email|password',
    inlineAction: 'select',
    value: 'string',
  },
  'Input.Number': { ...INPUT, min: 'number', max: 'number', placeholder: 'string', value: 'number' },
  'Input.Date': { ...INPUT, min: 'string', max: 'string', placeholder: 'string', value: 'string' },
  'Input.Time': { ...INPUT, min: 'string', max: 'string', placeholder: 'string', value: 'string' },
  'Input.Toggle': {
    ...INPUT,
    title: 'string!',
    value: 'string',
    valueOff: 'string',
    valueOn: 'string',
    wrap: 'boolean',
  },
  'Input.ChoiceSet': {
    ...INPUT,
    choices: 'list:Choice',
    'choices.data': 'is:Data.Query',
    isMultiSelect: 'boolean',
    style: 'enum:compact|expanded|filtered',
    value: 'string',
    placeholder: 'string',
    wrap: 'boolean',
  },
};

/** What a button may do. */
export const ACTIONS: Readonly<Record<string, Shape>> = {
  'Action.Execute': {
    ...ACTION,
    verb: 'string!',
    data: 'object',
    associatedInputs: 'enum:auto|none',
    msteams: 'is:ActionTeams',
  },
  'Action.Submit': {
    ...ACTION,
    data: 'object',
    associatedInputs: 'enum:auto|none',
    msteams: 'is:ActionTeams',
  },
  'Action.OpenUrl': { ...ACTION, url: 'uri!' },
  'Action.ShowCard': { ...ACTION, card: 'is:AdaptiveCard!' },
  'Action.ToggleVisibility': { ...ACTION, targetElements: 'list:TargetElement!' },
};

/** The parts of elements and cards. Where the client insists on `type`, it is required here. */
export const PARTS: Readonly<Record<string, Shape>> = {
  AdaptiveCard: {
    type: 'string!',
    $schema: 'uri',
    version: 'string',
    body: 'elements',
    actions: 'actions',
    selectAction: 'select',
    fallbackText: 'string',
    backgroundImage: 'uri,is:BackgroundImage',
    minHeight: 'px',
    rtl: 'boolean',
    speak: 'string',
    lang: 'string',
    verticalContentAlignment: VERTICAL,
    refresh: 'is:Refresh',
    authentication: 'object',
    msteams: 'is:CardTeams',
  },
  BackgroundImage: {
    url: 'uri!',
    fillMode: 'enum:cover|repeatHorizontally|repeatVertically|repeat',
    horizontalAlignment: ALIGN,
    verticalAlignment: VERTICAL,
  },
  Column: { ...FILLED, items: 'elements', width: 'width' },
  Image: {},
  TextRun: {
    ...RUN,
    type: 'string!',
    highlight: 'boolean',
    italic: 'boolean',
    strikethrough: 'boolean',
    underline: 'boolean',
    selectAction: 'select',
  },
  Fact: { title: 'string!', value: 'string!' },
  Choice: { title: 'string!', value: 'string!' },
  'Data.Query': {
    type: 'string!',
    dataset: 'string!',
    associatedInputs: 'enum:auto|none',
    count: 'number',
    skip: 'number',
  },
  TableColumnDefinition: {
    width: 'width',
    horizontalCellContentAlignment: ALIGN,
    verticalCellContentAlignment: VERTICAL,
  },
  TableRow: {
    type: 'string!',
    cells: 'list:TableCell!',
    style: CONTAINER_STYLE,
    horizontalCellContentAlignment: ALIGN,
    verticalCellContentAlignment: VERTICAL,
  },
  TableCell: { ...FILLED, type: 'string!', items: 'elements!' },
  TargetElement: { elementId: 'string!', isVisible: 'boolean' },
  Refresh: { action: 'select!', userIds: 'strings', expires: 'string' },
  CardTeams: { width: 'enum:full', entities: 'list:Mention' },
  ImageTeams: { allowExpand: 'boolean' },
  ActionTeams: { feedback: 'is:Feedback' },
  Feedback: { hide: 'boolean' },
  Mention: { type: 'string!', text: 'string!', mentioned: 'object!' },
};

/** `data.msteams` by its type: what a Submit button may ask of Teams. Microsoft: "Card actions in Teams". */
export const SUBMIT_DATA: Readonly<Record<string, Shape>> = {
  'task/fetch': { type: 'string!' },
  messageBack: { type: 'string!', displayText: 'string', text: 'string', value: 'string,object' },
  imBack: { type: 'string!', value: 'string!' },
  signin: { type: 'string!', value: 'uri!' },
  invoke: { type: 'string!', value: 'object' },
};
