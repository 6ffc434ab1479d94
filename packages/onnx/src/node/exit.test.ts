import { testExits } from '../../test/exits.ts';

// In child processes: exit.long.test.ts.
testExits('thread');
