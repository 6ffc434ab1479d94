import { holdToContract } from '../test/hold-to-contract.ts';

// With as many runs as the kit makes: conformance.long.test.ts.
holdToContract(15);
