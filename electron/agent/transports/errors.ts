import { TransportError } from './transport.ts';
import type { TransportFault } from './transport.ts';

interface Entry {
  fault: TransportFault;
  sentence: string;
  remedy: string;
}

const askNetwork = 'Check the network of this computer; C-Monitor tries again by itself.';
const askOperator = 'Tell the operator of the CM Server.';

/** Everything that goes wrong on a path, what it means for the message, and what to do about it. */
const table = {
  noServer: {
    fault: 'path',
    sentence: 'No CM Server is set',
    remedy:
      'Enter the server on the page Customer Monitor Server (http), or register this computer with a token.',
  },
  badOwnCa: {
    fault: 'path',
    sentence: 'The own certificate authority cannot be read',
    remedy: 'Paste it as text that begins with -----BEGIN CERTIFICATE-----, or leave the field empty.',
  },
  noProxy: {
    fault: 'path',
    sentence: 'A proxy is to be used, but none is set',
    remedy: "Enter the proxy's address, or choose another way of connecting.",
  },
  stopped: { fault: 'transient', sentence: 'The try was called off', remedy: 'Nothing needs to be done.' },
  nameNotFound: {
    fault: 'transient',
    sentence: 'The name of the CM Server is not known',
    remedy: 'Check the spelling of the server and the network of this computer.',
  },
  nameService: { fault: 'transient', sentence: 'Names cannot be looked up now', remedy: askNetwork },
  refused: {
    fault: 'transient',
    sentence: 'Nothing listens at the address of the CM Server',
    remedy: 'Check server and port; a firewall may be in the way, or the server is being restarted.',
  },
  unreachable: { fault: 'transient', sentence: 'The CM Server cannot be reached', remedy: askNetwork },
  connectTimeout: {
    fault: 'transient',
    sentence: 'The CM Server does not answer to a connection',
    remedy: 'Check server and port; a firewall may swallow the connection.',
  },
  timeout: {
    fault: 'transient',
    sentence: 'The CM Server took too long',
    remedy: 'C-Monitor tries again by itself; where the line is slow, allow a longer time-out.',
  },
  reset: {
    fault: 'transient',
    sentence: 'The connection was broken off',
    remedy: 'C-Monitor tries again by itself; if it stays so, a firewall may not like the connection.',
  },
  certificateUnknown: {
    fault: 'path',
    sentence: "The server's certificate comes from an authority that this computer does not know",
    remedy:
      'Enter the own certificate authority or the pin of the server, or check whether a proxy inspects connections.',
  },
  certificateExpired: {
    fault: 'path',
    sentence: "The server's certificate has expired",
    remedy: `Check the clock of this computer first. ${askOperator}`,
  },
  certificateNotYetValid: {
    fault: 'path',
    sentence: "The server's certificate is not valid yet",
    remedy: 'Check the clock of this computer: it is probably behind.',
  },
  certificateWrongHost: {
    fault: 'path',
    sentence: "The server's certificate is for another name",
    remedy: 'Check the name of the server; it must be one that its certificate is made for.',
  },
  certificatePin: {
    fault: 'path',
    sentence: "The server's key is not the pinned one",
    remedy: `Somebody may be in the way of the connection, or the server has a new key. ${askOperator}`,
  },
  tlsTooOld: {
    fault: 'path',
    sentence: 'The server offers only outdated encryption',
    remedy: `TLS 1.2 or newer is needed. ${askOperator}`,
  },
  tlsFailed: {
    fault: 'path',
    sentence: 'No encrypted connection could be made',
    remedy: 'Check the port: it may be one for unencrypted connections.',
  },
  proxyUnreachable: {
    fault: 'transient',
    sentence: 'The proxy cannot be reached',
    remedy: "Check the proxy's address, or connect without a proxy.",
  },
  proxyRefused: {
    fault: 'transient',
    sentence: 'The proxy did not let the connection through',
    remedy: 'The proxy must allow connections to the server and port that are set.',
  },
  proxyPassword: {
    fault: 'path',
    sentence: 'The proxy asks for a name and a password',
    remedy: "Enter the proxy's user and password.",
  },
  webPage: {
    fault: 'transient',
    sentence: 'The network answered with a page of its own instead of the CM Server',
    remedy: 'Sign in to this network in a browser, or check whether a proxy blocks the server.',
  },
  notCmServer: {
    fault: 'path',
    sentence: 'What answers there is not a CM Server',
    remedy: 'Check server and port.',
  },
  otherServer: {
    fault: 'path',
    sentence: 'This is another CM Server than the one where this computer is registered',
    remedy: 'Check the server; to move to another one, register with a token of its own.',
  },
  forbidden: {
    fault: 'path',
    sentence: 'The CM Server does not accept this computer',
    remedy: 'Register this computer anew with a token from the CM Portal.',
  },
  tooLarge: {
    fault: 'envelope',
    sentence: 'The CM Server takes no message of this size',
    remedy: `${askOperator} Other messages are not affected.`,
  },
  busy: {
    fault: 'transient',
    sentence: 'The CM Server asks to come back later',
    remedy: 'C-Monitor tries again by itself.',
  },
  serverError: {
    fault: 'transient',
    sentence: 'The CM Server has a fault of its own',
    remedy: `C-Monitor tries again by itself; if it stays so, tell the operator.`,
  },
  tickOld: {
    fault: 'transient',
    sentence: 'The CM Server has heard of this computer later than it remembers itself',
    remedy:
      'C-Monitor begins to count anew by itself. If this stays so, another computer is a copy of this one: register one of them anew.',
  },
  unexpectedStatus: {
    fault: 'transient',
    sentence: 'The CM Server gave an unexpected answer',
    remedy: 'Check server and port; if they are right, tell the operator.',
  },
  badAnswer: {
    fault: 'transient',
    sentence: 'The answer cannot be understood',
    remedy: 'Check server and port; a proxy on the way may change what passes.',
  },
  answerTooLarge: {
    fault: 'transient',
    sentence: 'The answer is larger than an answer may be',
    remedy: 'Check server and port; what answers may not be a CM Server.',
  },
  local: {
    fault: 'transient',
    sentence: 'This computer could not prepare the message or keep the answer',
    remedy: 'Check the disk of this computer; C-Monitor tries again by itself.',
  },
  noReceipt: {
    fault: 'transient',
    sentence: 'The CM Server answered without a receipt',
    remedy: 'A proxy on the way may answer in its place; C-Monitor tries again by itself.',
  },
} as const satisfies Record<string, Entry>;

