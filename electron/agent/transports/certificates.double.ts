import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface KeyAndCertificate {
  key: string;
  cert: string;
}

/** An authority for tests, and certificates for `localhost` that it made. Needs openssl. */
export interface TestCertificates {
  ca: string;
  good: KeyAndCertificate;
  expired: KeyAndCertificate;
  otherHost: KeyAndCertificate;
  selfSigned: KeyAndCertificate;
}

const config = `
[ca]
default_ca = test
[test]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
x509_extensions = server
copy_extensions = copy
[any]
commonName = supplied
[server]
basicConstraints = CA:false
[req]
distinguished_name = name
[name]
`;

/** Makes everything with openssl in a folder that is gone afterwards. */
export const makeCertificates = (): TestCertificates => {
  const folder = mkdtempSync(path.join(tmpdir(), 'c-monitor-certificates-'));
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  const makeKey = (name: string): void =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);

  const make = (name: string, host: string, start: string, end: string): KeyAndCertificate => {
    const subjectAltName = host === 'localhost' ? 'DNS:localhost,IP:127.0.0.1' : `DNS:${host}`;
    makeKey(name);
    openssl(
      'req',
      '-new',
      '-config',
      'config',
      '-key',
      `${name}.key`,
      '-subj',
      `/CN=${host}`,
      '-addext',
      `subjectAltName=${subjectAltName}`,
      '-out',
      `${name}.csr`,
    );
    openssl(
      'ca',
      '-batch',
      '-notext',
      '-config',
      'config',
      '-cert',
      'ca.pem',
      '-keyfile',
      'ca.key',
      '-startdate',
      start,
      '-enddate',
      end,
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
    );
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  };

  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of [
      ['config', config],
      ['index.txt', ''],
      ['index.txt.attr', 'unique_subject = no\n'],
      ['serial', '01\n'],
    ] as const)
      writeFileSync(path.join(folder, name), text);
    makeKey('ca');
    openssl(
      'req',
      '-x509',
      '-new',
      '-key',
      'ca.key',
      '-subj',
      '/CN=Test authority',
      '-days',
      '30',
      '-out',
      'ca.pem',
    );
    makeKey('self');
    openssl(
      'req',
      '-x509',
      '-new',
      '-key',
      'self.key',
      '-subj',
      '/CN=self-made',
      '-days',
      '30',
      '-out',
      'self.pem',
    );
    return {
      ca: read('ca.pem'),
      good: make('good', 'localhost', '20200101000000Z', '20491231000000Z'),
      expired: make('expired', 'localhost', '20200101000000Z', '20200201000000Z'),
      otherHost: make('other', 'other.example', '20200101000000Z', '20491231000000Z'),
      selfSigned: { key: read('self.key'), cert: read('self.pem') },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
