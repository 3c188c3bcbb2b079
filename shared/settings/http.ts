import { z } from 'zod';

const portSchema = z
  .int('a port is a whole number')
  .min(1, 'a port is 1 to 65535')
  .max(65_535, 'a port is 1 to 65535');
const hostSchema = z
  .string()
  .max(253)
  .regex(
    /^$|^\[[0-9A-Fa-f:.]+\]$|^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
    'write a name or address alone, such as cm.company.com',
  );

/** Page "Customer Monitor Server (http)". Intervals and time-outs are in seconds. */
export const httpSchema = z.strictObject({
  server: hostSchema,
  encryption: z.enum(['tls', 'none']),
  port: portSchema,
  alternativePort: z.union([z.literal(0), portSchema]),
  onePort: z.boolean(),
  ownCa: z.string().max(20_000),
  pin: z.union([
    z.literal(''),
    z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'a pin is the Base64 SHA-256 of the public key (44 characters)'),
  ]),
  proxy: z.enum(['none', 'system', 'manual']),
  proxyAddress: z.union([
    z.literal(''),
    z.url({
      protocol: /^(https?|socks5?)$/,
      error: 'write an address such as http://proxy.company.com:3128',
    }),
  ]),
  proxyUser: z.string().max(200),
  shortIntervalS: z.int().min(15, 'from 15 to 30 seconds').max(30, 'from 15 to 30 seconds'),
  longIntervalS: z.int().min(10, 'from 10 to 3600 seconds').max(3600, 'from 10 to 3600 seconds'),
  timeoutS: z.int().min(5, 'from 5 to 300 seconds').max(300, 'from 5 to 300 seconds'),
});
export type Http = z.infer<typeof httpSchema>;

export const httpDefaults: Http = {
  server: '',
  encryption: 'tls',
  port: 443,
  alternativePort: 11_438,
  onePort: false,
  ownCa: '',
  pin: '',
  proxy: 'system',
  proxyAddress: '',
  proxyUser: '',
  shortIntervalS: 15,
  longIntervalS: 180,
  timeoutS: 60,
};

/** The server's base addresses in the order of trying: standard port, then the alternative; or 443 alone. */
export const serverAddresses = (settings: Http): string[] => {
  if (settings.server === '') return [];
  if (settings.onePort) return [`https://${settings.server}:443`];
  const scheme = settings.encryption === 'tls' ? 'https' : 'http';
  const ports = [settings.port, ...(settings.alternativePort === 0 ? [] : [settings.alternativePort])];
  return [...new Set(ports)].map((port) => `${scheme}://${settings.server}:${port}`);
};
