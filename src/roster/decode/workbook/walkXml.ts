import { setImmediate } from 'node:timers/promises';
import sax from 'sax';
import { RollcallError } from '../../../domain/errors.ts';
import { refuseBroken } from './readZip.ts';

/** What is done on the way through a part. Names come without their prefix: some writers say `x:row`. */
export interface XmlVisitor {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
  /** True once the rest of the part is of no use. */
  isDone?(): boolean;
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function namesWithoutPrefix(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const plain: Record<string, string> = {};
  // The first wins: a sheet has both `sheetId` and `r:id`.
  for (const name in attributes) plain[withoutPrefix(name)] ??= attributes[name] ?? '';
  return plain;
}

/**
 * Walks through a part of a workbook while it is unpacked. Between two pieces the process answers other people. No
 * entity is ever expanded, because a document type is refused, as ECMA-376 part 2, 8.1.4 asks for. Throws RollcallError
 * FILE_NOT_UNDERSTOOD, and what the pieces or the visitor throw.
 */
export async function walkXml(pieces: AsyncGenerator<Buffer>, visitor: XmlVisitor): Promise<void> {
  const parser = sax.parser(true, { position: false });
  const decoder = new TextDecoder();
  parser.onopentag = ({ name, attributes }) => {
    visitor.open(withoutPrefix(name), namesWithoutPrefix(attributes as Record<string, string>));
  };
  parser.onclosetag = (name) => visitor.close?.(withoutPrefix(name));
  parser.ontext = (text) => visitor.text?.(text);
  parser.oncdata = (text) => visitor.text?.(text);
  parser.ondoctype = () => {
    throw refuseBroken();
  };
  parser.onerror = (error) => {
    throw refuseBroken(error);
  };
  try {
    for await (const piece of pieces) {
      parser.write(decoder.decode(piece, { stream: true }));
      if (visitor.isDone?.() === true) return;
      await setImmediate();
    }
    parser.close();
  } catch (error) {
    throw error instanceof RollcallError ? error : refuseBroken(error);
  }
}
