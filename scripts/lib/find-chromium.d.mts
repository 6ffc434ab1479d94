/** Absolute path of a browser, or undefined. `CHROMIUM_PATH` overrides the search. */
export function findChromium(): string | undefined;
