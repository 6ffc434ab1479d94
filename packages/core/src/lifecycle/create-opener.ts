/**
 * Does something once: callers at the same time share it, and after a failure the next one tries again. Nobody's
 * signal goes in: an abort of one caller must not fail the others.
 */
export interface Opener {
  readonly opened: boolean;
  open(): Promise<void>;
}

export function createOpener(work: () => Promise<void>): Opener {
  let opening: Promise<void> | undefined;
  let opened = false;
  return {
    get opened() {
      return opened;
    },
    open() {
      opening ??= work().then(
        () => {
          opened = true;
        },
        (error) => {
          opening = undefined;
          throw error;
        },
      );
      return opening;
    },
  };
}
