import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import type { Config } from './config.ts';
import { publicAddress } from './public-address.ts';
import type { OpenPorts } from './public-address.ts';

const cases: [Partial<Config>, OpenPorts, string | undefined][] = [
  [{}, {}, 'http://127.0.0.1:8080'],
  [{ publicAddress: 'https://cm.example.com', httpPort: 0 }, {}, 'https://cm.example.com'],
  [{ httpPort: 0 }, {}, undefined],
  [{ httpPort: 0 }, { http: 40_001 }, 'http://127.0.0.1:40001'],
  [{ httpHost: '' }, {}, `http://${hostname()}:8080`],
  [{ httpHost: '::1' }, {}, 'http://[::1]:8080'],
  [{ httpHost: '', httpsPort: 8443 }, {}, `http://${hostname()}:8080`],
  [{ httpHost: '', httpsPort: 8443, certificateFile: 'c', keyFile: 'k' }, {}, `https://${hostname()}:8443`],
  [{ httpsPort: 8443 }, {}, `https://${hostname()}:8443`],
  [{ httpPort: 'off', httpsPort: 0 }, { https: 40_002 }, `https://${hostname()}:40002`],
];

test.each(cases)('%o with open ports %o is %s', (config, open, address) => {
  expect(publicAddress(parseConfig(config), open)).toBe(address);
});
