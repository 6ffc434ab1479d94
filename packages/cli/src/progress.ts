import type { BackgroundRemoval } from '@imgsearch/core';
import type { EvaluationProgress } from '@imgsearch/core/evaluation';
import { Presets, SingleBar } from 'cli-progress';

export const modeNames: Readonly<Record<BackgroundRemoval, string>> = {
  off: 'off',
  always: 'on',
  auto: 'gated',
};

/** A bar on stderr for one step; nothing where stderr is no terminal. Without a total it counts. */
export function createStepBar(step: string): {
  show(done: number, total?: number | undefined): void;
  end(): void;
} {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  let bar: SingleBar | undefined;
  return {
    show(done, total) {
      if (!bar) {
        const format =
          total === undefined ? `${step}: {value}` : `${step} {bar} {value}/{total}  {eta_formatted} left`;
        bar = new SingleBar(
          { format, stream: process.stderr, clearOnComplete: true },
          Presets.shades_classic,
        );
        bar.start(total ?? 0, 0);
      }
      bar.update(done);
    },
    end: () => bar?.stop(),
  };
}

/** A bar on stderr for each step of an evaluation; nothing where stderr is no terminal. */
export function createProgressBar(): { show(progress: EvaluationProgress): void; end(): void } {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  let bar: SingleBar | undefined;
  let shown = '';
  return {
    show({ mode, phase, done, total }) {
      const step = `background ${modeNames[mode]}, ${phase === 'index' ? 'catalogue' : 'queries'}`;
      if (step !== shown) {
        bar?.stop();
        bar = new SingleBar(
          {
            format: '{step} {bar} {value}/{total}  {eta_formatted} left',
            stream: process.stderr,
            clearOnComplete: true,
          },
          Presets.shades_classic,
        );
        bar.start(total, 0, { step: step.padEnd(28) });
        shown = step;
      }
      bar?.update(done);
    },
    end: () => bar?.stop(),
  };
}
