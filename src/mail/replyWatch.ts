/** The logger that nodemailer takes: a method for each level, with an entry that says whose line it is. */
type Write = (entry: { tnx?: string }, line: string) => void;

/** Sees to it that a server's replies are those to what it was asked. */
export interface ReplyWatch {
  logger: Record<'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', Write>;
  /** A new connection begins. */
  restart(): void;
  /** True when DATA was answered as only DATA is (354, RFC 5321 4.3.2). */
  isInStep(): boolean;
}

/**
 * nodemailer gives each reply to the command that waits the longest, and takes 250 for an answer to DATA. A reply that
 * comes twice then makes a mail "accepted" by the answer to something else, and nothing arrived. Whatever is one reply
 * ahead shows at DATA, which alone is answered with 354.
 */
export function createReplyWatch(): ReplyWatch {
  const asked: string[] = [];
  let inStep = false;

  const read: Write = ({ tnx }, line) => {
    if (tnx === 'client') asked.push(line);
    if (tnx === 'server' && asked.shift() === 'DATA') inStep = line.startsWith('354');
  };
  const ignore: Write = () => undefined;
  return {
    logger: { trace: ignore, debug: read, info: ignore, warn: ignore, error: ignore, fatal: ignore },
    restart() {
      asked.length = 0;
      inStep = false;
    },
    isInStep: () => inStep,
  };
}
