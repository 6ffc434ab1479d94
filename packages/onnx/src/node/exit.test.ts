import { testExits } from '../../test/exits.ts';

// More, and in child processes: exit.long.test.ts.
testExits('thread');
