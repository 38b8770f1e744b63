import {createShellExecutor} from '../../../source/executor/shell/shell-executor.js';
import {executorContract} from '../contract.js';

executorContract('the shell executor', createShellExecutor);
