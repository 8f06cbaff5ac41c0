import { readMultipart } from './multipart.ts';
import type { Json } from './wire.ts';
import { isJson } from './wire.ts';

/** Arguments that are objects; in a form they stand as JSON. Every other argument stays the text that it is. */
const OBJECTS: Readonly<Record<string, string>> = {
  blocks: 'invalid_blocks_format',
  view: 'invalid_arguments',
  files: 'invalid_arguments',
  attachments: 'invalid_attachments',
  metadata: 'invalid_metadata_format',
};

function readBody(contentType: string, body: Buffer): { fields: Json } | { error: string } {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json') {
    try {
      const parsed: unknown = JSON.parse(body.toString('utf8'));
      return isJson(parsed) ? { fields: parsed } : { error: 'json_not_object' };
    } catch {
      return { error: 'invalid_json' };
    }
  }
  const parts = readMultipart(contentType, body);
  if (parts !== undefined) {
    return {
      fields: Object.fromEntries(parts.map(({ name, content }) => [name, content.toString('utf8')])),
    };
  }
  if (type === 'application/x-www-form-urlencoded') {
    return { fields: Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
  }
  return body.length === 0 ? { fields: {} } : { error: 'invalid_post_type' };
}

/** The arguments of a Web API call from a form, a multipart body or JSON; or Slack's word for what is wrong. */
export function readCallArgs(contentType: string, body: Buffer): { args: Json } | { error: string } {
  const read = readBody(contentType, body);
  if ('error' in read) return read;
  const args: Json = { ...read.fields };
  for (const [name, error] of Object.entries(OBJECTS)) {
    const value = args[name];
    if (typeof value !== 'string') continue;
    try {
      args[name] = JSON.parse(value);
    } catch {
      return { error };
    }
  }
  return { args };
}
