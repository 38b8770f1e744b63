import {createShellExecutor} from '../../../source/executor/shell/shell-executor.js';
import {cacheContract} from '../cache-contract.js';
import {executorContract} from '../contract.js';

executorContract('the shell executor', createShellExecutor);
cacheContract('the shell executor', createShellExecutor);
