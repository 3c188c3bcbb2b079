import { describe, expect, test } from 'vitest';
import { changeField, checkDraft, fieldView } from './settings-draft.ts';

const saved = { http: { port: 8443, onePort: false }, general: { autostart: true } };

describe('draft of the settings that the server sets', () => {
  test('shows what is saved, and the default where the server sets nothing', () => {
    expect(fieldView(saved, {}, 'http.port')).toEqual({ setByServer: true, value: 8443, changed: false });
    expect(fieldView(saved, {}, 'http.timeoutS')).toEqual({ setByServer: false, value: 60, changed: false });
  });

  test('shows a change over it', () => {
    expect(fieldView(saved, { 'http.port': { value: 443 } }, 'http.port')).toEqual({
      setByServer: true,
      value: 443,
      changed: true,
    });
    expect(fieldView(saved, { 'http.port': null }, 'http.port')).toEqual({
      setByServer: false,
      value: 443,
      changed: true,
    });
  });

  test('a change back to what is saved is no change', () => {
    const changed = changeField(saved, {}, 'http.port', { value: 1 });
    expect(changed).toEqual({ 'http.port': { value: 1 } });
    expect(changeField(saved, changed, 'http.port', { value: 8443 })).toEqual({});
    expect(changeField(saved, {}, 'http.timeoutS', null)).toEqual({});
    expect(changeField(saved, {}, 'http.onePort', null)).toEqual({ 'http.onePort': null });
  });

  test('becomes settings that hold only what the server sets', () => {
    const draft = { 'http.timeoutS': { value: 30 }, 'http.onePort': null, 'general.autostart': null };
    expect(checkDraft(saved, draft)).toEqual({ settings: { http: { port: 8443, timeoutS: 30 } } });
  });

  test('what another operator saved meanwhile stays, beside the own changes', () => {
    const savedMeanwhile = { http: { port: 8443, timeoutS: 90 } };
    expect(checkDraft(savedMeanwhile, { 'http.port': { value: 443 } })).toEqual({
      settings: { http: { port: 443, timeoutS: 90 } },
    });
  });

  test('says for each wrong field what is wrong with it', () => {
    const checked = checkDraft(saved, {
      'http.port': { value: 70_000 },
      'http.shortIntervalS': { value: null },
      'http.timeoutS': { value: 30 },
    });
    const errors = 'errors' in checked ? checked.errors : {};
    expect(errors['http.port']).toBe('a port is 1 to 65535');
    expect(Object.keys(errors).toSorted()).toEqual(['http.port', 'http.shortIntervalS']);
  });
});
