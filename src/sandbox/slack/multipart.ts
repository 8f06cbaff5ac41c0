/** One part of a multipart body. */
interface Part {
  name: string;
  /** There when the part is a file. */
  fileName?: string;
  content: Buffer;
}

function readPart(raw: string): Part | undefined {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = Buffer.from(raw.slice(0, end), 'latin1').toString('utf8');
  const fileName = /;\s*filename="([^"]*)"/i.exec(head)?.[1];
  return {
    name: /;\s*name="([^"]*)"/i.exec(head)?.[1] ?? '',
    // Each part ends with the line break in front of the next boundary.
    content: Buffer.from(raw.slice(end + 4, -2), 'latin1'),
    ...(fileName === undefined ? {} : { fileName }),
  };
}

/** The parts of a multipart body (RFC 7578); undefined when the content type says it is none. */
export function readMultipart(contentType: string, body: Buffer): Part[] | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const pieces = body.toString('latin1').split(`--${boundary}`);
  return pieces.slice(1, -1).flatMap((piece) => readPart(piece.replace(/^\r\n/, '')) ?? []);
}
