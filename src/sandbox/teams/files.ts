import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import type { Judge } from './judge.ts';
import type { TeamsSwitches } from './switches.ts';
import type { World } from './world.ts';

/** A file the bot has put into a person's OneDrive. */
export interface UploadedFile {
  name: string;
  content: Buffer;
  uniqueId: string;
  contentUrl: string;
}

interface Download {
  name: string;
  content: Buffer;
  expiresAt: number;
}

interface Upload {
  name: string;
  owner: string;
  parts: Buffer[];
  received: number;
  file?: UploadedFile;
}

/** Files between people and the bot: pre-authenticated links, as OneDrive for Business gives them. */
export interface FileServer {
  routes: Router;
  /** Puts a file behind a link that needs no token and lives as long as the switch says. */
  share(name: string, content: Buffer): { downloadUrl: string; uniqueId: string };
  /** Opens an upload session. */
  open(name: string, owner: string): { uploadUrl: string; uniqueId: string; contentUrl: string };
  /** What the bot has uploaded for this person, oldest first. */
  uploadedFor(aadObjectId: string): UploadedFile[];
  /** The file of one session, once it is whole. */
  uploaded(uniqueId: string): UploadedFile | undefined;
}

/** OneDrive: every part but the last is a multiple of this. Microsoft Graph: "driveItem: createUploadSession". */
const PART = 327_680;
/** OneDrive: largest part. The same page. */
const MAX_PART_BYTES = 60 * 1024 * 1024;

/** What iOS clients have handed to bots instead of the file: Microsoft-Teams-Samples issue 1314. */
const SHARING_PAGE =
  '<!DOCTYPE html><html><head><title>Sharing</title></head><body>Open in OneDrive</body></html>';

interface PutAnswer {
  status: number;
  message: string;
}

/** Checks one PUT of an upload session, and keeps the part when it fits. */
function takePart(upload: Upload, range: string | undefined, body: Buffer): PutAnswer | undefined {
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range ?? '');
  if (match === null)
    return { status: 400, message: `Content-Range is missing or wrong: ${range ?? 'none'}` };
  const [from = 0, to = 0, total = 0] = match.slice(1).map(Number);
  if (from !== upload.received)
    return { status: 416, message: `part starts at ${from}, not ${upload.received}` };
  if (to - from + 1 !== body.length || to >= total) {
    return { status: 400, message: `Content-Range ${range} does not fit a body of ${body.length} bytes` };
  }
  if (to + 1 < total && body.length % PART !== 0) {
    return { status: 400, message: `a part of ${body.length} bytes is not a multiple of ${PART}` };
  }
  upload.parts.push(body);
  upload.received = to + 1;
  return to + 1 === total ? undefined : { status: 202, message: `${to + 1}-` };
}

/** Serves `/teams/files/:id` and `/teams/upload/:id`. */
export function createFileServer(options: {
  baseUrl: string;
  world: World;
  judge: Judge;
  switches: TeamsSwitches;
}): FileServer {
  const { baseUrl, world, judge, switches } = options;
  const downloads = new Map<string, Download>();
  const uploads = new Map<string, Upload>();
  const routes = Router();

  /** A token sent to a file host is a token given away; OneDrive also refuses it. */
  function leaks(request: Request, response: Response): boolean {
    if (request.headers.authorization === undefined) return false;
    judge.protocol('leak', `${request.method} ${request.path} carried an Authorization header`);
    response.status(401).json({ error: { code: 'unauthenticated', message: 'Pre-authenticated link' } });
    return true;
  }

  routes.get('/teams/files/:id', (request, response) => {
    if (leaks(request, response)) return;
    const id = request.params.id;
    const file = downloads.get(id);
    if (file === undefined) {
      response.status(404).json({ error: { code: 'itemNotFound', message: 'The file is gone' } });
    } else if (switches.files === 'html') {
      response.type('html').send(SHARING_PAGE);
    } else if (switches.files === 'redirect' && request.query.moved === undefined) {
      response.redirect(302, `${baseUrl.replace('127.0.0.1', 'localhost')}/teams/files/${id}?moved=1`);
    } else if (switches.files === 'expired' || world.now() >= file.expiresAt) {
      response.status(403).json({ error: { code: 'accessDenied', message: 'The link has expired' } });
    } else {
      response.attachment(file.name).type('application/octet-stream').send(file.content);
    }
  });

  routes.put(
    '/teams/upload/:id',
    express.raw({ type: () => true, limit: MAX_PART_BYTES }),
    (request, response) => {
      if (leaks(request, response)) return;
      const fault = switches.uploadsAnswer.shift();
      if (fault !== undefined) {
        const error = { code: 'activityLimitReached', message: 'The request has been throttled' };
        response.status(fault).set('Retry-After', '1').json({ error });
        return;
      }
      const uniqueId = request.params.id ?? '';
      const upload = uploads.get(uniqueId);
      if (upload === undefined || upload.file !== undefined) {
        response.status(404).json({ error: { code: 'itemNotFound', message: 'No such upload session' } });
        return;
      }
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = takePart(upload, request.headers['content-range'], body);
      if (answer?.status === 202) {
        response.status(202).json({ nextExpectedRanges: [answer.message] });
        return;
      }
      if (answer !== undefined) {
        judge.protocol('upload', answer.message);
        response.status(answer.status).json({ error: { code: 'invalidRange', message: answer.message } });
        return;
      }
      const content = Buffer.concat(upload.parts);
      const contentUrl = contentUrlOf(upload.name);
      upload.file = { name: upload.name, content, uniqueId, contentUrl };
      world.changes.emit('change');
      response
        .status(201)
        .json({ id: uniqueId, name: upload.name, size: content.length, webUrl: contentUrl });
    },
  );

  function contentUrlOf(name: string): string {
    return `https://contoso-my.sharepoint.com/personal/files/Documents/${encodeURIComponent(name)}`;
  }

  return {
    routes,
    share(name, content) {
      const uniqueId = randomUUID();
      downloads.set(uniqueId, { name, content, expiresAt: world.now() + switches.fileLifeMs });
      return { downloadUrl: `${baseUrl}/teams/files/${uniqueId}?tempauth=${randomUUID()}`, uniqueId };
    },
    open(name, owner) {
      const uniqueId = randomUUID();
      uploads.set(uniqueId, { name, owner, parts: [], received: 0 });
      return { uploadUrl: `${baseUrl}/teams/upload/${uniqueId}`, uniqueId, contentUrl: contentUrlOf(name) };
    },
    uploadedFor: (aadObjectId) =>
      [...uploads.values()].flatMap(({ owner, file }) =>
        owner === aadObjectId && file !== undefined ? [file] : [],
      ),
    uploaded: (uniqueId) => uploads.get(uniqueId)?.file,
  };
}
