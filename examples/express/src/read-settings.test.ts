import path from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './read-settings.ts';

test('without settings: port 3000 on this computer alone, with the demo catalogue', () => {
  expect(readSettings({})).toEqual({
    ...{ port: 3000, host: 'localhost' },
    ...{ catalog: undefined, calibration: undefined },
  });
});

test('relative paths start where the command was typed', () => {
  const typed = path.resolve('somewhere');
  const own = { INIT_CWD: typed, IMGSEARCH_CATALOG: 'shop', IMGSEARCH_CALIBRATION: 'sure.json' };
  expect(readSettings(own)).toMatchObject({
    catalog: path.join(typed, 'shop'),
    calibration: path.join(typed, 'sure.json'),
  });
});

test.each(['eighty', '-1', '70000', '80.5'])('PORT=%s is refused by name', (PORT) => {
  expect(() => readSettings({ PORT })).toThrow(/"PORT".*0 to 65535/);
});
