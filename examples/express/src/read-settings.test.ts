import path from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './read-settings.ts';

test('without settings: port 3000 on this computer alone, with the demo catalogue', () => {
  expect(readSettings({})).toEqual({ port: 3000, host: 'localhost', catalog: undefined });
});

test('a relative catalogue starts where the command was typed', () => {
  const typed = path.resolve('somewhere');
  expect(readSettings({ INIT_CWD: typed, IMGSEARCH_CATALOG: 'shop' }).catalog).toBe(path.join(typed, 'shop'));
});

test.each(['eighty', '-1', '70000', '80.5'])('PORT=%s is refused by name', (PORT) => {
  expect(() => readSettings({ PORT })).toThrow(/"PORT".*0 to 65535/);
});
