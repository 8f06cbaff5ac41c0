import { z } from 'zod';
import type { Actor, Finding, Place, Role } from '../../domain/terms.ts';
import { type IncomingFile, namingFile } from '../../service/incomingFile.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { FileTask } from '../../service/rosters/fileTurns.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import type { Button, NoticeView } from '../views/parts.ts';
import type { VerificationView } from '../views/roster.ts';
import { askForFile, isFile, sendNamesLog } from './askForFile.ts';
import { askForEncoding } from './chooseEncoding.ts';
import { askForSheet } from './chooseSheet.ts';
import { partButton } from './partButton.ts';
import { ROSTER_WORDS } from './words.ts';

const SAYS = ROSTER_WORDS.namesFile;

/** Findings in one message. */
const MAX_FINDINGS = 20;

/** What every draft keeps of a file that names people who exist. */
interface NamesData {
  fileName?: string;
  /** The one that was read, of a workbook with several. */
  sheet?: string;
  /** How its letters were read, where somebody said it. */
  encoding?: string;
  /** Of a workbook, while nobody has chosen its sheet; of another file, while nobody has said how its letters are read. */
  sheets?: {
    asks?: 'encoding';
    offered: readonly { name: string; samples?: readonly string[]; names: readonly unknown[] }[];
    others: readonly { name: string; reason: string }[];
  };
}

/** What a file comes to, in the words of its conversation. */
interface NamesShown {
  /** What is in it. Left out: user names. */
  holds?: string;
  /** How it was read. */
  asRead?: readonly string[];
  /** Rows that were read, and people for whom something can be done. */
  read: number;
  ready: number;
  findings: readonly Finding[];
  question?: string;
  /** Before that of the log. */
  buttons: readonly Button[];
}

/** A file that names people who exist, as one conversation asks for it and reads it. */
interface NamesFileKind<Data extends NamesData> {
  /** What its actions begin with, before `.openFile`, `.file`, `.sheet` and `.log`. */
  name: string;
  task: FileTask;
  roles: readonly Role[];
  /** Rows; the policy's limit holds as well. */
  most: number;
  /** In the form that asks for the file. */
  buttons?: readonly Button[];
  whichSheet: { title: string; next: string };
  serviceOf(context: FlowContext): {
    openFile(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<Data>>;
    chooseSheet(actor: Actor, draftId: string, sheet: number): Promise<DraftRecord<Data>>;
    load(actor: Actor, draftId: string): Promise<DraftRecord<Data>>;
    writeLog(data: Data): string;
  };
  show(context: FlowContext, draft: DraftRecord<Data>): NamesShown;
}

/** What a conversation has of its kind of file. */
export interface NamesFile<Data> {
  /** Reads a file and shows whom it names, or asks which sheet of it is meant. */
  read(
    context: FlowContext,
    actor: Actor,
    place: Place,
    file: IncomingFile,
  ): Promise<VerificationView | NoticeView>;
  /** Whom a file names, or what has to be known before: which sheet, which encoding. */
  ask(context: FlowContext, actor: Actor, draft: DraftRecord<Data>): VerificationView | NoticeView;
  show(context: FlowContext, actor: Actor, draft: DraftRecord<Data>): VerificationView;
  /** The form that asks for a file, the file, its sheet and its log. */
  actions(context: FlowContext): Action[];
}

/** One kind of file that names people who exist. */
export function createNamesFile<Data extends NamesData>(kind: NamesFileKind<Data>): NamesFile<Data> {
  const { name, task, roles, most, whichSheet, serviceOf } = kind;

  function show(context: FlowContext, actor: Actor, draft: DraftRecord<Data>): VerificationView {
    const { id, version, data } = draft;
    const {
      holds = SAYS.names,
      asRead = [],
      read,
      ready,
      findings,
      question,
      buttons,
    } = kind.show(context, draft);
    const wrong = new Set(findings.filter(({ severity }) => severity === 'error').map(({ row }) => row));
    const warned = new Set(
      findings.flatMap(({ row, severity }) => (severity === 'warning' && !wrong.has(row) ? [row] : [])),
    );
    const log = { action: `${name}.log`, label: ROSTER_WORDS.buttons.log, id, version };
    return {
      kind: 'verification',
      fileName: data.fileName ?? '',
      template: [
        holds,
        ...(data.sheet === undefined ? [] : [SAYS.sheet(data.sheet)]),
        ...(data.encoding === undefined ? [] : [SAYS.encoding(data.encoding)]),
        ...asRead,
      ].join(' · '),
      customer: nameOf(context.policy, actor.customer),
      counts: { read, ready, toFix: wrong.size, warned: warned.size },
      ...(question === undefined ? {} : { question }),
      isUnknown: false,
      mapping: [],
      people: [],
      kinds: [],
      findings: findings.slice(0, MAX_FINDINGS),
      more: Math.max(0, findings.length - MAX_FINDINGS),
      buttons: [...buttons, ...(findings.length === 0 ? [] : [log])],
    };
  }

  function ask(context: FlowContext, actor: Actor, draft: DraftRecord<Data>): VerificationView | NoticeView {
    const { id, version, data } = draft;
    const { fileName = '', sheets } = data;
    if (sheets === undefined) return show(context, actor, draft);
    const action = `${name}.sheet`;
    if (sheets.asks === 'encoding') return askForEncoding({ id, version, fileName, ...sheets }, action);
    const offered = sheets.offered.map((sheet) => ({ name: sheet.name, people: sheet.names.length }));
    return askForSheet({ id, version, fileName, offered, others: sheets.others }, { ...whichSheet, action });
  }

  const read: NamesFile<Data>['read'] = async (context, actor, place, file) =>
    ask(context, actor, await namingFile(file, () => serviceOf(context).openFile(actor, place, file)));

  return {
    read,
    ask,
    show,
    actions(context) {
      const action = actionsFor(roles);
      const service = serviceOf(context);
      return [
        action.form(`${name}.openFile`, z.object({}), async (actor, place) => {
          if (actor.platform === 'teams') await context.service.fileTurns.expect(actor, place, task);
          return askForFile(`${name}.file`, {
            task,
            customer: nameOf(context.policy, actor.customer),
            maxRows: Math.min(context.policy.maxRows, most),
            buttons: kind.buttons ?? [],
          });
        }),
        action.message(`${name}.file`, z.object({ file: isFile }), async (actor, place, { file }) => ({
          type: 'message',
          view: await read(context, actor, place, file),
        })),
        action.replace(`${name}.sheet`, partButton, async (actor, _place, { id: { draftId, part } }) => ({
          type: 'replace',
          view: show(context, actor, await service.chooseSheet(actor, draftId, part)),
        })),
        action.message(`${name}.log`, button, async (actor, _place, { id, version }) => {
          const { data } = await service.load(actor, id);
          const again = { action: `${name}.log`, id, version };
          return sendNamesLog(data.fileName, service.writeLog(data), again);
        }),
      ];
    },
  };
}
