import { checkKeys } from '../options/check.ts';
import type { Component } from '../spec/component.ts';

export interface ClosingOptions {
  /** Whether what was handed in is closed too. */
  readonly components?: boolean | undefined;
}

/**
 * Closes a pipeline, and its components where one of those who close it asks for that, each once. A component that cannot
 * be closed keeps none of the others open.
 * @param own closes what the pipeline made
 */
export function createClosing(
  own: () => Promise<void>,
  components: readonly (Component | undefined)[],
): (options?: ClosingOptions) => Promise<void> {
  let closed: Promise<void> | undefined;
  let allClosed: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const close of [() => closed, ...components.map((component) => () => component?.close?.())]) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  return async (options) => {
    checkKeys('options', options, ['components']);
    closed ??= own();
    if (options?.components) allClosed ??= closeAll();
    await (allClosed ?? closed);
  };
}
