import type { NextFunction, Request, Response } from 'express';

const LOOPBACK = ['127.0.0.1', 'localhost'];

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.includes(new URL(url).hostname);
}

/**
 * Refuses whatever did not come from a page of this machine: another Host is DNS rebinding, another Origin a
 * page elsewhere that makes the browser post here.
 */
export function refuseStrangers(request: Request, response: Response, next: NextFunction): void {
  const { host = '', origin } = request.headers;
  const isOwn = isLoopback(`http://${host}`) && (origin === undefined || origin === `http://${host}`);
  if (!isOwn) response.status(403).json({ error: 'The sandbox is for this machine only.' });
  else next();
}
