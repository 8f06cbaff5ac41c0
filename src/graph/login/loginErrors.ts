import { AuthError, ServerError } from '@azure/msal-node';
import { RollcallError } from '../../domain/errors.ts';

interface LoginProblem {
  message: string;
  next: string;
}

/** By the number in AADSTS errors. Microsoft: "Microsoft Entra authentication and authorization error codes". */
const BY_NUMBER: Readonly<Record<string, LoginProblem>> = {
  '7000215': {
    message: 'Microsoft refused the client secret that Rollcall signs in with.',
    next: 'Ask the person who runs Rollcall to set AZURE_CLIENT_SECRET to the value of a client secret of the app registration, not to its ID.',
  },
  '7000222': {
    message: 'The client secret that Rollcall signs in with has expired.',
    next: 'Ask the person who runs Rollcall to create a new secret in the app registration and set AZURE_CLIENT_SECRET to it.',
  },
  '700027': {
    message: "Microsoft doesn't know the certificate that Rollcall signs in with.",
    next: 'Ask the person who runs Rollcall to upload the certificate to the app registration, or to check AZURE_CLIENT_CERTIFICATE_PATH.',
  },
  '700016': {
    message: "The tenant doesn't know the app that Rollcall signs in as.",
    next: 'Ask the person who runs Rollcall to check AZURE_CLIENT_ID and AZURE_TENANT_ID, and that an admin has consented to the app.',
  },
  '7000229': {
    message: 'The tenant has no enterprise application for Rollcall.',
    next: 'Ask an admin of the tenant to consent to the app. To get a link for them, type customers, open this customer, and press New consent link.',
  },
  '500011': {
    message: "The tenant doesn't know the service that Rollcall asks to access.",
    next: 'Ask the person who runs Rollcall to check CLOUD and GRAPH_URL: they must name the cloud that the tenant is in.',
  },
  '53003': {
    message: 'A Conditional Access policy of the tenant blocks Rollcall.',
    next: 'Ask an admin of the tenant to check the policies for workload identities, and to allow this app from the address of this server.',
  },
  '700024': {
    message: "Microsoft refused Rollcall's sign-in because the time in it isn't valid.",
    next: "Ask the person who runs Rollcall to correct this server's clock.",
  },
  '7000112': {
    message: 'The app that Rollcall signs in as is disabled in this tenant.',
    next: 'Ask an admin of the tenant to enable the app under Enterprise applications.',
  },
  '90002': {
    message: "Microsoft doesn't know the tenant that Rollcall signs in to.",
    next: 'Ask the person who runs Rollcall to check AZURE_TENANT_ID.',
  },
};

const REFUSED: LoginProblem = {
  message: "Microsoft refused Rollcall's sign-in.",
  next: 'Ask the person who runs Rollcall to check AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET (or the certificate).',
};

function isOutage(error: ServerError): boolean {
  if (error.status !== undefined && (error.status >= 500 || error.status === 429)) return true;
  return error.errorCode === 'temporarily_unavailable' || error.errorCode === 'server_error';
}

function down(cause: unknown): RollcallError {
  return new RollcallError('DIRECTORY_DOWN', "Microsoft's sign-in service doesn't answer.", {
    next: 'Try again in a few minutes. If it happens again, ask the person who runs Rollcall to check its network and AZURE_AUTHORITY_HOST.',
    cause,
  });
}

/**
 * Why no token came: CREDENTIALS_REFUSED for what the operator has to set, DIRECTORY_DOWN for what passes. A key
 * that cannot sign counts as refused too.
 */
export function explainLogin(cause: unknown): RollcallError {
  if (cause instanceof ServerError && !isOutage(cause)) {
    const number = String(cause.errorNo ?? /AADSTS(\d+)/.exec(cause.errorMessage)?.[1] ?? '');
    const { message, next } = BY_NUMBER[number] ?? REFUSED;
    return new RollcallError('CREDENTIALS_REFUSED', message, {
      next,
      cause,
      detail: { login: cause.errorCode, number: number === '' ? undefined : number },
    });
  }
  if (cause instanceof AuthError || !(cause instanceof Error) || !isKeyProblem(cause)) return down(cause);
  return new RollcallError('CREDENTIALS_REFUSED', "Rollcall can't sign with its private key.", {
    next: 'Ask the person who runs Rollcall to check that AZURE_CLIENT_CERTIFICATE_PATH holds the certificate and its PEM private key.',
  });
}

/** As Node's crypto and MSAL's signer say it. The cause is dropped, as its text may speak of the key. */
function isKeyProblem(cause: Error): boolean {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  return code.startsWith('ERR_OSSL') || code.startsWith('ERR_CRYPTO') || /private ?key/i.test(cause.message);
}
