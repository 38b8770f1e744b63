/** What an engine says of the machines that an image is for. */
export interface ImagePlatform {
	readonly Os: string;
	readonly Architecture: string;
	readonly Variant?: string | undefined;
}

/** Whether an image is for a platform as `docker:platform` names it: `linux/amd64`, `linux/arm64/v8`, `arm64`, `linux`. */
export function fitsPlatform(image: ImagePlatform, platform: string): boolean {
	const parts = platform.toLowerCase().split('/');
	const [os = '', architecture, variant] = parts;
	if (architecture === undefined) {
		return os === image.Os || canonical(os) === image.Architecture;
	}

	const isVariant = variant === undefined || !image.Variant || variant === image.Variant;
	return os === image.Os && canonical(architecture) === image.Architecture && isVariant;
}

function canonical(architecture: string): string {
	return aliases.get(architecture) ?? architecture;
}

const aliases = new Map([
	['x86_64', 'amd64'],
	['x86-64', 'amd64'],
	['aarch64', 'arm64'],
	['armhf', 'arm'],
	['i386', '386'],
]);
