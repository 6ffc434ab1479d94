import { holdToContract } from '../test/hold-to-contract.ts';

holdToContract();
