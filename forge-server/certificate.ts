import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { day } from './clock.ts';
import type { Config } from './config.ts';
import { codeOf, StartError } from './start-error.ts';

/** What HTTPS is served with. */
export interface Certificate {
  cert: string;
  key: string;
  /** The Base64 SHA-256 of the public key, which agents can be told to insist on. */
  pin: string;
  /** The server made it, so that nobody trusts it without being told to. */
  selfMade: boolean;
}

const validDays = 397;
const renewBeforeMs = 30 * day;

/** The pin of a certificate: Base64 SHA-256 of its SubjectPublicKeyInfo (RFC 7469, section 2.4). */
const pinOf = (cert: string): string =>
  createHash('sha256')
    .update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

const readGiven = (certificateFile: string, keyFile: string): Certificate => {
  try {
    const cert = readFileSync(certificateFile, 'utf8');
    const key = readFileSync(keyFile, 'utf8');
    return { cert, key, pin: pinOf(cert), selfMade: false };
  } catch (error) {
    const why = codeOf(error) ?? (error instanceof Error ? error.message : String(error));
    throw new StartError(
      `The certificate for HTTPS cannot be read (${why}): check certificateFile and keyFile.`,
      error,
    );
  }
};

const namesFor = ({ publicAddress }: Config): string[] => {
  const names = ['localhost', hostname(), '127.0.0.1', '::1'];
  const [, known] =
    /^\[?([^\]]+)\]?$/.exec(publicAddress === undefined ? '' : new URL(publicAddress).hostname) ?? [];
  return [...new Set(known === undefined ? names : [...names, known])];
};

const covers = (certificate: X509Certificate, name: string): boolean =>
  (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;

const isGood = (cert: string, names: string[], now: number): boolean => {
  const certificate = new X509Certificate(cert);
  return (
    Date.parse(certificate.validTo) - now > renewBeforeMs && names.every((name) => covers(certificate, name))
  );
};

const sign = async (keyFile: string, certificateFile: string, names: string[]): Promise<void> => {
  const alternatives = names.map((name) => `${isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`).join(',');
  const extensions = [
    `subjectAltName=${alternatives}`,
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth',
  ];
  const options = [
    'req',
    '-x509',
    '-new',
    '-key',
    keyFile,
    '-out',
    certificateFile,
    '-days',
    String(validDays),
    '-subj',
    '/CN=C-Monitor Forge',
  ];
  try {
    await promisify(execFile)('openssl', [
      ...options,
      ...extensions.flatMap((extension) => ['-addext', extension]),
    ]);
  } catch (error) {
    throw new StartError(
      'HTTPS needs a certificate: name one with certificateFile and keyFile, install openssl so that the server can make its own, or switch HTTPS off (httpsPort "off").',
      error,
    );
  }
};

/** The key stays when the certificate is renewed, so that pins stay valid. */
const selfMade = async (config: Config, now: number): Promise<Certificate> => {
  const keyFile = join(config.dataFolder, 'https-key.pem');
  const certificateFile = join(config.dataFolder, 'https-certificate.pem');
  const names = namesFor(config);
  if (!existsSync(keyFile)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true });
  }
  if (!existsSync(certificateFile) || !isGood(readFileSync(certificateFile, 'utf8'), names, now))
    await sign(keyFile, certificateFile, names);
  const cert = readFileSync(certificateFile, 'utf8');
  return { cert, key: readFileSync(keyFile, 'utf8'), pin: pinOf(cert), selfMade: true };
};

/**
 * The certificate for HTTPS: the one that the configuration names, or one of our own, made by openssl and kept in the data folder.
 * @throws StartError when there is none to be had
 */
export const loadCertificate = async (config: Config, now: number): Promise<Certificate> =>
  config.certificateFile !== undefined && config.keyFile !== undefined
    ? readGiven(config.certificateFile, config.keyFile)
    : selfMade(config, now);
