import { performWebTask } from './perform-web-task.ts';
import type { WebMessage, WebTask } from './web-protocol.ts';

/** The worker of `createOnnxRuntime`: one task in, one reply out, and progress in between. Elsewhere it does nothing. */
if ('WorkerGlobalScope' in globalThis) {
  const scope = globalThis as unknown as Worker;
  const say = (message: WebMessage, moved: Transferable[] = []): void => scope.postMessage(message, moved);
  scope.addEventListener('message', async ({ data }: MessageEvent<WebTask>) => {
    // ONNX Runtime's threads may be started from this very file, and speak their own language.
    if (!data || typeof data !== 'object' || !('task' in data)) return;
    const { reply, moved } = await performWebTask(data, (progress) => say({ progress }));
    say({ reply }, moved);
  });
}
