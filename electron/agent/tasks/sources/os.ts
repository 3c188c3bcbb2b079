import os from 'node:os';
import { osInfo } from 'systeminformation';
import type { Inventory } from '#shared/protocol/inventory.ts';
import { emptyTexts, meaningful, reading, text } from './reading.ts';
import type { Reading } from './reading.ts';

/** The user's language, such as `sk-SK`. `C` and `POSIX` name none. */
const language = (): string => {
  if (process.platform === 'win32') return new Intl.DateTimeFormat().resolvedOptions().locale;
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const [locale = ''] = (LC_ALL ?? LC_MESSAGES ?? LANG ?? '').split('.');
  return locale === 'C' || locale === 'POSIX' ? '' : locale.replace('_', '-');
};

export const readOs = async (): Promise<Reading<NonNullable<Inventory['os']>>> => {
  const info = await osInfo();
  const required = {
    platform: process.platform,
    name: meaningful(info.distro),
    version: meaningful(info.release),
    kernel: meaningful(info.kernel),
    arch: os.arch(),
    hostname: text(os.hostname()),
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  const optional = { build: meaningful(info.build), language: language() };
  const value = {
    ...required,
    bootedAt: Math.round(Date.now() - os.uptime() * 1000),
    ...(optional.build === '' ? {} : { build: optional.build }),
    ...(optional.language === '' ? {} : { language: optional.language }),
  };
  return reading(value, emptyTexts(required));
};