export type TransportCode = keyof typeof table;

/**
 * An error from the table.
 * @param words the other side's own words, added to the sentence
 * @param retryAfter the other side asked to wait so long, milliseconds
 */
export const transportError = (code: TransportCode, words?: string, retryAfter?: number): TransportError => {
  const { fault, sentence, remedy } = table[code];
  const message = words === undefined || words === '' ? `${sentence}.` : `${sentence} (${words}).`;
  return new TransportError(code, fault, message, remedy, retryAfter);
};

const systemCodes: Record<string, TransportCode> = {
  ENOTFOUND: 'nameNotFound',
  EAI_AGAIN: 'nameService',
  EAI_FAIL: 'nameService',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  ERR_PIN_MISMATCH: 'certificatePin',
  CERT_HAS_EXPIRED: 'certificateExpired',
  CERT_NOT_YET_VALID: 'certificateNotYetValid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateWrongHost',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificateUnknown',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificateUnknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificateUnknown',
  UNABLE_TO_GET_ISSUER_CERT: 'certificateUnknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificateUnknown',
  CERT_SIGNATURE_FAILURE: 'certificateUnknown',
  CERT_UNTRUSTED: 'certificateUnknown',
  CERT_REVOKED: 'certificateUnknown',
  INVALID_CA: 'certificateUnknown',
  INVALID_PURPOSE: 'certificateUnknown',
  HOSTNAME_MISMATCH: 'certificateWrongHost',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tlsTooOld',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tlsTooOld',
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'tlsTooOld',
  EPROTO: 'tlsFailed',
};

const codeOfName = (name: string): TransportCode | undefined => {
  if (name in systemCodes) return systemCodes[name];
  if (name.startsWith('ERR_SSL_') || name.startsWith('ERR_TLS_')) return 'tlsFailed';
  // Node's HTTP parser: what came was not HTTP.
  if (name.startsWith('HPE_')) return 'badAnswer';
  return undefined;
};

/** The codes of an error and of everything that it says caused it, outermost first. */
const namesOf = (error: unknown): string[] => {
  const names: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') names.push(current.code);
    // Several addresses of one name failed, each for its own reason; the first speaks for all.
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return names;
};

/** Codes that mean that no connection came about: another port may do better. */
const notConnected = new Set<string>(['refused', 'unreachable', 'connectTimeout', 'reset']);
export const mayTryOtherPort = (error: TransportError): boolean => notConnected.has(error.code);

/** Codes of tries that did reach the server: then the message itself may be what it stumbles over. */
const arrived = new Set<string>([
  'reset',
  'timeout',
  'serverError',
  'unexpectedStatus',
  'badAnswer',
  'answerTooLarge',
  'local',
  'noReceipt',
]);
export const messageMayBeToBlame = (error: TransportError): boolean => arrived.has(error.code);

/** OpenSSL puts addresses in its source into its errors; the reason is all that says something. */
const wordsOf = (error: unknown): string => {
  const words = error instanceof Error ? error.message : String(error);
  return /:SSL routines:[^:]*:([^:]+)/.exec(words)?.[1] ?? words;
};

/** Names an error of a socket, of TLS or of the HTTP parser, with the system's own words. */
export const networkError = (error: unknown): TransportError => {
  if (error instanceof TransportError) return error;
  const words = wordsOf(error);
  const code =
    namesOf(error)
      .map(codeOfName)
      .find((found) => found !== undefined) ?? 'unreachable';
  const tooOld = code === 'tlsFailed' && /protocol.version|unsupported.protocol/i.test(words);
  return transportError(tooOld ? 'tlsTooOld' : code, words);
};
