import { createHash, X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import type { Http } from '#shared/settings/http.ts';
import { transportError } from './errors.ts';

/** Which certificates are believed, made ready for connections. */
export interface Trust {
  options: Pick<tls.ConnectionOptions, 'secureContext' | 'rejectUnauthorized' | 'minVersion'>;
  /** How a certificate is judged, in words for the connection test. */
  words: string;
  /** Set where the key itself is compared and nothing else: why a server with this certificate is refused, or nothing. */
  refusal: ((certificate: X509Certificate | undefined) => Error | undefined) | undefined;
}

const minVersion = 'TLSv1.2';
let systemAuthorities: string[] | undefined;

/** Authorities that an administrator gave to the operating system, beyond those that Node brings; read once. */
const extraAuthorities = (): string[] => {
  // Older runtimes do not know the call; they believe what Node brings.
  if (typeof tls.getCACertificates !== 'function') return [];
  if (systemAuthorities === undefined) {
    const known = new Set(tls.getCACertificates('default').map((pem) => pem.trim()));
    systemAuthorities = tls.getCACertificates('system').filter((pem) => !known.has(pem.trim()));
  }
  return systemAuthorities;
};

const systemTrust = (): Trust => {
  const extra = extraAuthorities();
  const context =
    extra.length === 0
      ? {}
      : {
          secureContext: tls.createSecureContext({
            ca: [...tls.getCACertificates('default'), ...extra],
            minVersion,
          }),
        };
  return {
    options: { ...context, minVersion },
    words: 'checked with the authorities of this computer',
    refusal: undefined,
  };
};

const ownCaTrust = (pem: string): Trust => {
  try {
    // Node takes text that holds no certificate as an empty list, so that it is read on its own first.
    void new X509Certificate(pem);
    const secureContext = tls.createSecureContext({ ca: pem, minVersion });
    return {
      options: { secureContext, minVersion },
      words: 'checked with the own certificate authority',
      refusal: undefined,
    };
  } catch (error) {
    throw transportError('badOwnCa', error instanceof Error ? error.message : String(error));
  }
};

/** Base64 of the SHA-256 of a certificate's public key (SubjectPublicKeyInfo), as in RFC 7469. */
export const pinOf = (certificate: X509Certificate): string =>
  createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

const pinTrust = (pin: string): Trust => ({
  // The key is the proof, so that a self-made certificate does; Node's own check would ask for an authority.
  options: { rejectUnauthorized: false, minVersion },
  words: 'checked with the pin',
  refusal: (certificate) => {
    const found = certificate === undefined ? 'no certificate' : pinOf(certificate);
    if (found === pin) return undefined;
    return Object.assign(new Error(`the key's pin is ${found}`), { code: 'ERR_PIN_MISMATCH' });
  },
});

/**
 * A pin stands above an own authority, and that above the authorities of the computer.
 * @throws TransportError `badOwnCa`
 */
export const trustOf = ({ pin, ownCa }: Pick<Http, 'pin' | 'ownCa'>): Trust => {
  if (pin !== '') return pinTrust(pin);
  return ownCa === '' ? systemTrust() : ownCaTrust(ownCa);
};
