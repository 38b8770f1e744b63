/** Why the engine would not do something, in a user's words. */
export interface Refusal {
	readonly code: string;
	/** Completes "cannot create a container: ". */
	readonly words: string;
	readonly hint: string | undefined;
}

interface Row {
	/** Over the engine's words; engines of different versions differ in the rest of them. */
	readonly pattern: RegExp;
	readonly code?: string;
	readonly words: (match: RegExpExecArray) => string;
	readonly hint?: string;
}

const longestWords = 160;

/** The first row that fits counts. */
const rows: readonly Row[] = [
	{
		pattern: /invalid reference format/i,
		code: 'IMAGE_NAME',
		words: () => 'this is no name of an image.',
		hint: 'It looks like registry.example.com/group/name:tag, with small letters before the tag.',
	},
	{
		pattern: /no space left on device|disk quota exceeded/i,
		code: 'ENGINE_DISK_FULL',
		words: () => 'the disk of the Docker engine is full.',
		hint: 'See what takes it up: docker system df; make room: docker system prune',
	},
	{
		pattern: /cannot allocate memory|out of memory/i,
		code: 'ENGINE_MEMORY',
		words: () => 'the machine of the Docker engine has no memory left.',
		hint: 'Run fewer jobs at once: --concurrency 1',
	},
	{
		pattern: /container name "\/?([^"]+)" is already in use/i,
		words: ([, name]) => `the name ${name} is taken by another container.`,
		hint: 'See what earlier runs left: ci-tui clean; then: docker ps --all',
	},
	{
		pattern: /unable to find user ([^:]+)/i,
		words: ([, user]) => `the image has no user "${user}".`,
		hint: 'Name one that it has in image:docker:user, or a number.',
	},
	{
		pattern: /exec: "([^"]*)":.*(?:executable file not found|no such file or directory|permission denied)/i,
		words: ([, program]) => `there is no program ${program} in the image that could be run.`,
		hint: "Name another entrypoint, or none: image: {name: …, entrypoint: ['']}",
	},
	{
		pattern: /exec format error|does not match the (?:specified|detected host) platform/i,
		words: () => 'the image is for another kind of machine.',
		hint: 'Ask for the one of this machine in image:docker:platform, such as linux/amd64.',
	},
	{
		pattern: /no such image: ?(\S+?):?(?:\s|$)/i,
		words: ([, image]) => `the image ${image} is not on the engine any more.`,
		hint: 'Somebody has removed it meanwhile: run the job again.',
	},
	{
		pattern: /no such container|container \S+ is not running|removal of container|marked for removal/i,
		words: () => 'the container is gone: somebody has stopped or removed it.',
	},
	{
		pattern: /address pools? .*(?:subnetted|exhausted)|non-overlapping IPv4 address pool/i,
		words: () => 'the Docker engine has no addresses left for another network.',
		hint: 'Remove those that nobody uses: docker network prune',
	},
	{
		pattern: /permission denied|not authorized|authorization denied/i,
		words: () => 'the Docker engine does not allow it.',
	},
];

/** Every refusal is at least passed on, within reason. */
export function explainRefusal(message: string): Refusal {
	for (const {pattern, code = 'ENGINE_REFUSED', words, hint} of rows) {
		const match = pattern.exec(message);
		if (match !== null) {
			return {code, words: words(match), hint};
		}
	}

	const words = message.length > longestWords ? `${message.slice(0, longestWords - 1)}…` : message;
	return {code: 'ENGINE_REFUSED', words: words || 'the Docker engine does not say why.', hint: undefined};
}
