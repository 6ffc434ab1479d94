import { describe, expect, it } from 'vitest';
import { createWorkQueue } from './work-queue.ts';

/** Workers that finish when the test says so. */
function manualWorkers(count: number) {
  const started: string[] = [];
  const finish = new Map<string, (error?: Error) => void>();
  let most = 0;
  let running = 0;
  const workers = Array.from({ length: count }, () => (task: string) => {
    started.push(task);
    most = Math.max(most, ++running);
    return new Promise<string>((resolve, reject) =>
      finish.set(task, (error) => {
        running--;
        error ? reject(error) : resolve(`${task} done`);
      }),
    );
  });
  return { workers, started, finish, most: () => most };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('createWorkQueue', () => {
  it('never gives a worker two tasks, and lets interactive ones overtake', async () => {
    const { workers, started, finish, most } = manualWorkers(1);
    const queue = createWorkQueue<string, string>(workers);
    const all = [
      queue.submit('a', { priority: 'bulk' }),
      queue.submit('b', { priority: 'bulk' }),
      queue.submit('c'),
      queue.submit('d', { worker: 0 }),
    ];
    await settle();
    expect(started).toEqual(['a']);
    expect(queue.waiting).toBe(3);
    for (const task of ['a', 'd', 'c', 'b']) {
      await settle();
      finish.get(task)?.();
    }
    expect(await Promise.all(all)).toEqual(['a done', 'b done', 'c done', 'd done']);
    expect(started).toEqual(['a', 'd', 'c', 'b']);
    expect(most()).toBe(1);
  });

  it('keeps a bound task for its worker, while others go to the idle one', async () => {
    const { workers, started, finish } = manualWorkers(2);
    const queue = createWorkQueue<string, string>(workers);
    const pending = [queue.submit('first'), queue.submit('bound', { worker: 0 }), queue.submit('free')];
    await settle();
    expect(started).toEqual(['first', 'free']);
    finish.get('first')?.();
    await settle();
    expect(started).toEqual(['first', 'free', 'bound']);
    finish.get('free')?.();
    finish.get('bound')?.();
    await Promise.all(pending);
  });

  it('drops a waiting task and releases the caller of a started one when they are aborted', async () => {
    const { workers, started, finish } = manualWorkers(1);
    const queue = createWorkQueue<string, string>(workers);
    const [one, two] = [new AbortController(), new AbortController()];
    const running = queue.submit('running', { signal: one.signal });
    const waiting = queue.submit('waiting', { signal: two.signal });
    const next = queue.submit('next');
    await settle();
    two.abort(new Error('gone'));
    one.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED', cause: new Error('gone') });
    await expect(running).rejects.toMatchObject({ code: 'ABORTED', name: 'AbortError' });
    expect(started).toEqual(['running']);
    finish.get('running')?.();
    await settle();
    expect(started).toEqual(['running', 'next']);
    finish.get('next')?.();
    expect(await next).toBe('next done');
    await expect(queue.submit('late', { signal: one.signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('refuses a task whose deadline passes while it waits, and goes on with the next', async () => {
    const { workers, started, finish } = manualWorkers(1);
    const queue = createWorkQueue<string, string>(workers);
    const first = queue.submit('first');
    const late = queue.submit('late', { deadline: Date.now() + 20 });
    const next = queue.submit('next');
    await new Promise((resolve) => setTimeout(resolve, 40));
    finish.get('first')?.();
    await expect(late).rejects.toMatchObject({ code: 'TIMEOUT', retryable: true });
    await settle();
    finish.get('next')?.();
    await Promise.all([first, next]);
    expect(started).toEqual(['first', 'next']);
  });

  it('closes after the started tasks, and refuses the rest', async () => {
    const { workers, finish } = manualWorkers(1);
    const queue = createWorkQueue<string, string>(workers);
    const running = queue.submit('running');
    const waiting = queue.submit('waiting');
    await settle();
    let closed = false;
    const closing = queue.close().then(() => {
      closed = true;
    });
    await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(queue.submit('new')).rejects.toMatchObject({ code: 'CLOSED' });
    expect(closed).toBe(false);
    finish.get('running')?.();
    expect(await running).toBe('running done');
    await closing;
  });

  it('survives a failing task', async () => {
    const { workers, finish } = manualWorkers(1);
    const queue = createWorkQueue<string, string>(workers);
    const bad = queue.submit('bad');
    const good = queue.submit('good');
    await settle();
    finish.get('bad')?.(new Error('broken'));
    await expect(bad).rejects.toThrow('broken');
    await settle();
    finish.get('good')?.();
    expect(await good).toBe('good done');
  });

  it('refuses what does not fit, at once, and goes on with the rest', async () => {
    const queue = createWorkQueue<string, string>([async (task) => task]);
    const calls = Array.from({ length: 1100 }, (_, at) => queue.submit(String(at)));
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    // One is started at once, 1024 may wait.
    expect(refused).toHaveLength(1100 - 1025);
    expect(refused[0]).toMatchObject({ reason: { code: 'QUEUE_FULL', retryable: true } });
    expect(await queue.submit('later')).toBe('later');
  });
});
