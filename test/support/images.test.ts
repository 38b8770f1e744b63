import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {describeWithDocker} from './describe-with-docker.js';
import {connect} from './docker.js';
import {image} from './images.js';

describeWithDocker('the images of the tests', () => {
	test.each([
		[image.busybox, ['sh', '-c', 'id -u && echo "$(busybox | head -c 7)"'], '0\nBusyBox\n'],
		[image.nonroot, ['sh', '-c', 'id -un && touch /tmp/file && echo "$HOME"'], 'app\n/home/app\n'],
		[image.entrypoint, ['sh', '-c', 'echo then this'], 'entrypoint ran\nthen this\n'],
		[image.bash, ['bash', '-c', 'git init -q /tmp/project && echo "${BASH_VERSION%%.*}"'], '5\n'],
		[image.noshell, ['/true'], ''],
		[image.service, ['cat', '/etc/group'], 'root:x:0:\napp:x:1000:\n'],
	])('%s runs a command', async (name, command, output) => {
		expect(await outputOf(name, command)).toBe(output);
	});

	test('noshell has no shell', async () => {
		await expect(outputOf(image.noshell, ['sh'])).rejects.toThrow(/executable file not found/);
	});
});

async function outputOf(name: string, command: readonly string[]): Promise<string> {
	const container = await connect().createContainer({Image: name, Cmd: [...command], Tty: true});
	try {
		const output = await container.attach({stream: true, stdout: true, stderr: true});
		await container.start();
		const printed = await text(output);
		const {StatusCode} = await container.wait();
		expect(StatusCode).toBe(0);
		return printed.replaceAll('\r\n', '\n');
	} finally {
		await container.remove({force: true});
	}
}
